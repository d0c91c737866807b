import Contracts
import FoundationEssentials
import Messaging
import Postgres

/// Orders at a fixed rate, and when each reached the warehouse and the carrier.
struct RateRun: Sendable {
    let session: OperatorSession
    let rate: Int
    let count: Int

    func run() async throws -> RateResult {
        try await BenchCatalogue.load(forOrders: count, in: session)
        let start = Timestamp.wallClock
        let first = UUID.v7(at: start, entropy: .zero)
        let orders = BenchOrders(run: "rate-\(start.seconds)")
        let sent = try await BenchSubmission(
            session: session, orders: { orders.order($0, now: $1) }, count: count, rate: rate
        ).run()
        try await BenchFollower(session: session, first: first, count: count).waitForAll()
        let submitted = Dictionary(sent.map { ($0.id, $0.at) }) { first, _ in first }
        var handedOver: [UUID: Timestamp] = [:]
        for row in try await session.database(.intake).query(BenchQueries.ordersOf, first) {
            handedOver[try row.uuid(1)] = submitted[try row.uuid(0)]
        }
        return RateResult(
            rate: rate, released: try await durations(.warehouse, BenchQueries.releasedAt, first, since: handedOver),
            shipped: try await durations(.shipping, BenchQueries.shippedAt, first, since: handedOver),
            conditions: try await BenchConditions.read(session))
    }

    private func durations(
        _ service: ServiceName, _ statement: Statement, _ first: UUID, since start: [UUID: Timestamp]
    ) async throws -> LatencyHistogram {
        var histogram = LatencyHistogram()
        for row in try await session.database(service).query(statement, first) {
            guard let begun = start[try row.uuid(0)] else { continue }
            histogram.record((Timestamp(microseconds: try row.timestamp(1)) - begun).wholeMicroseconds)
        }
        return histogram
    }
}
