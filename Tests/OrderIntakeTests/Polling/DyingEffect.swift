import Messaging
import Synchronization

/// Does what it is asked, but for one call, of which nobody hears: as if the process had died after the orders of its page
/// were committed, and before its answer was.
final class DyingEffect: EffectPerformer {
    private let effect: any EffectPerformer
    private let calls = Atomic<Int>(0)
    private let last: Int
    private let died = Atomic<Bool>(false)

    init(_ effect: any EffectPerformer, after calls: Int) {
        self.effect = effect
        last = calls
    }

    var isDead: Bool { died.load(ordering: .acquiring) }
    var isInsistent: Bool { true }

    func perform(_ call: EffectCall) async throws -> [UInt8] {
        let number = calls.wrappingAdd(1, ordering: .relaxed).newValue
        let answer = try await effect.perform(call)
        guard number >= last else { return answer }
        died.store(true, ordering: .releasing)
        try await Task.sleep(for: .seconds(3600))
        return answer
    }
}
