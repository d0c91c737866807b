import Contracts
import FoundationEssentials
import Messaging
import Testing
import WireJSON

@testable import Notifications

@Suite("Webhooks of an order")
struct WebhookTests {
    @Test("go one after the other: the next waits until the one before is taken")
    func inOrder() throws {
        var run = try WebhookRun()
        try run.add()
        for milestone in [Milestone.received, .confirmed, .confirmed, .shipped] { try run.tell(milestone) }
        #expect(run.states() == [.sending, .waiting, .waiting] && run.effects.count == 1)
        let other = NotificationsFixture.order(id: UUID())
        try run.tell(.received, order: other)
        #expect(run.effects.count == 2, "another order does not wait")
        try run.answer(500, to: run.effects[0])
        #expect(run.states() == [.retrying, .waiting, .waiting] && run.effects.count == 2)
        try run.retry()
        let calls = try run.calls()
        #expect(calls[2].id == calls[0].id && calls[2].body == calls[0].body)
        #expect(run.effects[2].key != run.effects[0].key)
        // The answer to an attempt that is over says nothing any more.
        try run.answer(204, to: run.effects[0])
        #expect(run.states() == [.sending, .waiting, .waiting])
        try run.answer(204)
        #expect(run.states() == [.delivered, .sending, .waiting])
        try run.answer(200)
        try run.answer(200)
        #expect(run.states() == [.delivered, .delivered, .delivered])
        let types = try run.calls().filter { $0.body.contains(NotificationsFixture.orderID.text) }
            .map { try JSONValue.parse(Array($0.body.utf8))["type"] }
        #expect(types == ["received", "received", "confirmed", "shipped"].map { .string("order.\($0)") })
    }

    @Test(
        "are tried for three days, ever more seldom, then parked, and do not hold up the next; replayed, they go again")
    func threeDays() throws {
        var run = try WebhookRun()
        try run.add()
        try run.tell(.received)
        try run.tell(.confirmed)
        let begun = run.now
        var waits: [Duration] = []
        while run.states().first != .parked {
            let before = run.now
            try run.answer(503)
            guard run.states().first == .retrying else { break }
            try run.retry()
            waits.append(run.now - before)
        }
        #expect(waits.count > 8 && waits.first.map { $0 <= .seconds(5) } == true)
        #expect(zip(waits, waits.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(run.now - begun > .seconds(2.4 * 86_400) && run.now - begun <= .seconds(3 * 86_400))
        #expect(run.states() == [.parked, .sending])
        try run.answer(200)
        let parked = try #require(run.rows.deliveries.rows.first { $0.state == .parked })
        #expect(parked.status == 503)
        try run.take(ReplayWebhooksHandler.self, ReplayWebhooks(endpointID: parked.endpointID, actor: "ada"))
        #expect(run.answers.last?.deliveries == 1 && run.states() == [.sending, .delivered])
        #expect(try run.calls().last?.id == parked.id.text)
        try run.answer(200)
        #expect(run.states() == [.delivered, .delivered])
        try run.take(ReplayWebhooksHandler.self, ReplayWebhooks(deliveries: [parked.id], actor: "ada"))
        #expect(run.states() == [.sending, .delivered])
    }

    @Test("are tried by the schedule that an operator has set, and no schedule asks ever more often")
    func otherSchedule() throws {
        var run = try WebhookRun(
            schedule: try #require(WebhookSchedule(delays: [.seconds(10), .seconds(20)], patience: .seconds(60))))
        try run.add()
        try run.tell(.received)
        var waits: [Duration] = []
        while true {
            let before = run.now
            try run.answer(503)
            guard run.states() == [.retrying] else { break }
            try run.retry()
            waits.append(run.now - before)
        }
        // A tenth is taken off at most: ten, twenty, twenty, and the next would be beyond the minute, or just within it.
        #expect((3...4).contains(waits.count) && run.states() == [.parked], "\(waits)")
        #expect(zip(waits, [9, 18, 18, 18]).allSatisfy { $0 >= .seconds($1) })
        #expect(WebhookSchedule(delays: [], patience: .seconds(1)) == nil)
        #expect(WebhookSchedule(delays: [.zero], patience: .seconds(1)) == nil)
        #expect(WebhookSchedule(delays: [.seconds(2), .seconds(1)], patience: .seconds(1)) == nil)
    }

    @Test("stop at an endpoint that says it is gone, and at one that is switched off")
    func gone() throws {
        var run = try WebhookRun()
        try run.add()
        try run.tell(.received)
        try run.tell(.confirmed)
        try run.answer(410)
        #expect(run.states() == [.parked, .parked] && run.rows.endpoints.rows.map(\.isActive) == [false])
        try run.tell(.shipped)
        #expect(run.states().count == 2)
    }

    @Test("carry a signature of each secret while one is being rotated, and only what was asked for is sent")
    func rotation() throws {
        var run = try WebhookRun()
        try run.add(events: ["order.shipped", "return.*"])
        try run.take(
            UpsertWebhookHandler.self,
            UpsertWebhook(
                channel: "web", shop: "main", url: "http://127.0.0.1:1/ok",
                secrets: [WebhookRun.newSecret, WebhookRun.secret], events: ["order.shipped", "return.*"],
                actor: "ada"))
        try run.tell(.received)
        try run.tell(.shipped)
        try run.take(
            ReturnChangedHandler.self, Self.changed(.approved), orderID: NotificationsFixture.orderID, sequence: 2)
        // What was overtaken is no news.
        try run.take(
            ReturnChangedHandler.self, Self.changed(.requested), orderID: NotificationsFixture.orderID, sequence: 1)
        try run.answer(200)
        let calls = try run.calls()
        #expect(calls.count == 2 && calls[1].body.contains(#""type":"return.approved""#))
        #expect(!calls[1].body.contains("Ayşe") && !calls[1].body.contains("ayse@"))
        let expected = [WebhookRun.newSecret, WebhookRun.secret].compactMap { WebhookSecret($0) }.map {
            $0.signature(id: calls[0].id, at: run.now, body: calls[0].body)
        }
        #expect(calls[0].signature == expected.joined(separator: " "))
        #expect(!String(decoding: run.effects[0].request, as: UTF8.self).contains("whsec_"))
    }

    @Test(
        "go to https alone, and to this machine only where a setting allows it",
        arguments: [
            ("https://shop.example/hook?a=1", true, true), ("https://shop.example:8443/", true, true),
            ("http://shop.example/", false, false), ("http://127.0.0.1:80/", false, true),
            ("https://localhost/", false, true), ("http://[::1]:80/", false, true),
            ("ftp://shop.example/", false, false),
            ("https://user@shop.example/", false, false), ("https:///x", false, false),
            ("https://a:b:c/", false, false),
            ("https://shop.example/#x", false, false), ("https://shop.example/\r\nx: y", false, false),
            ("", false, false),
            ("file:///etc/passwd", false, false), ("https://shop.example\\@127.0.0.1/", false, false),
        ])
    func addresses(url: String, isGood: Bool, isGoodHere: Bool) {
        #expect((WebhookAddress(url, allowsLoopback: false) != nil) == isGood)
        #expect((WebhookAddress(url, allowsLoopback: true) != nil) == isGoodHere)
    }

    @Test("are not set up with a wrong URL, secret or shop, and the reason names the place")
    func refused() throws {
        var run = try WebhookRun()
        let good = UpsertWebhook(
            channel: "web", shop: "main", url: "https://shop.example/", secrets: [WebhookRun.secret], actor: "ada")
        let wrongs: [(String, (inout UpsertWebhook) -> Void)] = [
            ("$.url", { $0.url = "http://shop.example/" }), ("$.secrets", { $0.secrets = ["whsec_c2hvcnQ="] }),
            ("$.secrets", { $0.secrets = [] }), ("$.shop", { $0.shop = "a.b" }),
            ("$.events", { $0.events = [""] }),
        ]
        for (path, change) in wrongs {
            var message = good
            change(&message)
            try run.take(UpsertWebhookHandler.self, message)
            #expect(run.answers.last?.accepted == false && run.answers.last?.reason?.path == path)
        }
        try run.take(UpsertWebhookHandler.self, good)
        #expect(run.answers.last?.accepted == true)
        var later = good
        later.secrets = []
        try run.take(UpsertWebhookHandler.self, later)
        #expect(run.rows.endpoints.rows.map(\.secrets) == [[WebhookRun.secret]])
    }

    @Test("Customers are told of what matters of their returns, once")
    func mails() throws {
        var run = try WebhookRun()
        let states: [(ReturnState, Int64, Int64)] = [
            (.requested, 0, 0), (.approved, 0, 0), (.labelIssued, 0, 0), (.inTransit, 0, 0), (.receivedPart, 0, 0),
            (.received, 0, 0), (.inspecting, 0, 0), (.inspected, 0, 0), (.settled, 1660, 0), (.closed, 1660, 0),
        ]
        for (index, (state, refund, credit)) in states.enumerated() {
            try run.take(
                ReturnChangedHandler.self, Self.changed(state, refund: refund, credit: credit),
                orderID: NotificationsFixture.orderID, sequence: Int64(index + 1))
        }
        let told = Set(run.rows.notifications.rows.map(\.milestone))
        #expect(
            told == [.returnRequested, .returnApproved, .returnLabelled, .returnReceived, .returnRefunded])
        #expect(Milestone(of: Self.changed(.closed, credit: 5)) == .returnCredited)
        #expect(Milestone(of: Self.changed(.closed)) == nil)
    }

    static func changed(_ state: ReturnState, refund: Int64 = 0, credit: Int64 = 0) -> ReturnChanged {
        ReturnChanged(
            returnID: NotificationsFixture.parcelID, state: state, order: NotificationsFixture.order(), lines: [],
            refund: refund, storeCredit: credit, expected: 1660, link: "https://shop.example/returns/abc")
    }
}
