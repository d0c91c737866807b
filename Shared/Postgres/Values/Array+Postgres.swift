extension Array: PostgresParameter where Element: PostgresArrayElement {
    public static var postgresType: PostgresType { Element.postgresArrayType }

    public func encode(into encoder: inout PostgresEncoder) {
        Element.encodeArray(self, into: &encoder)
    }
}

/// An array of bytes is a bytea, not an array of numbers; PostgreSQL has no one-byte number.
extension UInt8: PostgresArrayElement {
    public static var postgresArrayType: PostgresType { .bytea }

    public static func encodeArray(_ elements: [UInt8], into encoder: inout PostgresEncoder) {
        unsafe elements.withUnsafeBytes { bytes in unsafe encoder.write(bytes) }
    }
}

extension Array: PostgresArrayElement, PostgresDecodable, PostgresValue where Element == UInt8 {
    public static var postgresArrayType: PostgresType { .byteaArray }

    public init?(postgres cell: PostgresCell) {
        guard cell.type == .bytea else { return nil }
        self = unsafe Array(cell.bytes)
    }
}
