import Contracts
import FoundationEssentials
import Messaging
import Testing

@testable import Returns

@Suite("No state of a return lasts for ever")
struct ReturnDeadlineTests {
    private func started(
        _ change: (inout ReturnPolicy) -> Void = { _ in }
    ) throws -> (ReturnsRun, UUID) {
        var policy = ReturnsFixture.policy
        change(&policy)
        var run = ReturnsRun(ReturnsFixture.paidOrder(), policy: policy)
        try run.deliver([ParcelLine(lineID: "1", sku: "TEA-100", quantity: 3)])
        let id = try #require(try run.request([ReturnLine(lineID: "1", quantity: 3, reason: "too_big")]).returnID)
        return (run, id)
    }

    private func sent(_ change: (inout ReturnPolicy) -> Void = { _ in }) throws -> (ReturnsRun, UUID) {
        var (run, id) = try started(change)
        try run.take(ReturnTrackedHandler.self, ReturnTracked(returnID: id, status: .inTransit, at: run.now))
        return (run, id)
    }

    /// Days that the timer which was set last is for.
    private func days(_ run: ReturnsRun) -> Int? {
        guard case .set(let timer)? = run.timers.last else { return nil }
        return Int(timer.delay / .seconds(86_400))
    }

    private func overdue(_ run: inout ReturnsRun, _ id: UUID) throws {
        try run.take(ReturnOverdueHandler.self, ReturnOverdue(returnID: id))
    }

    private func reason(_ run: ReturnsRun) throws -> String? { try run.all(ReturnChanged.self).last?.reason?.code }

    @Test("What nobody decides on is told of, and then decided by the policy", arguments: [true, false])
    func undecided(isApproved: Bool) throws {
        var (run, id) = try started {
            $0.isAutomatic = false
            $0.bounds.daysToDecide = 3
            $0.bounds.undecided = isApproved ? .approve : .decline
        }
        #expect(run.rma(id)?.state == .requested && days(run) == 3)
        try overdue(&run, id)
        #expect(try run.rma(id)?.state == .requested && reason(run) == "approval_overdue" && days(run) == 3)
        try overdue(&run, id)
        #expect(run.rma(id)?.state == (isApproved ? .approved : .declined))
        #expect(isApproved ? days(run) == 14 : days(run) == nil)
    }

    @Test("What was scanned and never arrives is told of, and then written off and paid for; no stock is booked")
    func neverArrives() throws {
        var (run, id) = try sent()
        #expect(run.rma(id)?.state == .inTransit && days(run) == 21)
        try overdue(&run, id)
        #expect(try run.rma(id)?.state == .inTransit && reason(run) == "transit_overdue" && days(run) == 21)
        try overdue(&run, id)
        #expect(run.rma(id)?.units.map(\.bucket) == [.writtenOff])
        #expect(try run.all(RefundPayment.self).map(\.amount) == [4980] && run.all(RestockUnits.self).isEmpty)
        try run.refund()
        #expect(try run.rma(id)?.state == .closed && reason(run) == "lost_in_transit")
        if case .cancel? = run.timers.last {} else { Issue.record("the timer stays") }
    }

    @Test("By another policy what never arrives stays with the customer; what nobody took is paid for all the same")
    func expires() throws {
        var (run, id) = try sent { $0.bounds.lost = .expire }
        try overdue(&run, id)
        try overdue(&run, id)
        #expect(run.rma(id)?.state == .expired && run.rma(id)?.units.map(\.bucket) == [.delivered])
        #expect(try run.all(RefundPayment.self).isEmpty)

        var policy = ReturnsFixture.policy
        policy.bounds.lost = .expire
        var back = ReturnsRun(ReturnsFixture.paidOrder(), policy: policy)
        var message = ReturnsFixture.delivered(order: back.order)
        message.parcel.lines = [ParcelLine(lineID: "1", sku: "TEA-100", quantity: 3)]
        try back.take(
            ParcelReturningHandler.self,
            ParcelReturning(parcel: message.parcel, tracking: message.tracking, at: back.now, order: back.order))
        let returned = ReturnToSender.returnID(of: message.parcel)
        try overdue(&back, returned)
        try overdue(&back, returned)
        #expect(try back.all(RefundPayment.self).map(\.amount) == [4980])
    }

    @Test(
        "A loss that the carrier tells of is told at once, and ended by the next deadline; a person may end it before")
    func lost() throws {
        var (run, id) = try sent()
        try run.take(ReturnTrackedHandler.self, ReturnTracked(returnID: id, status: .lost, at: run.now))
        #expect(try run.rma(id)?.state == .inTransit && reason(run) == "lost_in_transit" && days(run) == 21)
        let told = try run.all(ReturnChanged.self).count
        try run.take(ReturnTrackedHandler.self, ReturnTracked(returnID: id, status: .lost, at: run.now))
        #expect(try run.all(ReturnChanged.self).count == told, "once")
        var ended = run
        try ended.take(CancelReturnHandler.self, CancelReturn(returnID: id, actor: "ada", reason: "never sent"))
        #expect(ended.rma(id)?.state == .cancelled)
        try overdue(&run, id)
        #expect(try run.all(RefundPayment.self).map(\.amount) == [4980])
    }

    @Test("On its way and in time, nobody cancels it")
    func onItsWay() throws {
        var (run, id) = try sent()
        try run.take(CancelReturnHandler.self, CancelReturn(returnID: id, actor: "ada", reason: "no"))
        #expect(try run.answer().reason?.code == "return_is_on_its_way")
    }

    @Test("What nobody inspects is told of, and then quarantined and paid for")
    func uninspected() throws {
        var (run, id) = try started()
        _ = try run.receive(id, [LineQuantity(lineID: "1", quantity: 3)])
        #expect(days(run) == 7)
        try overdue(&run, id)
        #expect(try run.rma(id)?.state == .received && reason(run) == "inspection_overdue")
        try overdue(&run, id)
        #expect(try run.all(RestockUnits.self).flatMap(\.lines).map(\.disposition) == ["quarantine"])
        try run.refund()
        try run.restock()
        #expect(run.rma(id)?.state == .closed && run.rma(id)?.units.map(\.bucket) == [.quarantined])
    }

    @Test("A refund that nobody answers, or that was refused, is told of again and again")
    func unpaid() throws {
        var (run, id) = try started()
        _ = try run.receive(id, [LineQuantity(lineID: "1", quantity: 3)])
        _ = try run.inspect(id, [LineQuantity(lineID: "1", quantity: 3)])
        for _ in 0..<3 {
            try overdue(&run, id)
            #expect(try run.rma(id)?.state == .inspected && reason(run) == "refund_overdue" && days(run) == 7)
        }
        try run.refund()
        try overdue(&run, id)
        #expect(try run.rma(id)?.state == .settled && reason(run) == "booking_overdue")
    }
}
