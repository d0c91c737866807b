import Contracts
import FoundationEssentials
import Messaging

/// Many orders at once, from the first handed over to the last delivered and its customer told.
struct ThroughputRun: Sendable {
    let session: OperatorSession
    let count: Int

    func run() async throws -> ThroughputResult {
        try await BenchCatalogue.load(forOrders: count, in: session)
        let meters = BenchMeters(session: session)
        let before = try await meters.begin()
        let start = Timestamp.wallClock
        let orders = BenchOrders(run: "bench-\(start.seconds)")
        let follower = BenchFollower(session: session, first: .v7(at: start, entropy: .zero), count: count)
        let submission = BenchSubmission(session: session, orders: { orders.order($0, now: $1) }, count: count)
        // Both side by side: under way are those that come in and those that go out.
        async let handedOver = submission.run()
        try await follower.waitForAll()
        let sent = try await handedOver
        let after = try await meters.end()
        let (histogram, last) = try await follower.durations(of: sent)
        return ThroughputResult(
            orders: count, took: last - start, submitted: (sent.last?.at ?? start) - start, latency: histogram,
            cost: OrderCost(orders: count, before: before, after: after),
            conditions: try await BenchConditions.read(session))
    }
}
