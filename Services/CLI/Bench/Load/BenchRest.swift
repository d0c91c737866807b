import Contracts

/// Waits until nothing is under way any more: queues, outboxes, retries and effects are empty.
struct BenchRest: Sendable {
    let session: OperatorSession

    /// Without any progress for so long, it is not waited for any longer.
    private static let patience = Duration.seconds(60)

    /// - Returns: what is still under way, which is nothing unless it stands still.
    @discardableResult
    func wait() async throws -> Int {
        var bar = ProgressBar("coming to rest")
        var (least, lastProgress) = (Int.max, ContinuousClock.now)
        while true {
            let left = try await underWay()
            if left < least { (least, lastProgress) = (left, .now) }
            guard left > 0, ContinuousClock.now - lastProgress < Self.patience else {
                bar.end()
                return left
            }
            bar.show(left, of: nil, detail: "messages and effects under way")
            try await Task.sleep(for: .milliseconds(500))
        }
    }

    private func underWay() async throws -> Int {
        var sum = 0
        for service in ServiceName.allCases {
            let state = try await EngineState.load(service, in: session)
            sum += state.outbox - state.returned + state.retrying + state.openEffects
        }
        return try await QueueDepth.load(Topology.waybill.queues.map(\.name), in: session).values.reduce(sum, +)
    }
}
