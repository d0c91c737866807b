/// A step of a schema's history: a name that orders it (`V0001_orders`) and its SQL, which names no schema and has no BEGIN
/// or COMMIT.
public struct Migration: Sendable {
    public let name: String
    public let sql: String

    public init(name: String, sql: String) {
        self.name = name
        self.sql = sql
    }
}
