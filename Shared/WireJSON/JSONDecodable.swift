/// A value that reads itself from JSON.
public protocol JSONDecodable {
    /// Reads the value at `json`. Members it does not know are ignored: newer senders add them.
    ///
    /// - Throws: An error with the path of the member that is missing or wrong.
    init(from json: JSONNode) throws(JSONError)
}

extension JSONDecodable {
    /// Reads a document that is one such value.
    ///
    /// - Throws: What `JSONDocument` throws for bytes that are no JSON, or what the value's own reading throws.
    @inlinable
    public static func parse(_ bytes: [UInt8], limits: JSONLimits = .default) throws(JSONError) -> Self {
        try Self(from: JSONDocument(parsing: bytes, limits: limits).root)
    }
}

extension JSONDecodable where Self: RawRepresentable, RawValue: JSONDecodable {
    /// Reads the raw value.
    ///
    /// - Throws: `invalid_value` when the type has no such value.
    @inlinable
    public init(from json: JSONNode) throws(JSONError) {
        guard let value = Self(rawValue: try RawValue(from: json)) else {
            throw json.error(.invalidValue, "not one of the values known here")
        }
        self = value
    }
}
