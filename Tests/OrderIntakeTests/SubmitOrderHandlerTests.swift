import Contracts
import Messaging
import OrderIntake
import Testing
import WireJSON

@Suite("A submission over the queue")
struct SubmitOrderHandlerTests {
    @Test("is answered once and announced to the coordinator")
    func accepted() throws {
        var intake = IntakeHarness()
        let reaction = try intake.submit(Orders.plain())
        #expect(reaction.types == [OrderAccepted.type, SubmissionAccepted.type])
        let answer = try #require(try reaction.first(SubmissionAccepted.self))
        let order = try #require(try reaction.first(OrderAccepted.self)?.order)
        #expect(answer.outcome == "accepted" && answer.submissionID == "sender's 1" && answer.externalID == "1001")
        #expect(answer.orderID == order.id && order.id != .zero)
        #expect(order.id.v7Time == Timestamp(seconds: Orders.now.seconds))
        #expect(
            reaction.messages[0].envelope.orderID == order.id && reaction.messages[0].envelope.channel == "web/main")
        #expect(reaction.messages[1].routingKey == "answer.web.main")
        #expect(reaction.messages[1].answers == .v5("message 1"), "a repeat is answered with these bytes")
    }

    @Test("that comes again under another id gets its own answer and does nothing else")
    func again() throws {
        var intake = IntakeHarness()
        let first = try intake.submit(Orders.plain())
        let second = try intake.submit(Orders.plain(), sentAt: Orders.now + .seconds(5))
        #expect(second.types == [SubmissionAccepted.type])
        let answer = try #require(try second.first(SubmissionAccepted.self))
        #expect(answer.outcome == "unchanged")
        #expect(try answer.orderID == first.first(SubmissionAccepted.self)?.orderID)
        #expect(intake.rows.changes.map(\.kind) == ["accepted"])
    }

    @Test("with other content is decided by its time of update, else by when it was sent")
    func newest() throws {
        var intake = IntakeHarness()
        _ = try intake.submit(Orders.plain(), sentAt: Orders.now - .seconds(60))
        let newer = try intake.submit(Orders.plain(quantity: 3), sentAt: Orders.now - .seconds(30))
        #expect(try newer.first(OrderUpdated.self)?.changed == ["$.lines[0].quantity", "$.total"])
        let older = try intake.submit(
            Orders.plain(updatedAt: Orders.now - .seconds(3000), quantity: 9), sentAt: Orders.now)
        #expect(older.types == [SubmissionAccepted.type])
        #expect(try older.first(SubmissionAccepted.self)?.outcome == "stale")
        #expect(intake.rows.changes.map(\.kind) == ["accepted", "updated", "stale"])
        #expect(intake.rows.changes[2].paths == ["$.lines[0].quantity", "$.total"])
    }

    @Test("that is wrong is answered with every reason and leaves nothing behind")
    func rejected() throws {
        var intake = IntakeHarness()
        var order = Orders.plain()
        order.total = 1
        order.currency = Currency(rawValue: "euro")
        let reaction = try intake.submit(order)
        #expect(reaction.types == [SubmissionRejected.type])
        #expect(reaction.messages[0].routingKey == "answer.web.main")
        let answer = try #require(try reaction.first(SubmissionRejected.self))
        #expect(answer.externalID == "1001" && answer.reasons.map(\.code) == ["invalid_currency"])
        #expect(intake.rows.orders.keys.isEmpty && intake.rows.changes.isEmpty)
    }

    @Test("belongs to the shop of its routing key, whatever the body says")
    func sender() throws {
        var intake = IntakeHarness()
        let reaction = try intake.submit(Orders.submission(of: Orders.plain()), routingKey: "orders.web.other")
        #expect(reaction.messages.map(\.routingKey) == ["answer.web.other"])
        #expect(try reaction.first(SubmissionRejected.self)?.reasons.map(\.code) == ["shop_mismatch"])
        #expect(throws: HandlerError.self) {
            try intake.submit(Orders.submission(of: Orders.plain()), routingKey: "orders.web")
        }
    }

    @Test("whose id no order can have is refused like any other")
    func unspeakable() throws {
        var intake = IntakeHarness()
        let reaction = try intake.submit(Orders.plain(externalID: String(repeating: "x", count: 129)))
        let reasons = try #require(try reaction.first(SubmissionRejected.self)?.reasons)
        #expect(reasons.contains { $0.code == "too_long" && $0.path == "$.order.externalId" })
    }

    @Test("is refused when its shop is closed")
    func closed() throws {
        var intake = IntakeHarness()
        intake.rows.shops[Orders.web] = Shop(key: Orders.web, isOpen: false)
        let reaction = try intake.submit(Orders.plain())
        #expect(try reaction.first(SubmissionRejected.self)?.reasons.map(\.code) == ["shop_closed"])
    }

    @Test("gets the same ids when it is handled again after a crash")
    func replayed() throws {
        let data = Orders.submission(of: Orders.plain())
        func run() throws -> [Envelope] {
            var intake = IntakeHarness()
            return try intake.submit(data).messages.map(\.envelope)
        }
        let (first, second) = (try run(), try run())
        #expect(first.map(\.id) == second.map(\.id) && first.map(\.data) == second.map(\.data))
    }
}
