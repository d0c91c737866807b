import Contracts
import Messaging
import Postgres

/// A stretch of time in pieces of a minute, so that no statement reads much however long ago the last audit was.
struct TimeSlices: Sequence, IteratorProtocol {
    private static let length = Duration.seconds(60)

    private var start: Timestamp
    private let end: Timestamp

    init(from start: Timestamp, to end: Timestamp) {
        self.start = start
        self.end = end
    }

    private static let now = Statement("audit_now", "SELECT now()")

    /// Up to now, by the database's clock.
    init(from start: Timestamp, on database: PostgresConnection) async throws {
        let now = try await database.query(Self.now).first?.timestamp(0) ?? 0
        self.init(from: start, to: Timestamp(microseconds: now))
    }

    mutating func next() -> (from: PostgresTimestamp, to: PostgresTimestamp)? {
        guard start < end else { return nil }
        let from = start
        let next = start + Self.length
        start = next < end ? next : end
        return (from.postgresTimestamp, start.postgresTimestamp)
    }
}
