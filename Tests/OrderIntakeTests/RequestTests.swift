import Contracts
import FoundationEssentials
import Messaging
import Testing
import WireJSON

@testable import OrderIntake

@Suite("What a storefront asks for about an order")
struct RequestTests {
    private static let key = "orders.web.main"
    private static let cancel = CancelSubmitted(
        externalID: "1001", lines: [LineQuantity(lineID: "1", quantity: 1)], reason: "customer", isPreview: true)

    private func cancel(
        _ intake: inout IntakeHarness, _ message: CancelSubmitted = cancel
    ) throws -> IntakeHarness.Reaction {
        try intake.handle(CancelSubmittedHandler.self, message.jsonBytes, routingKey: Self.key)
    }

    @Test("is handed on as it is, in the shop's name, to whom it concerns")
    func handedOn() throws {
        var intake = IntakeHarness()
        let order = try #require(try intake.submit(Orders.plain()).first(OrderAccepted.self)?.order)
        let cancelled = try cancel(&intake)
        #expect(
            try cancelled.first(CancelOrder.self)
                == CancelOrder(reason: "customer", actor: "web/main", lines: Self.cancel.lines, isPreview: true))
        let envelope = cancelled.messages[0].envelope
        #expect(envelope.orderID == order.id && envelope.channel == "web/main" && cancelled.messages.count == 1)

        let change = ChangeSubmitted(
            externalID: "1001", shippingAddress: order.shippingAddress, reason: "moved", previewToken: "7")
        let changed = try intake.handle(ChangeSubmittedHandler.self, change.jsonBytes, routingKey: Self.key)
        #expect(
            try changed.first(ChangeOrder.self)
                == ChangeOrder(
                    actor: "web/main", reason: "moved", shippingAddress: order.shippingAddress, previewToken: "7"))

        let back = ReturnSubmitted(
            externalID: "1001", lines: [ReturnLine(lineID: "1", quantity: 1, reason: "too_small")], settlement: .refund)
        let returned = try intake.handle(ReturnSubmittedHandler.self, back.jsonBytes, routingKey: Self.key)
        #expect(try returned.first(RequestReturn.self)?.actor == "web/main")
        #expect(returned.messages[0].exchange == Topology.commands)
    }

    @Test("before the order is kept, and asked right after the order is told")
    func early() throws {
        var intake = IntakeHarness()
        let first = try cancel(&intake)
        #expect(first.messages.isEmpty && first.timers.count == 1 && intake.rows.requests.rows.count == 1)
        let reaction = try intake.submit(Orders.plain())
        #expect(reaction.types == [OrderAccepted.type, CancelOrder.type, SubmissionAccepted.type])
        #expect(reaction.messages[1].envelope.orderID == reaction.messages[0].envelope.orderID)
        #expect(intake.rows.requests.rows.isEmpty)
        guard case .cancel(let key)? = reaction.timers.first, case .set(let timer)? = first.timers.first else {
            Issue.record("the deadline stays")
            return
        }
        #expect(key == timer.key)
    }

    @Test("whose order was committed beside it, unseen, is found at the first look")
    func besides() throws {
        var intake = IntakeHarness()
        let first = try cancel(&intake)
        var other = IntakeHarness()
        _ = try other.submit(Orders.plain())
        for order in other.rows.orders.rows { intake.rows.orders[order.key] = order }
        #expect(try recheck(after: first, &intake).types == [CancelOrder.type])
        #expect(intake.rows.requests.rows.isEmpty)
    }

    @Test("whose order never comes is refused when the deadline is over, with a code")
    func unknown() throws {
        var intake = IntakeHarness()
        var reaction = try cancel(&intake)
        var looks = 0
        while reaction.messages.isEmpty {
            looks += 1
            try #require(looks < 10)
            reaction = try recheck(after: reaction, &intake)
        }
        #expect(looks == 3)
        let answer = try #require(try reaction.first(SubmissionRejected.self))
        #expect(answer.reasons.map(\.code) == ["unknown_order"] && answer.externalID == "1001")
        #expect(reaction.messages[0].routingKey == "answer.web.main")
        #expect(intake.rows.requests.rows.isEmpty)
    }

    /// Runs the timer that a reaction has set, when it is due.
    private func recheck(
        after reaction: IntakeHarness.Reaction, _ intake: inout IntakeHarness
    ) throws -> IntakeHarness.Reaction {
        guard case .set(let timer)? = reaction.timers.first else {
            Issue.record("there is no deadline")
            throw CancellationError()
        }
        intake.now = intake.now + timer.delay
        return try intake.handle(RecheckRequestHandler.self, timer.envelope.data, routingKey: "")
    }

    @Test("is answered with everything that is wrong with it")
    func problems() throws {
        var intake = IntakeHarness()
        let bad = CancelSubmitted(
            externalID: "", lines: [LineQuantity(lineID: "1", quantity: 0), LineQuantity(lineID: "1", quantity: 1)],
            reason: "card 4111 1111 1111 1111")
        let reasons = try #require(try cancel(&intake, bad).first(SubmissionRejected.self)).reasons
        #expect(
            reasons.map { "\($0.code) \($0.path ?? "")" } == [
                "missing $.externalId", "card_number $.reason", "out_of_range $.lines[0].quantity",
                "duplicate_line_id $.lines[1].lineId",
            ])
        let nothing = ChangeSubmitted(externalID: "1001")
        let change = try intake.handle(ChangeSubmittedHandler.self, nothing.jsonBytes, routingKey: Self.key)
        #expect(try change.first(SubmissionRejected.self)?.reasons.map(\.path) == ["$"])
        #expect(intake.rows.requests.rows.isEmpty)
    }

    @Test("An invoice is taken from the shop or an operator, also before its order, and what is wrong with it is named")
    func invoices() throws {
        var intake = IntakeHarness()
        let invoice = InvoiceSubmitted(
            externalID: "1001", number: "A", link: "https://invoices.example.com/1", issuedAt: Orders.now)
        let early = try intake.handle(InvoiceSubmittedHandler.self, invoice.jsonBytes, routingKey: Self.key)
        #expect(early.messages.isEmpty && intake.rows.requests.rows.count == 1)
        let told = try #require(try intake.submit(Orders.plain()).first(TellInvoice.self))
        #expect(told.invoice == invoice && told.submissionID == "sender's 1" && intake.rows.requests.rows.isEmpty)
        let operators = try intake.handle(
            InvoiceSubmittedHandler.self, invoice.jsonBytes, routingKey: "intake.order.invoice", channel: "web/main")
        #expect(operators.types == [TellInvoice.type] && operators.messages[0].envelope.channel == "web/main")

        let bad = InvoiceSubmitted(externalID: "1001", number: "", link: "ftp://x", issuedAt: Timestamp(seconds: 1))
        let refused = try intake.handle(InvoiceSubmittedHandler.self, bad.jsonBytes, routingKey: Self.key)
        #expect(
            try refused.first(SubmissionRejected.self)?.reasons.map { "\($0.code) \($0.path ?? "")" } == [
                "missing $.number", "invalid_value $.link", "out_of_range $.issuedAt",
            ])
        #expect(throws: HandlerError.self) {
            try intake.handle(InvoiceSubmittedHandler.self, invoice.jsonBytes, routingKey: "intake.order.invoice")
        }
        // A cancel is the shop's own.
        #expect(throws: HandlerError.self) {
            try intake.handle(
                CancelSubmittedHandler.self, Self.cancel.jsonBytes, routingKey: "intake.order.cancel",
                channel: "web/main")
        }
    }

    @Test("of a closed shop is refused, and by no shop's key parked")
    func senders() throws {
        var intake = IntakeHarness()
        intake.rows.shops[Orders.web] = Shop(key: Orders.web, isOpen: false)
        #expect(try cancel(&intake).first(SubmissionRejected.self)?.reasons.map(\.code) == ["shop_closed"])
        #expect(throws: HandlerError.self) {
            try intake.handle(CancelSubmittedHandler.self, Self.cancel.jsonBytes, routingKey: "intake.order.cancel")
        }
    }

    @Test("An exchange is an order that names the one before; made twice it is one")
    func exchange() throws {
        var intake = IntakeHarness()
        var order = Orders.plain(externalID: "1001-E1")
        order.id = .v5("exchange")
        order.kind = .exchange
        order.payment = PaymentInstruction(method: .credit, state: .paid, amount: order.total, currency: order.currency)
        let create = CreateExchange(returnID: .v5("return"), originalOrderID: .v5("original"), order: order)
        let reaction = try intake.handle(
            CreateExchangeHandler.self, create.jsonBytes, routingKey: "intake.exchange.create")
        let told = try #require(try reaction.first(OrderAccepted.self)?.order)
        #expect(told.originalOrderID == .v5("original") && told.payment.reference == UUID.v5("return").text)
        #expect(told.kind == .exchange)
        // The return cancels it and links to it by the id that it gave.
        #expect(told.id == .v5("exchange") && reaction.messages[0].envelope.orderID == .v5("exchange"))
        #expect(
            try intake.handle(CreateExchangeHandler.self, create.jsonBytes, routingKey: "intake.exchange.create")
                .messages.isEmpty)
        var other = create
        other.order.kind = .standard
        #expect(throws: HandlerError.self) {
            try intake.handle(CreateExchangeHandler.self, other.jsonBytes, routingKey: "intake.exchange.create")
        }
    }

    @Test("Every kind of order is taken, but an exchange, which is ours to make", arguments: OrderKind.submittable)
    func kinds(kind: OrderKind) throws {
        var intake = IntakeHarness()
        var order = Orders.plain()
        order.kind = kind
        if !kind.isDelivered { order.shippingAddress = nil }
        #expect(try intake.submit(order).first(OrderAccepted.self)?.order.kind == kind)
        order.kind = .exchange
        #expect(try Orders.findings(in: order).contains("unknown_order_kind $.order.kind"))
    }
}
