/// A document that is not valid JSON, or a value that is not what the reader asked for.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, as a stable name that may go on the wire.
    public var code: Code

    /// Where it is wrong: `$.lines[0].sku`. For a syntax error, the place that had been reached.
    public var path: String

    /// For people: one sentence, never the offending value itself, because that may be somebody's address.
    public var message: String

    /// Creates an error for the place `path`.
    public init(code: Code, path: String, message: String) {
        self.code = code
        self.path = path
        self.message = message
    }

    /// Code, place and message in one line.
    public var description: String { "\(code.rawValue) at \(path): \(message)" }
}

extension JSONError {
    /// The open set of codes: readers of newer versions may add theirs.
    public struct Code: RawRepresentable, Hashable, Sendable {
        public var rawValue: String

        /// Creates a code from its name on the wire.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The bytes are not JSON as RFC 8259 defines it.
        public static let invalidJSON = Code(rawValue: "invalid_json")
        /// The document has more bytes than `JSONLimits.maximumBytes`.
        public static let tooLarge = Code(rawValue: "too_large")
        /// Arrays and objects are nested deeper than `JSONLimits.maximumDepth`.
        public static let tooDeep = Code(rawValue: "too_deep")
        /// An object has the same member twice; which one counts would depend on the reader.
        public static let duplicateKey = Code(rawValue: "duplicate_key")
        /// A required member is absent or null.
        public static let missing = Code(rawValue: "missing")
        /// The value is of another kind than the one asked for.
        public static let wrongType = Code(rawValue: "wrong_type")
        /// A number does not fit the type asked for.
        public static let outOfRange = Code(rawValue: "out_of_range")
        /// The kind is right, but this value is not allowed.
        public static let invalidValue = Code(rawValue: "invalid_value")
    }
}
