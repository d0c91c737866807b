/// A value that writes itself as JSON.
public protocol JSONEncodable {
    /// Writes exactly one JSON value.
    func encode(to json: inout JSONWriter)
}

extension JSONEncodable {
    /// The value as a JSON document.
    @inlinable
    public var jsonBytes: [UInt8] {
        var writer = JSONWriter()
        encode(to: &writer)
        return writer.bytes
    }
}

extension JSONEncodable where Self: RawRepresentable, RawValue: JSONEncodable {
    /// Writes the raw value.
    @inlinable
    public func encode(to json: inout JSONWriter) {
        rawValue.encode(to: &json)
    }
}

/// A value that reads and writes itself as JSON.
public typealias JSONCodable = JSONEncodable & JSONDecodable
