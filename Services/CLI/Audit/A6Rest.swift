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
        let own = Set(Topology.waybill.queues.map(\.name))
        for queue in try await QueueState.all(try scope.session.management()) where own.contains(queue.name) {
            finding.checked += 1
            if queue.depth > 0 { finding.violations.append("queue \(queue.name) holds \(queue.depth) messages") }
        }
    }
}
