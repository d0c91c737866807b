import AMQP
import Contracts
import FoundationEssentials
import OrderIntake
import TestSupport
import Testing
import WireJSON

@Suite("The whole of intake, with a real broker and database,", .serialized)
struct RunningIntakeTests {
    @Test("makes one order of one that comes a hundred times by queue and webhook at once")
    func hundredTimes() async throws {
        try await RunningIntake.with { intake in
            let body = Array(ChannelFixtures.shopify().utf8)
            let order = try ChannelFixtures.order("shopify", ChannelFixtures.shopify())
            let submission = SubmitOrder(order: order).jsonBytes
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await intake.submit(Array(repeating: submission, count: 50)) }
                for index in 0..<50 {
                    tasks.addTask {
                        let topic = index % 2 == 0 ? "orders/create" : "orders/updated"
                        let status = try await intake.post(body, topic: topic, event: "event \(index)")
                        #expect(status == 200)
                    }
                }
                try await tasks.waitForAll()
            }
            let answers = try await intake.take(50, from: RunningIntake.answers)
            let accepted = try answers.map { try SubmissionAccepted.parse($0.data) }
            let orders = Set(accepted.map(\.orderID))
            #expect(orders.count == 1 && Set(accepted.map(\.submissionID)).count == 50)
            let events = try await intake.take(1, from: RunningIntake.events)
            #expect(events.map(\.type) == [OrderAccepted.type] && events[0].orderID == orders.first)
            #expect(try await intake.waiting(in: RunningIntake.events) == 0)
            #expect(try await intake.texts("SELECT id::text FROM intake_order") == orders.map(\.text))
            #expect(try await intake.texts("SELECT count(*)::text FROM raw_body") == ["50"])
        }
    }

    @Test("takes what marketplaces send with a password, at their paths and with the answers that they expect")
    func marketplaces() async throws {
        try await RunningIntake.with { intake in
            let basic = ["Authorization": "Basic " + Data("waybill:\(RunningIntake.secret)".utf8).base64EncodedString()]
            let package = Array(ChannelFixtures.trendyol().utf8)
            let key = ["x-api-key": RunningIntake.secret]
            // Trendyol itself takes no address with its name in it.
            #expect(try await intake.post(package, path: "ty/main", headers: key) == 200)
            #expect(try await intake.post(package, path: "trendyol/main", headers: basic) == 200)
            #expect(try await intake.post(package, path: "trendyol/main", headers: ["x-api-key": "no"]) == 401)
            #expect(try await intake.post(package, path: "n11/main", headers: basic) == 401)

            let lines = Array(ChannelFixtures.hepsiburada().utf8)
            #expect(try await intake.post(lines, path: "hepsiburada/main/orders", headers: basic) == 201)
            #expect(try await intake.post(lines, path: "hepsiburada/main/orders") == 401)
            let cancel = Array(
                #"{"id": "5f0c3c9a-1111", "quantity": 6, "orderNumber": "041241341", "cancelDate": "now"}"#.utf8)
            let path = "hepsiburada/main/lineitems/5f0c3c9a-1111/cancel"
            for _ in 0..<2 {
                #expect(try await intake.post(cancel, path: path, headers: basic, method: "PUT") == 204)
            }
            let address = Array(#"{"orderNumber": "041241341", "address": "elsewhere"}"#.utf8)
            let change = "hepsiburada/main/orders/041241341/shippingaddress"
            #expect(try await intake.post(address, path: change, headers: basic, method: "PUT") == 204)

            let events = try await intake.take(3, from: RunningIntake.events)
            #expect(
                events.map(\.type.rawValue).sorted()
                    == [
                        OrderAccepted.type.rawValue, OrderAccepted.type.rawValue, RefundedByChannel.type.rawValue,
                    ].sorted())
            #expect(try await intake.waiting(in: RunningIntake.events) == 0)
            let orders = try await intake.texts(
                "SELECT channel || ' ' || external_id || ' ' || total FROM intake_order ORDER BY channel")
            #expect(orders == ["hepsiburada 041241341 17399", "trendyol 10990001234 46401"])
            let parked = try await intake.texts("SELECT reason FROM inbox WHERE state = 2")
            #expect(parked.count == 1 && parked.first?.hasPrefix("address_change") == true)
        }
    }

    @Test(
        "takes pages of orders that somebody fetched, those that it has already and those that cannot be read included")
    func pages() async throws {
        try await RunningIntake.with { intake in
            let key = ["x-api-key": RunningIntake.secret]
            let orders = (1...3).map { ChannelFixtures.n11(["orderNumber": "\"\($0)\""]) }
            let unfit = ChannelFixtures.n11(["orderNumber": "\"4\""], line: ["quantity": "0.5"])
            func page(_ orders: [String]) -> [UInt8] {
                Array("{\"content\": [\(orders.joined(separator: ", "))]}".utf8)
            }
            #expect(try await intake.post(page(Array(orders[..<2])), path: "n11/main/pages", headers: key) == 200)
            // The next window overlaps with the one before.
            let next = page([orders[1], unfit, orders[2]])
            #expect(try await intake.post(next, path: "n11/main/pages", headers: key) == 200)
            #expect(try await intake.post(next, path: "n11/main/pages", headers: key) == 200)
            #expect(try await intake.post(next, path: "n11/main/pages", headers: ["x-api-key": "no"]) == 401)
            #expect(try await intake.post(Array("{}".utf8), path: "n11/main/pages", headers: key) == 400)
            let events = try await intake.take(3, from: RunningIntake.events)
            #expect(events.allSatisfy { $0.type == OrderAccepted.type })
            #expect(try await intake.waiting(in: RunningIntake.events) == 0)
            #expect(try await intake.texts("SELECT external_id FROM intake_order ORDER BY 1") == ["1", "2", "3"])
            let parked = try await intake.texts("SELECT reason FROM inbox WHERE state = 2")
            #expect(parked.count == 1 && parked.first?.hasPrefix("unfit_order") == true)
        }
    }

    @Test("answers a repeat of the same message again, and a wrong one with every reason")
    func answers() async throws {
        try await RunningIntake.with { intake in
            var order = try ChannelFixtures.order("shopify", ChannelFixtures.shopify())
            order.total += 1
            order.customer.email = "nobody"
            let wrong = SubmitOrder(order: order).jsonBytes
            try await intake.submit([wrong])
            try await intake.submit([wrong])
            let answers = try await intake.take(2, from: RunningIntake.answers)
            #expect(answers[0].jsonBytes == answers[1].jsonBytes)
            let rejection = try SubmissionRejected.parse(answers[0].data)
            #expect(Set(rejection.reasons.compactMap(\.path)) == ["$.order.total", "$.order.customer.email"])
            #expect(rejection.submissionID == "s 0")
            #expect(try await intake.texts("SELECT id::text FROM intake_order").isEmpty)
        }
    }

    @Test("refuses what has the id of something else, once more when it is repeated, and answers the first as before")
    func reusedID() async throws {
        try await RunningIntake.with { intake in
            let order = try ChannelFixtures.order("shopify", ChannelFixtures.shopify())
            var other = order
            other.externalID = "another"
            try await intake.submit([SubmitOrder(order: order).jsonBytes])
            let accepted = try await intake.take(1, from: RunningIntake.answers)
            #expect(accepted.map(\.type) == [SubmissionAccepted.type])
            // In a batch of its own, and beside a repeat of the first.
            for bodies in [[other], [order, other]] {
                for body in bodies { try await intake.submit([SubmitOrder(order: body).jsonBytes]) }
            }
            let answers = try await intake.take(3, from: RunningIntake.answers)
            let refusals = answers.filter { $0.type == SubmissionRejected.type }
            #expect(refusals.count == 2 && Set(refusals.map(\.id)).count == 1)
            for refusal in try refusals.map({ try SubmissionRejected.parse($0.data) }) {
                #expect(refusal.submissionID == "s 0" && refusal.externalID == "another")
                #expect(refusal.reasons.map(\.code) == ["content_differs"])
                #expect(refusal.reasons.first?.message.contains("s 0") == true)
            }
            #expect(answers.contains { $0.jsonBytes == accepted[0].jsonBytes })
            let parked = try await intake.texts("SELECT reason FROM inbox WHERE state = 2")
            #expect(parked.count == 1 && parked.first?.hasPrefix("content_differs") == true)
            #expect(try await intake.texts("SELECT external_id FROM intake_order") == [order.externalID])
        }
    }

    @Test("answers each of several that come at once under one id, whether they are the same or not")
    func atOnce() async throws {
        try await RunningIntake.with { intake in
            let order = try ChannelFixtures.order("shopify", ChannelFixtures.shopify())
            var other = order
            other.externalID = "another"
            let bodies = [order, order, other, order, other].map { SubmitOrder(order: $0).jsonBytes }
            try await intake.submit(together: bodies, id: "one")
            let answers = try await intake.take(5, from: RunningIntake.answers)
            let accepted = answers.filter { $0.type == SubmissionAccepted.type }
            let refused = answers.filter { $0.type == SubmissionRejected.type }
            #expect(accepted.count == 3 && Set(accepted.map(\.jsonBytes)).count == 1)
            #expect(refused.count == 2 && Set(refused.map(\.id)).count == 1)
            #expect(try await intake.texts("SELECT external_id FROM intake_order") == [order.externalID])
            #expect(try await intake.texts("SELECT count(*)::text FROM inbox WHERE state = 2") == ["1"])
            // And when they are all known.
            try await intake.submit(together: bodies, id: "one")
            let again = try await intake.take(5, from: RunningIntake.answers)
            #expect(again.map(\.id.text).sorted() == answers.map(\.id.text).sorted())
            // And without the first beside them.
            try await intake.submit(together: [bodies[2], bodies[2]], id: "one")
            #expect(try await intake.take(2, from: RunningIntake.answers).map(\.id) == refused.map(\.id))
        }
    }

    @Test("hands a repeated request on again as it was, so that whoever answered it answers again")
    func repeatedRequest() async throws {
        try await RunningIntake.with { intake in
            try await intake.broker.withAdministrator { administrator in
                _ = try await administrator.declareQueue("test.commands")
                try await administrator.bind(
                    queue: "test.commands", exchange: Topology.commands, routingKey: "saga.*")
            }
            let order = try ChannelFixtures.order("shopify", ChannelFixtures.shopify())
            let cancel = CancelSubmitted(externalID: order.externalID, reason: "customer")
            // Before its order, and once more after it.
            try await intake.submit([cancel.jsonBytes], ids: "cancel", type: CancelSubmitted.type)
            try await intake.submit([SubmitOrder(order: order).jsonBytes])
            let first = try await intake.take(1, from: "test.commands")
            try await intake.submit([cancel.jsonBytes], ids: "cancel", type: CancelSubmitted.type)
            let again = try await intake.take(1, from: "test.commands")
            #expect(first[0].type == CancelOrder.type && first[0].jsonBytes == again[0].jsonBytes)
            // It is a command that was sent, which the auditor looks for at the coordinator's.
            let sent = try await intake.texts("SELECT id::text FROM sent WHERE type = 'waybill.saga.order.cancel.v1'")
            #expect(sent == [first[0].id.text])
        }
    }

    @Test("answers whoever submits an invoice, before and after its order, and a repeat as it was")
    func invoices() async throws {
        try await RunningIntake.with { intake in
            let order = try ChannelFixtures.order("shopify", ChannelFixtures.shopify())
            let invoice = InvoiceSubmitted(externalID: order.externalID, number: "A")
            try await intake.submit([invoice.jsonBytes], ids: "early", type: InvoiceSubmitted.type)
            try await intake.submit([SubmitOrder(order: order).jsonBytes])
            var answers = try await intake.take(2, from: RunningIntake.answers)
            try await intake.submit([invoice.jsonBytes], ids: "late", type: InvoiceSubmitted.type)
            answers += try await intake.take(1, from: RunningIntake.answers)
            let accepted = try answers.map { try SubmissionAccepted.parse($0.data) }
            #expect(Set(accepted.map(\.submissionID)) == ["early 0", "s 0", "late 0"])
            #expect(Set(accepted.map(\.orderID)).count == 1)
            // Shopify is not told of it.
            #expect(accepted.filter { $0.submissionID != "s 0" }.map(\.outcome) == ["recorded", "recorded"])
            try await intake.submit([invoice.jsonBytes], ids: "late", type: InvoiceSubmitted.type)
            let again = try await intake.take(1, from: RunningIntake.answers)
            #expect(again[0].id == answers.last?.id)
            try await intake.submit([Array(#"{"externalId": "1"}"#.utf8)], ids: "bad", type: InvoiceSubmitted.type)
            try await waitUntil("it is parked") {
                try await intake.texts("SELECT count(*)::text FROM inbox WHERE state = 2") == ["1"]
            }
        }
    }

    @Test("answers a webhook as it deserves: 200, 401, 413")
    func statuses() async throws {
        try await RunningIntake.with { intake in
            let body = Array(ChannelFixtures.shopify().utf8)
            var flipped = body
            flipped[100] ^= 1
            let signature = WebhookSignature.sign(body, secret: RunningIntake.secret)
            let refused = [
                try await intake.post(flipped, signature: signature), try await intake.post(body, signature: ""),
                try await intake.post(body, path: "shopify/other"), try await intake.post(body, path: "fax/main"),
                try await intake.post([UInt8](repeating: 32, count: 1 << 20 + 1)),
            ]
            #expect(refused == [401, 401, 401, 401, 413])
            #expect(try await intake.texts("SELECT id::text FROM intake_order").isEmpty)
            let form = ["Content-Type": "application/x-www-form-urlencoded"]
            let taken = [
                try await intake.post(
                    Array("webhook_id=1".utf8), signature: "", path: "woocommerce/x", headers: form),
                try await intake.post(body),
            ]
            #expect(taken == [200, 200])
            #expect(try await intake.texts("SELECT external_id FROM intake_order") == ["820982911946154508"])
        }
    }

    @Test("keeps and parks what is signed but cannot be read, without its card numbers, and goes on")
    func parked() async throws {
        try await RunningIntake.with { intake in
            let bodies = [
                #"{"note": "4111 1111 1111 1111",}"#, ChannelFixtures.shopify(line: ["quantity": "1.5"]),
                ChannelFixtures.shopify(["id": "7"]),
            ]
            for body in bodies {
                let status = try await intake.post(Array(body.utf8))
                #expect(status == 200)
            }
            let parked = try await intake.texts("SELECT reason FROM inbox WHERE state = 2 ORDER BY received_at")
            #expect(parked.count == 2)
            #expect(parked.first?.contains("unreadable_body") == true && parked.last?.contains("unfit_order") == true)
            let kept = try await intake.texts(
                """
                SELECT convert_from(decode(convert_from(envelope, 'UTF8')::jsonb -> 'data' ->> 'body', 'base64'), 'UTF8')
                FROM inbox WHERE state = 2 AND reason LIKE '%unreadable_body%'
                """)
            #expect(kept == [#"{"note": "[card number removed]",}"#])
            #expect(try await intake.texts("SELECT external_id FROM intake_order") == ["7"])
        }
    }

    @Test("parks a storefront's message without its card numbers too, and leaves its ids alone")
    func parkedFromTheQueue() async throws {
        try await RunningIntake.with { intake in
            try await intake.submit([Array(#"{"order": {"externalId": "4111111111111111"}}"#.utf8)], ids: "once")
            _ = try await intake.take(1, from: RunningIntake.answers)
            let other = #"{"order": {"externalId": "4111111111111111", "note": "4111 1111 1111 1111"}}"#
            try await intake.submit([Array(other.utf8)], ids: "once")
            try await waitUntil("parked") {
                try await !intake.texts("SELECT reason FROM inbox WHERE state = 2").isEmpty
            }
            let kept = try await intake.texts(
                "SELECT (convert_from(envelope, 'UTF8')::jsonb -> 'data' -> 'order')::text FROM inbox WHERE state = 2")
            #expect(kept == [#"{"note": "[card number removed]", "externalId": "4111111111111111"}"#])
        }
    }
}
