extension String: JSONCodable {
    public init(from json: JSONNode) throws(JSONError) {
        guard let string = json.string else { throw json.wrongType(expected: "a string") }
        self = string
    }

    public func encode(to json: inout JSONWriter) {
        json.string(self)
    }
}

extension Bool: JSONCodable {
    public init(from json: JSONNode) throws(JSONError) {
        guard let bool = json.bool else { throw json.wrongType(expected: "a boolean") }
        self = bool
    }

    public func encode(to json: inout JSONWriter) {
        json.bool(self)
    }
}

extension FixedWidthInteger where Self: JSONCodable {
    /// Reads an integer.
    ///
    /// - Throws: `wrong_type` for what is no integer, `out_of_range` for one that does not fit.
    @inlinable
    public init(from json: JSONNode) throws(JSONError) {
        guard json.kind == .number else { throw json.wrongType(expected: "an integer") }
        guard let wide = json.int64 else { throw json.notAnInteger }
        guard let value = Self(exactly: wide) else { throw json.notAnInteger }
        self = value
    }

    /// Writes the integer.
    @inlinable
    public func encode(to json: inout JSONWriter) {
        json.int(self)
    }
}

extension Int: JSONCodable {}
extension Int64: JSONCodable {}
extension Int32: JSONCodable {}
extension Int16: JSONCodable {}
extension UInt32: JSONCodable {}
extension UInt16: JSONCodable {}
extension UInt8: JSONCodable {}

extension JSONNode {
    /// The error for a number that could not be read as an integer.
    @usableFromInline
    var notAnInteger: JSONError {
        let isInteger = rawBytes.allSatisfy {
            $0 == UInt8(ascii: "-") || $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")
        }
        return isInteger || int64 != nil
            ? error(.outOfRange, "the number is out of range")
            : error(.wrongType, "expected an integer, found a number with a fraction or an exponent")
    }
}

extension Optional: JSONEncodable where Wrapped: JSONEncodable {
    /// Writes the value, or null.
    @inlinable
    public func encode(to json: inout JSONWriter) {
        if let self { self.encode(to: &json) } else { json.null() }
    }
}

extension Array: JSONEncodable where Element: JSONEncodable {
    @inlinable
    public func encode(to json: inout JSONWriter) {
        json.array(self)
    }
}

extension Array: JSONDecodable where Element: JSONDecodable {
    /// Reads an array; the first element that cannot be read fails the whole.
    @inlinable
    public init(from json: JSONNode) throws(JSONError) {
        guard json.kind == .array else { throw json.wrongType(expected: "an array") }
        self = []
        reserveCapacity(json.count)
        for element in json.elements { append(try Element(from: element)) }
    }
}

extension Dictionary: JSONEncodable where Key == String, Value: JSONEncodable {
    /// Writes an object with sorted keys, so that the same dictionary is always the same bytes.
    @inlinable
    public func encode(to json: inout JSONWriter) {
        let members = sorted { $0.key < $1.key }
        json.object { object in
            for (key, value) in members { object.write(key, value) }
        }
    }
}

extension Dictionary: JSONDecodable where Key == String, Value: JSONDecodable {
    /// Reads the members of an object.
    @inlinable
    public init(from json: JSONNode) throws(JSONError) {
        guard json.kind == .object else { throw json.wrongType(expected: "an object") }
        self.init(minimumCapacity: json.count)
        for (key, value) in json.members { self[key] = try Value(from: value) }
    }
}
