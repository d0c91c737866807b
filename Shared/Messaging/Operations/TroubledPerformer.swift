import FoundationEssentials
import WireJSON

/// Another side that misbehaves, for tests of the whole system: `WAYBILL_EFFECT_TROUBLE` says how many calls in a hundred
/// hang for some seconds, fail before anything is done, or do the work and lose the answer, a third each.
struct TroubledPerformer: EffectPerformer {
    static let variable = "WAYBILL_EFFECT_TROUBLE"

    let performer: any EffectPerformer
    let percentage: Int

    var concurrency: Int { performer.concurrency }
    var isInsistent: Bool { performer.isInsistent }

    /// The performers as they are, unless the variable is set.
    static func wrap(_ performers: [String: any EffectPerformer]) -> [String: any EffectPerformer] {
        guard let percentage = ProcessInfo.processInfo.environment[variable].flatMap({ Int($0) }), percentage > 0 else {
            return performers
        }
        return performers.mapValues { TroubledPerformer(performer: $0, percentage: percentage) }
    }

    func perform(_ call: EffectCall) async throws -> [UInt8] {
        guard Int.random(in: 0..<100) < percentage else { return try await performer.perform(call) }
        switch Int.random(in: 0..<3) {
        case 0:
            try await Task.sleep(for: .seconds(3))
            throw EffectFailure(code: "unknown_outcome", message: "no answer", isFinal: false)
        case 1:
            throw EffectFailure(code: "unavailable", message: "the other side answers 500", isFinal: false)
        default:
            _ = try await performer.perform(call)
            throw EffectFailure(code: "unknown_outcome", message: "the connection was lost", isFinal: false)
        }
    }
}
