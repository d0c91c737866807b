/// A timestamptz: microseconds since 1970-01-01 UTC.
public struct PostgresTimestamp: Hashable, Sendable {
    public var microseconds: Int64

    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// PostgreSQL counts from 2000-01-01.
    private static let epoch: Int64 = 946_684_800_000_000
}

extension PostgresTimestamp: PostgresValue {
    public static var postgresType: PostgresType { .timestamptz }
    public static var postgresArrayType: PostgresType { .timestamptzArray }

    /// A moment that the wire's 64 bits cannot hold is clamped; the server then refuses it as out of range.
    public func encode(into encoder: inout PostgresEncoder) {
        let (value, overflow) = microseconds.subtractingReportingOverflow(Self.epoch)
        encoder.write(overflow ? Int64.min + 1 : value)
    }

    /// The two infinities have no counterpart here and are refused.
    public init?(postgres cell: PostgresCell) {
        guard cell.type == .timestamptz || cell.type == .timestamp, let value = cell.number(as: Int64.self),
            value != .max, value != .min
        else { return nil }
        let (microseconds, overflow) = value.addingReportingOverflow(Self.epoch)
        if overflow { return nil }
        self.init(microseconds: microseconds)
    }
}

extension PostgresParameter where Self == PostgresTimestamp {
    /// - Parameter microseconds: since 1970-01-01 UTC.
    public static func timestamp(_ microseconds: Int64) -> PostgresTimestamp {
        PostgresTimestamp(microseconds: microseconds)
    }
}
