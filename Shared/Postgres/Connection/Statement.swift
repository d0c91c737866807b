/// An SQL text with a name. Each connection prepares it at its first use, without a round trip of its own.
///
/// Both are literals, so SQL is never put together from values. Parameters are `$1`, `$2`, …; their types are those of the
/// Swift values sent, so a cast (`$1::jsonb`) is a conversion on the server.
public struct Statement: Sendable {
    /// Appears in errors and in `pg_prepared_statements`.
    public let name: StaticString
    public let sql: StaticString

    public init(_ name: StaticString, _ sql: StaticString) {
        self.name = name
        self.sql = sql
    }
}
