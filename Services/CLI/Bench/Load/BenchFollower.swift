import Contracts
import FoundationEssentials
import Postgres

/// Waits until every order of a run was delivered and its customer told.
struct BenchFollower: Sendable {
    let session: OperatorSession
    /// Below all order ids of the run.
    let first: UUID
    let count: Int
    /// Without any progress for so long, the run has failed.
    private static let patience = Duration.seconds(120)

    func waitForAll() async throws {
        let notifications = try await session.database(.notifications)
        var bar = ProgressBar("delivered and told")
        var (done, lastProgress) = (0, ContinuousClock.now)
        var asking = Duration.zero
        while done < count {
            // The measure must not be what is measured: it takes a fiftieth of the time at most.
            try await Task.sleep(for: max(.seconds(1), asking * 50))
            let asked = ContinuousClock.now
            let now = try await notifications.query(BenchQueries.toldOfDelivery, first).first?.int(0) ?? 0
            asking = .now - asked
            if now > done { (done, lastProgress) = (now, .now) }
            bar.show(done, of: count)
            guard ContinuousClock.now - lastProgress < Self.patience else {
                throw OperatorError(
                    "\(count - done) of \(count) orders were not delivered: \(try await headlines())",
                    advice: "waybill status and waybill parked list say why.")
            }
        }
        bar.end()
    }

    /// - Returns: from handing over to the e-mail that tells of the delivery, and the time of the last.
    func durations(of sent: [(id: UUID, at: Timestamp)]) async throws -> (histogram: LatencyHistogram, last: Timestamp)
    {
        var started: [UUID: Timestamp] = [:]
        for item in sent { started[item.id] = item.at }
        var orders: [UUID: Timestamp] = [:]
        for row in try await session.database(.intake).query(BenchQueries.ordersOf, first) {
            orders[try row.uuid(1)] = started[try row.uuid(0)]
        }
        var (histogram, last) = (LatencyHistogram(), Timestamp(seconds: 0))
        for row in try await session.database(.notifications).query(BenchQueries.toldAt, first) {
            guard let start = orders[try row.uuid(0)] else { continue }
            let end = Timestamp(microseconds: try row.timestamp(1))
            histogram.record((end - start).wholeMicroseconds)
            last = max(last, end)
        }
        return (histogram, last)
    }

    func lastTold() async throws -> Timestamp {
        let row = try await session.database(.notifications).query(BenchQueries.lastTold, first).first
        return Timestamp(microseconds: try row?.timestamp(0) ?? 0)
    }

    private func headlines() async throws -> String {
        try await session.database(.saga).query(BenchQueries.headlines, first)
            .map { "\(try $0.int(1)) \(try $0.string(0))" }.joined(separator: ", ")
    }
}
