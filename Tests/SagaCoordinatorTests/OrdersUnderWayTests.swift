import Contracts
import FoundationEssentials
import Testing

@testable import SagaCoordinator

@Suite("How many orders are under way")
struct OrdersUnderWayTests {
    private let start = ContinuousClock.now
    private let underWay = OrdersUnderWay(limit: 3, patience: .seconds(3))

    private func happened(_ moved: [String], resting: [String] = [], after seconds: Int = 0) {
        underWay.happened(
            to: moved.map { .v5($0) }, resting: resting.map { .v5($0) }, at: start + .seconds(seconds))
    }

    private func room(after seconds: Int = 0) -> Int { underWay.room(at: start + .seconds(seconds)) }

    @Test("An order counts once, until it rests")
    func counts() {
        #expect(room() == 3)
        happened(["a", "b"])
        happened(["a"])
        #expect(room() == 1)
        happened(["c", "d"])
        #expect(room() == 0)
        happened([], resting: ["a", "d", "unknown"])
        #expect(room() == 1)
    }

    @Test("An order to which nothing happens rests after a while, one that goes on does not")
    func patience() {
        happened(["a", "b"])
        happened(["b"], after: 4)
        #expect(room(after: 5) == 1)
        #expect(room(after: 8) == 2)
        happened([], resting: ["b"], after: 8)
        #expect(room(after: 8) == 3)
    }

    @Test("After a long quiet nothing is under way")
    func quiet() {
        happened(["a", "b", "c"])
        #expect(room(after: 60) == 3)
        happened(["a"], after: 60)
        underWay.forget()
        #expect(room(after: 60) == 3)
    }
}
