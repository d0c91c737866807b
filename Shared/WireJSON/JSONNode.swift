/// A value inside a document: a cursor of two words that keeps the document alive.
public struct JSONNode: Sendable {
    /// The six kinds of JSON value.
    public enum Kind: UInt8, Sendable {
        case object, array, string, number, bool, null
    }

    @usableFromInline let storage: JSONStorage
    @usableFromInline let index: Int

    init(storage: JSONStorage, index: Int) {
        self.storage = storage
        self.index = index
    }

    @usableFromInline
    var entry: TapeEntry { storage.tape[index] }

    /// What the value is.
    public var kind: Kind { entry.kind }

    /// Where the value stands in its document: `$.lines[0].sku`. Computed on demand by walking the document.
    public var path: String { JSONPath.path(to: index, tape: storage.tape, bytes: storage.bytes) }

    /// The value's own bytes as they came, blanks inside included.
    public var rawBytes: ArraySlice<UInt8> { storage.bytes[entry.range] }

    /// An error about this value.
    public func error(_ code: JSONError.Code, _ message: String) -> JSONError {
        JSONError(code: code, path: path, message: message)
    }

    /// The error for a value of the wrong kind.
    ///
    /// - Parameter expected: What should be here, with its article: "a string".
    public func wrongType(expected: String) -> JSONError {
        error(.wrongType, "expected \(expected), found \(kind.described)")
    }
}

extension JSONNode.Kind {
    /// The kind in a sentence.
    var described: String {
        switch self {
        case .object: "an object"
        case .array: "an array"
        case .string: "a string"
        case .number: "a number"
        case .bool: "a boolean"
        case .null: "null"
        }
    }
}
