public import Contracts
public import Postgres
public import WireJSON

extension JSONEncodable {
    /// For a `jsonb` column.
    public var postgresJSON: PostgresJSON { PostgresJSON(jsonBytes) }
}

extension Timestamp {
    /// For a `timestamptz` column.
    public var postgresTimestamp: PostgresTimestamp { PostgresTimestamp(microseconds: microseconds) }
}
