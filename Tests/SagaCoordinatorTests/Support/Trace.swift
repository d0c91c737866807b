import Contracts
import FoundationEssentials
import SagaCoordinator
import Testing

/// A run as text: a line an event with what came of it.
enum Trace {
    static func line(_ fact: any SagaFact, _ transition: Transition) -> String {
        let type = type(of: fact).type
        var line = "\(type.service).\(type.name)"
        if transition.verdict != .applied { line += " (\(transition.verdict.rawValue))" }
        let actions = transition.actions.map(describe)
        return actions.isEmpty ? line : line + " -> " + actions.joined(separator: "; ")
    }

    private static func describe(_ action: SagaAction) -> String {
        switch action {
        case .send(let command, let key, let epoch):
            let type = type(of: command).type
            return "send \(type.service).\(type.name) [\(key.name.rawValue)\(epoch == 0 ? "" : " \(epoch)")]"
        case .resend(let key): return "send again [\(key.name.rawValue)]"
        case .tell(let milestone): return "tell \(milestone.milestone.rawValue)"
        case .announce(let status, _): return "announce \(status.status.rawValue)"
        case .answer(let answer as CancelAnswered, _): return verdict(answer.accepted, answer.reason)
        case .answer(let answer as ChangeAnswered, _): return verdict(answer.accepted, answer.reason)
        case .answer(let answer as OperatorAnswered, _): return verdict(answer.accepted, answer.reason)
        case .answer: return "answer"
        case .wake(let delay): return "wake in \(delay.components.seconds) s"
        case .sleep: return "sleep"
        }
    }

    private static func verdict(_ accepted: Bool, _ reason: Reason?) -> String {
        let verdict = accepted ? "accept" : "refuse"
        return reason.map { "\(verdict) \($0.code)" } ?? verdict
    }

    /// Compares with the fixture of that name; `WAYBILL_RECORD_TRACES=1` writes it instead, to be read before it is kept.
    static func expect(
        _ run: Run, toBe name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = folder.appending(path: "Traces/\(name).txt")
        let text = run.trace.joined(separator: "\n") + "\n"
        if ProcessInfo.processInfo.environment["WAYBILL_RECORD_TRACES"] != nil {
            try Data(text.utf8).write(to: file)
        }
        let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        #expect(text == expected, sourceLocation: sourceLocation)
    }
}
