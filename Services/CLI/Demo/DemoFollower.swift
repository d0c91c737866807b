import Contracts
import FoundationEssentials
import Postgres

/// Watches the demo's orders until they are delivered.
struct DemoFollower: Sendable {
    let session: OperatorSession
    let deadline: ContinuousClock.Instant
    let tell: @Sendable (String) -> Void

    private struct Headline {
        var id: UUID
        var number: String
        var headline: String
    }

    /// Prints every message of one order as it is handled.
    func follow(_ placed: DemoRun.Placed) async throws {
        guard let id = try await waitForSaga(placed) else { return }
        tell("\norder \(placed.externalID), message by message:")
        var seen: Set<String> = []
        while true {
            let headline = try await headlines(of: [placed])[placed]?.headline
            let timeline = try await OrderTimeline.load(of: id, in: session)
            let before = seen.count
            for entry in timeline.entries where seen.insert("\(entry.service)/\(entry.id.text)").inserted {
                let columns = [
                    entry.receivedAt.clock, entry.service.executable.padded(to: 17),
                    OrderTimeline.short(entry.type).padded(to: 42), entry.duration.short,
                ]
                tell("  " + columns.joined(separator: "  "))
            }
            // What is said about the end comes a moment after it.
            let isQuiet = headline.map(Self.isFinal) ?? false && seen.count == before
            if isQuiet || ContinuousClock.now >= deadline {
                return tell("  \(headline ?? "not there")\n")
            }
            try await Task.sleep(for: .milliseconds(150))
        }
    }

    private func waitForSaga(_ placed: DemoRun.Placed) async throws -> UUID? {
        while ContinuousClock.now < deadline {
            if let found = try await headlines(of: [placed])[placed] { return found.id }
            try await Task.sleep(for: .milliseconds(50))
        }
        return nil
    }

    /// - Returns: what became of each, in their order.
    func waitForAll(_ placed: [DemoRun.Placed]) async throws -> [DemoOutcome] {
        var bar = ProgressBar("delivered")
        var now = try await headlines(of: placed)
        while ContinuousClock.now < deadline {
            let ended = placed.filter { now[$0].map { Self.isFinal($0.headline) } ?? false }
            bar.show(ended.count, of: placed.count)
            if ended.count == placed.count { break }
            try await Task.sleep(for: .milliseconds(250))
            now = try await headlines(of: placed)
        }
        bar.end()
        let outcomes = placed.map { order in
            let state = now[order]
            return DemoOutcome(placed: order, id: state?.id, number: state?.number, headline: state?.headline)
        }
        var table = TextTable("order", "channel", "came by", "status", "id")
        for outcome in outcomes {
            table.add(
                outcome.number ?? outcome.placed.externalID, outcome.placed.shop.sender, outcome.placed.way,
                outcome.headline ?? "not there", outcome.id?.text ?? "")
        }
        tell(table.render())
        return outcomes
    }

    private func headlines(of placed: [DemoRun.Placed]) async throws -> [DemoRun.Placed: Headline] {
        let saga = try await session.database(.saga)
        var found: [DemoRun.Placed: Headline] = [:]
        for (shop, orders) in Dictionary(grouping: placed, by: \.shop) {
            let rows = try await saga.query(
                OrderQueries.headlines, shop.channel, shop.shop, orders.map(\.externalID))
            for row in rows {
                let externalID = try row.string(0)
                guard let order = orders.first(where: { $0.externalID == externalID }) else { continue }
                found[order] = Headline(id: try row.uuid(1), number: try row.string(2), headline: try row.string(3))
            }
        }
        return found
    }

    private static func isFinal(_ headline: String) -> Bool {
        [HeadlineStatus.delivered, .cancelled, .expired, .rejected, .onHold].contains { $0.rawValue == headline }
    }
}

extension String {
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - displayWidth))
    }
}
