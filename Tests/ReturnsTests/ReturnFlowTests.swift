import Contracts
import FoundationEssentials
import Messaging
import Testing

@testable import Returns

@Suite("A return from request to end")
struct ReturnFlowTests {
    private func started(
        _ units: Int = 3, settlement: ReturnSettlementKind = .refund, exchange: [ExchangeLine] = []
    ) throws -> (ReturnsRun, UUID) {
        var run = ReturnsRun(ReturnsFixture.paidOrder())
        try run.deliver([ParcelLine(lineID: "1", sku: "TEA-100", quantity: 3)])
        let lines = [ReturnLine(lineID: "1", quantity: units, reason: "too_big")]
        let id = try #require(try run.request(lines, settlement: settlement, exchange: exchange).returnID)
        return (run, id)
    }

    private func units(_ quantity: Int) -> [LineQuantity] { [LineQuantity(lineID: "1", quantity: quantity)] }

    @Test("Labelled, scanned, received and inspected in parts, refunded in parts, restocked, closed")
    func wholeWay() throws {
        var (run, id) = try started()
        let label = try #require(try run.all(BuyReturnLabel.self).first)
        #expect(label.weight == 300 && label.site == "IST" && label.lines.map(\.quantity) == [3])
        try run.take(ReturnLabelledHandler.self, ReturnLabelled(returnID: id, tracking: ReturnsFixture.tracking))
        #expect(run.rma(id)?.state == .labelIssued)
        try run.take(ReturnTrackedHandler.self, ReturnTracked(returnID: id, status: .inTransit, at: run.now))
        #expect(run.rma(id)?.state == .inTransit)
        #expect(try run.receive(id, units(2)).state == .receivedPart)
        #expect(try run.all(RestockUnits.self).isEmpty, "stock does not rise before inspection")
        #expect(try run.inspect(id, units(1)).state == .inspecting)
        #expect(try run.inspect(id, units(1), .writeOff).state == .inspecting)
        #expect(try run.receive(id, units(1)).accepted)
        #expect(try run.inspect(id, units(1), .sendBack).state == .inspected)
        let refunds = try run.all(RefundPayment.self)
        #expect(refunds.map(\.amount) == [1660, 1660] && Set(refunds.map(\.refundID)).count == 2)
        #expect(refunds[0].refundID == RMASettlement.id(returnID: id, ordinal: 0))
        let booked = try run.all(RestockUnits.self).flatMap(\.lines)
        #expect(booked.map(\.disposition) == ["restock", "write_off"])
        try run.refund()
        #expect(run.rma(id)?.state == .settled)
        try run.restock()
        #expect(run.rma(id)?.state == .closed)
        let changes = try run.all(ReturnChanged.self)
        #expect(changes.allSatisfy { $0.lines.reduce(0) { $0 + $1.quantity } == 3 })
        #expect(
            changes.last?.refund == 3320 && changes.last?.lines.map(\.bucket) == [.restocked, .writtenOff, .sentBack])
        let sequences = run.sent.filter { $0.type == ReturnChanged.type }.compactMap(\.sequence)
        #expect(sequences == Array(1...Int64(sequences.count)))
    }

    @Test("Nothing is received that is not expected, and nothing inspected that was not received")
    func bounds() throws {
        var (run, id) = try started(2)
        #expect(try run.receive(id, units(3)).reason?.code == "more_than_expected")
        #expect(try run.inspect(id, units(1)).reason?.code == "more_than_received")
        #expect(try run.receive(id, units(1)).accepted)
        let before = run.rma(id)
        #expect(try run.inspect(id, units(2)).reason?.code == "more_than_received")
        #expect(try run.inspect(id, units(1), ReturnDisposition(rawValue: "eat")).reason?.code == "unknown_disposition")
        #expect(run.rma(id) == before)
    }

    @Test("A refund that is refused for good waits for a person, who credits the customer instead")
    func refundFailed() throws {
        var (run, id) = try started()
        _ = try run.receive(id, units(3))
        #expect(try run.inspect(id, units(3)).state == .inspected, "it waits for the refund")
        try run.restock()
        let refund = try #require(try run.all(RefundPayment.self).first)
        let reason = Reason(code: "card_closed", message: "the card is closed")
        try run.take(
            RefundFailedHandler.self,
            RefundFailed(paymentID: refund.paymentID, refundID: refund.refundID, reason: reason))
        #expect(run.rma(id)?.state == .inspected && run.rma(id)?.details.reason == reason)
        #expect(run.rows.orders[run.order.id]?.promised == 0)
        try run.take(
            SettleReturnHandler.self, SettleReturn(returnID: id, actor: "ada", settlement: .storeCredit))
        #expect(run.rma(id)?.state == .closed && run.rows.credits.map(\.amount) == [4980])
        #expect(try run.all(ReturnChanged.self).last?.storeCredit == 4980)
        try run.take(SettleReturnHandler.self, SettleReturn(returnID: id, actor: "ada", settlement: .refund))
        #expect(try run.answer().reason?.code == "nothing_due")
    }

    @Test("What was given back for something else is not given back again")
    func capped() throws {
        var (run, id) = try started()
        try run.take(
            PaymentRefundedHandler.self,
            PaymentRefunded(paymentID: UUID(), refundID: UUID(), amount: 4000, refundedTotal: 4000))
        _ = try run.receive(id, units(3))
        _ = try run.inspect(id, units(3))
        #expect(try run.all(RefundPayment.self).map(\.amount) == [980])
    }

    @Test("What is not sent in time lapses, its units can be returned again, and its exchange is cancelled")
    func overdue() throws {
        var (run, id) = try started(2, settlement: .exchange, exchange: [ExchangeLine(sku: "TEA-200", quantity: 1)])
        let exchange = try #require(try run.all(CreateExchange.self).first?.order)
        #expect(exchange.kind == .exchange && exchange.total == 3320 && exchange.payment.method == .credit)
        #expect(exchange.lines.reduce(0) { $0 + $1.unitPrice * Int64($1.quantity) - $1.discount } == 3320)
        #expect(run.rma(id)?.details.exchangeOrderID == exchange.id)
        try run.take(ReturnOverdueHandler.self, ReturnOverdue(returnID: id))
        #expect(run.rma(id)?.state == .expired)
        #expect(run.sent.last { $0.type == CancelOrder.type }?.orderID == exchange.id)
        #expect(try run.request([ReturnLine(lineID: "1", quantity: 3, reason: "x")]).accepted)
        try run.take(ReturnOverdueHandler.self, ReturnOverdue(returnID: id))
        #expect(run.rma(id)?.state == .expired)
    }

    @Test("The rest of a return that came in part lapses at its deadline, and what came is settled")
    func partlySent() throws {
        var (run, id) = try started()
        _ = try run.receive(id, units(1))
        _ = try run.inspect(id, units(1))
        try run.refund()
        try run.restock()
        try run.take(ReturnOverdueHandler.self, ReturnOverdue(returnID: id))
        #expect(run.rma(id)?.state == .closed)
        #expect(run.rma(id)?.units.map(\.bucket) == [.restocked, .delivered])
    }

    @Test("A loss at the bank counts as given back: the refund that it stopped is not owed any more")
    func disputed() throws {
        var (run, id) = try started()
        _ = try run.receive(id, units(3))
        _ = try run.inspect(id, units(3))
        try run.restock()
        let refund = try #require(try run.all(RefundPayment.self).first)
        try run.take(
            RefundFailedHandler.self,
            RefundFailed(
                paymentID: refund.paymentID, refundID: refund.refundID,
                reason: Reason(code: "payment_disputed", message: "disputed")))
        let settle = SettleReturn(returnID: id, actor: "ada", settlement: .refund)
        let lost = PaymentDisputed(
            paymentID: refund.paymentID, disputeID: "dp_1", amount: 4980, reason: "fraudulent", status: .lost,
            lostTotal: 4980)
        try run.take(PaymentDisputedHandler.self, lost, sequence: 9)
        try run.take(SettleReturnHandler.self, settle)
        #expect(try run.answer().accepted && run.rma(id)?.state == .closed)
        #expect(try run.all(RefundPayment.self).count == 1)
    }

    @Test("Goods for goods: what is cheaper leaves a refund of the rest, what is dearer is refused")
    func exchange() throws {
        var (run, id) = try started(
            2, settlement: .exchange, exchange: [ExchangeLine(sku: "TEA-50", quantity: 2, unitPrice: 1000)])
        _ = try run.receive(id, units(2))
        _ = try run.inspect(id, units(2))
        #expect(try run.all(RefundPayment.self).map(\.amount) == [1320])
        #expect(run.rma(id)?.settlements.map(\.kind) == [.exchange, .refund])
        #expect(run.rows.orders[run.order.id]?.credited == 2000)
        let dear = [ExchangeLine(sku: "TEA-1000", quantity: 1, unitPrice: 9900)]
        let answer = try run.request(
            [ReturnLine(lineID: "1", quantity: 1, reason: "x")], settlement: .exchange, exchange: dear)
        #expect(answer.reason?.code == "exchange_costs_more")
    }

    @Test("A parcel that nobody took comes back by itself, once, in whatever order it is told")
    func returnToSender() throws {
        let parcel = UUID()
        var message = ReturnsFixture.delivered(parcel: parcel, order: ReturnsFixture.paidOrder())
        message.parcel.lines = [ParcelLine(lineID: "1", sku: "TEA-100", quantity: 3)]
        var run = ReturnsRun(message.order)
        let back = ParcelReturned(
            parcel: message.parcel, tracking: message.tracking, at: run.now, order: message.order)
        let turning = ParcelReturning(
            parcel: message.parcel, tracking: message.tracking, at: run.now, order: message.order)
        try run.take(ParcelReturningHandler.self, turning)
        #expect(run.rows.returns.rows.map(\.state) == [.inTransit])
        #expect(try run.all(ReturnChanged.self).last?.lines.map(\.bucket) == [.inTransit])
        try run.take(ParcelReturnedHandler.self, back)
        try run.take(ParcelReturningHandler.self, turning)
        try run.take(ParcelReturnedHandler.self, back)
        #expect(run.rows.returns.rows.map(\.state) == [.received])
        let id = ReturnToSender.returnID(of: message.parcel)
        _ = try run.inspect(id, units(3))
        #expect(try run.all(RefundPayment.self).map(\.amount) == [4980])
    }

    @Test("Cash that was not taken at the door is not given back, and delivered units do not return twice")
    func returnToSenderUnpaid() throws {
        var order = ReturnsFixture.paidOrder()
        order.paymentMethod = .cashOnDelivery
        var run = ReturnsRun(order)
        let parcel = UUID()
        try run.deliver([ParcelLine(lineID: "1", sku: "TEA-100", quantity: 3)], parcel: parcel)
        var message = ReturnsFixture.delivered(parcel: parcel, order: order)
        message.parcel.lines = [ParcelLine(lineID: "1", sku: "TEA-100", quantity: 3)]
        try run.take(
            ParcelReturnedHandler.self,
            ParcelReturned(parcel: message.parcel, tracking: message.tracking, at: run.now, order: order))
        #expect(try run.request([ReturnLine(lineID: "1", quantity: 1, reason: "x")]).reason?.code == "already_returned")
        let id = ReturnToSender.returnID(of: message.parcel)
        _ = try run.inspect(id, units(3))
        try run.restock()
        #expect(try run.all(RefundPayment.self).isEmpty && run.rma(id)?.state == .closed)
    }

    @Test("A marketplace's claim enters in transit, once, and needs nobody's approval")
    func claim() throws {
        var run = ReturnsRun(ReturnsFixture.paidOrder())
        try run.deliver([ParcelLine(lineID: "1", sku: "TEA-100", quantity: 3)])
        run.now = ReturnsFixture.deliveredAt + .seconds(86_400 * 60)
        let lines = [ReturnLine(lineID: "1", quantity: 1, reason: "changed_mind")]
        let first = try run.request(lines, claimID: "CL-77")
        #expect(first.state == .inTransit)
        #expect(try run.request(lines, claimID: "CL-77").returnID == first.returnID)
        #expect(run.rows.returns.rows.count == 1)
        #expect(try run.all(BuyReturnLabel.self).isEmpty)
    }

    @Test("A claim that nobody has decided on is known by its id, once, and goes the way of any return")
    func openClaim() throws {
        var policy = ReturnsFixture.policy
        policy.isAutomatic = false
        var run = ReturnsRun(ReturnsFixture.paidOrder(), policy: policy)
        try run.deliver([ParcelLine(lineID: "1", sku: "TEA-100", quantity: 3)])
        let lines = [ReturnLine(lineID: "1", quantity: 1, reason: "changed_mind")]
        let first = try run.request(lines, openClaimID: "CL-78")
        let id = RequestReturn.returnID(ofClaim: "CL-78", orderID: run.order.id)
        #expect(first.state == .requested && first.returnID == id)
        #expect(run.rma(id)?.origin == .customer)
        #expect(try run.request(lines, openClaimID: "CL-78").returnID == id)
        #expect(try run.request(lines, openClaimID: "CL-79").returnID != id)
        #expect(run.rows.returns.rows.count == 2)
        try run.take(DeclineReturnHandler.self, DeclineReturn(returnID: id, actor: "ada", reason: "worn"))
        #expect(run.rma(id)?.state == .declined)
        run.now = ReturnsFixture.deliveredAt + .seconds(86_400 * 60)
        #expect(try run.request(lines, openClaimID: "CL-80").reason?.code == "window_closed")
    }

    @Test(
        "A claim that comes before our carrier has told of the delivery waits for it; whoever asks by hand is told",
        arguments: [true, false])
    func earlyClaim(isOpen: Bool) throws {
        var run = ReturnsRun(ReturnsFixture.paidOrder())
        let lines = [ReturnLine(lineID: "1", quantity: 1, reason: "changed_mind")]
        func claim() throws -> ReturnAnswered {
            try run.request(lines, claimID: isOpen ? nil : "CL-81", openClaimID: isOpen ? "CL-81" : nil)
        }
        for _ in 0..<2 {
            let error = #expect(throws: HandlerError.self) { _ = try claim() }
            #expect(error?.isRetriable == true && error?.code == "not_delivered")
            // Of another line.
            try run.deliver([ParcelLine(lineID: "2", sku: "CUP", quantity: 1)])
        }
        #expect(try run.request(lines).reason?.code == "not_delivered")
        #expect(try run.request(lines, isPreview: true, openClaimID: "CL-81").reason?.code == "not_delivered")
        try run.deliver([ParcelLine(lineID: "1", sku: "TEA-100", quantity: 3)])
        #expect(try claim().accepted)
    }

    @Test("A kit is counted in kits and booked as what it consists of")
    func kit() throws {
        var order = ReturnsFixture.paidOrder()
        order.lines[0].sku = "TEA-BOX"
        var run = ReturnsRun(order)
        try run.deliver([
            ParcelLine(lineID: "1", sku: "TEA-100", quantity: 6), ParcelLine(lineID: "1", sku: "CUP", quantity: 3),
        ])
        let id = try #require(try run.request([ReturnLine(lineID: "1", quantity: 2, reason: "x")]).returnID)
        _ = try run.receive(id, units(2))
        _ = try run.inspect(id, units(2))
        let booked = try run.all(RestockUnits.self).flatMap(\.lines)
        #expect(booked.map(\.sku) == ["TEA-100", "CUP"] && booked.map(\.quantity) == [4, 2])
        #expect(try run.all(RefundPayment.self).map(\.amount) == [3320])
    }
}
