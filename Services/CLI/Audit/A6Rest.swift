import Contracts

/// At rest: outbox, retry and queues empty, or parked and listed.
struct A6Rest: Invariant {
    static let id = "A6"
    static let title = "at rest nothing is under way: outboxes, retries, effects, queues"

    func check(_ scope: AuditScope, _ finding: inout AuditFinding) async throws {
        if !scope.isAtRest { finding.notes.append("not asked: --at-rest says that the system is idle") }
        for service in ServiceName.allCases {
            let state = try await EngineState.load(service, in: scope.session)
            finding.checked += 1
            if state.parked > 0 {
                finding.notes.append("\(service.executable) has \(state.parked) parked: waybill parked list")
            }
            guard scope.isAtRest else { continue }
            for (count, what) in [
                (state.outbox - state.returned, "messages in the outbox"),
                (state.retrying, "messages to be tried again"),
                (state.openEffects, "effects under way"),
            ] where count > 0 {
                finding.violations.append("\(service.executable) has \(count) \(what)")
            }
        }
        guard scope.isAtRest else { return }
        let names = Topology.waybill.queues.map(\.name)
        finding.checked += names.count
        let waiting = try await QueueDepth.load(names, in: scope.session)
        for queue in names {
            guard let count = waiting[queue], count > 0 else { continue }
            finding.violations.append("queue \(queue) holds \(count) messages")
        }
        for (queue, count) in try await stillInHand(names, scope).sorted(by: { $0.key < $1.key }) {
            finding.violations.append("\(count) messages of queue \(queue) are with a reader that does not acknowledge")
        }
    }

    /// The management API counts every five seconds: what it still says after two rounds is true.
    private func stillInHand(_ names: [String], _ scope: AuditScope) async throws -> [String: Int] {
        let deadline = ContinuousClock.now + .seconds(12)
        while true {
            let inHand = try await QueueDepth.inHand(names, in: scope.session).filter { $0.value > 0 }
            if inHand.isEmpty || ContinuousClock.now >= deadline { return inHand }
            try await Task.sleep(for: .milliseconds(500))
        }
    }
}
