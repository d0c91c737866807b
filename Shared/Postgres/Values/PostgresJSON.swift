/// A jsonb from and to the bytes of a JSON text, without a detour through `String`.
public struct PostgresJSON: Hashable, Sendable {
    /// UTF-8. The server checks the syntax.
    public var bytes: [UInt8]

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }
}

extension PostgresJSON: PostgresValue {
    public static var postgresType: PostgresType { .jsonb }
    public static var postgresArrayType: PostgresType { .jsonbArray }

    /// The binary form of jsonb is its text behind a version number.
    public func encode(into encoder: inout PostgresEncoder) {
        encoder.write(PostgresCell.jsonbVersion)
        unsafe bytes.withUnsafeBytes { bytes in unsafe encoder.write(bytes) }
    }

    public init?(postgres cell: PostgresCell) {
        guard let text = unsafe cell.textBytes else { return nil }
        self.init(unsafe Array(text))
    }
}

extension PostgresParameter where Self == PostgresJSON {
    /// - Parameter bytes: a JSON text in UTF-8.
    public static func json(_ bytes: [UInt8]) -> PostgresJSON {
        PostgresJSON(bytes)
    }
}
