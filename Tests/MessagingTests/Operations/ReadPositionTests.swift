import Contracts
import Testing

@testable import Messaging

@Suite("The read position")
struct ReadPositionTests {
    private let start = ContinuousClock.now

    private func position() -> ReadPosition {
        var position = ReadPosition(queues: ["a", "b"], prefetch: 2)
        position.begin(at: start)
        return position
    }

    @Test("lets no timer fire without a consumer, nor before it has had time to fill up")
    func start_() {
        let none = ReadPosition(queues: ["a"], prefetch: 2)
        #expect(none.timers(at: start + .seconds(60), patience: .seconds(1)) == .nothing)
        #expect(position().timers(at: start + .milliseconds(900), patience: .seconds(1)) == .nothing)
        #expect(position().timers(at: start + .seconds(1), patience: .seconds(1)) == .everything)
        var gone = position()
        gone.stop()
        #expect(gone.timers(at: start + .seconds(60), patience: .seconds(1)) == .nothing)
    }

    @Test("follows the time of what is read while there is a backlog, queue by queue, and lets all fire after it")
    func backlog() {
        var position = position()
        for name in ["a", "a", "b"] { position.arrived(name, at: start) }
        #expect(position.timers(at: start + .seconds(9), patience: .seconds(1)) == .nothing)
        position.taken("b", sentAt: Timestamp(seconds: 5000))
        position.taken("a", sentAt: Timestamp(seconds: 1000))
        // A re-sent message has an old time; it does not take the position back.
        position.taken("a", sentAt: Timestamp(seconds: 900))
        #expect(position.timers(at: start + .seconds(9), patience: .seconds(1)) == .dueBy(Timestamp(seconds: 999)))
        position.settled(at: start + .seconds(10))
        #expect(position.timers(at: start + .seconds(10), patience: .seconds(1)) == .dueBy(Timestamp(seconds: 999)))
        #expect(position.timers(at: start + .seconds(11), patience: .seconds(1)) == .everything)
    }

    @Test("counts as much as one delivery of the admission queue as a backlog, and no timer fires without its consumer")
    func admissions() {
        var position = ReadPosition(queues: ["a"], admissions: "new", prefetch: 2)
        func timers(after seconds: Int) -> ReadPosition.Bound {
            position.timers(at: start + .seconds(seconds), patience: .seconds(1))
        }
        position.begin(at: start)
        #expect(timers(after: 9) == .nothing)
        position.beginAdmissions(at: start)
        #expect(timers(after: 9) == .everything)
        position.arrived("new", at: start + .seconds(9))
        #expect(timers(after: 9) == .nothing)
        position.arrived("new", at: start + .seconds(9))
        position.taken("new", sentAt: Timestamp(seconds: 1000))
        position.settled(at: start + .seconds(10))
        #expect(timers(after: 20) == .dueBy(Timestamp(seconds: 999)))
        position.taken("new", sentAt: Timestamp(seconds: 1001))
        position.settled(at: start + .seconds(20))
        #expect(timers(after: 30) == .everything)
        position.stopAdmissions()
        #expect(timers(after: 30) == .nothing)
        position.beginAdmissions(at: start + .seconds(30))
        position.stop()
        #expect(timers(after: 60) == .nothing)
    }

    @Test("does not trust clocks from outside")
    func outside() {
        var position = position()
        for _ in 0..<2 { position.arrived("a", at: start + .seconds(2)) }
        position.taken("a", sentAt: nil)
        #expect(position.timers(at: start + .seconds(2), patience: .seconds(1)) == .nothing)
    }
}
