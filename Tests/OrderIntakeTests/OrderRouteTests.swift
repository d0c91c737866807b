import Contracts
import Foundation
import Messaging
import OrderIntake
import Synchronization
import TestSupport
import Testing
import WireJSON

@Suite("An order by HTTP, with a real broker and database,", .serialized)
struct OrderRouteTests {
    private let order = Orders.plain(externalID: "h 1/ö")

    @Test("is committed before it is answered, and answered alike however often it comes, also after a restart")
    func taken() async throws {
        try await RunningOrders.with { orders in
            let first = Mailbox()
            try await orders.process { shop in
                let answer = try await shop.submit(order, key: "k1")
                #expect(answer.status == 201 && answer.headers["content-type"] == "application/json")
                let accepted = try SubmissionAccepted.parse(answer.body)
                #expect(accepted.outcome == "accepted" && accepted.submissionID == "k1")
                #expect(accepted.externalID == order.externalID && accepted.warnings.isEmpty)
                #expect(answer.headers["location"] == "/v1/orders/\(accepted.orderID.text)")
                #expect(try await orders.texts("SELECT id::text FROM intake_order") == [accepted.orderID.text])
                first.put(answer)
                // In quotes it is the same key.
                let again = try await shop.submit(Orders.submission(of: order), key: "\"k1\"", headers: ["x": ""])
                #expect(again.status == 401, "the signature is over the key, not over the header")
                let quoted = try await shop.submit(
                    Orders.submission(of: order), key: "k1", headers: ["Idempotency-Key": "\"k1\""])
                #expect(quoted.status == 201 && quoted.body == answer.body)
                #expect(quoted.headers["idempotent-replayed"] == "true" && answer.headers["idempotent-replayed"] == nil)
                // Under another key it is the same order.
                let known = try await shop.submit(order, key: "k2")
                #expect(known.status == 200)
                #expect(try SubmissionAccepted.parse(known.body).outcome == "unchanged")
                #expect(try SubmissionAccepted.parse(known.body).orderID == accepted.orderID)
            }
            try await orders.process { shop in
                let answer = try await shop.submit(order, key: "k1")
                #expect(answer.status == 201 && answer.body == first.taken?.body)
                var other = order
                other.externalID = "another"
                #expect(try await shop.submit(other, key: "k1").status == 422)
                #expect(try await orders.texts("SELECT count(*)::text FROM intake_order") == ["1"])
            }
        }
    }

    @Test("is one order of many requests to two processes at once: all are answered alike, or 409 while one is at it")
    func sideBySide() async throws {
        try await RunningOrders.with { orders in
            try await orders.process { one in
                try await orders.process { other in
                    let answers = try await withThrowingTaskGroup(of: OrderSender.Answer.self) { tasks in
                        for index in 0..<40 {
                            tasks.addTask { try await (index % 2 == 0 ? one : other).submit(order, key: "same") }
                        }
                        return try await tasks.reduce(into: []) { $0.append($1) }
                    }
                    let taken = answers.filter { $0.status == 201 }
                    let busy = answers.filter { $0.status == 409 }
                    #expect(!taken.isEmpty && taken.count + busy.count == answers.count)
                    #expect(Set(taken.map(\.body)).count == 1)
                    #expect(busy.allSatisfy { $0.headers["retry-after"] == "1" && $0.text.contains("/in-flight") })
                    let last = try await other.submit(order, key: "same")
                    #expect(last.status == 201 && last.body == taken.first?.body)
                    #expect(try await orders.texts("SELECT count(*)::text FROM intake_order") == ["1"])
                    #expect(try await orders.texts("SELECT count(*)::text FROM inbox WHERE state <> 0") == ["0"])
                }
            }
        }
    }

    @Test("whose key another process has in hand is answered 409 until that lets go of it")
    func inFlight() async throws {
        try await RunningOrders.with { orders in
            let another = StoredSubmissions(
                configuration: orders.database.configuration(schema: IntakeDatabase.schema), logger: LogRecord().logger)
            let id = UUID.v5("http/web/main/held")
            try await orders.process { shop in
                #expect(try await another.claim(id) == .claimed(nil))
                #expect(try await shop.submit(order, key: "held").status == 409)
                #expect(try await shop.submit(order, key: "free").status == 201)
                await another.release(id)
                #expect(try await shop.submit(order, key: "held").status == 200)
                // Who dies holds nothing.
                #expect(try await another.claim(id) != .busy)
                await another.close()
                try await waitUntil("the lock went with its session") {
                    try await shop.submit(order, key: "held").status == 200
                }
            }
        }
    }

    @Test("under a key that was used for something else is refused 422; nothing is parked, the first stays what it was")
    func reusedKey() async throws {
        try await RunningOrders.with { orders in
            try await orders.process { shop in
                let answer = try await shop.submit(order, key: "k")
                var other = order
                other.note = "ring twice"
                let refused = try await shop.submit(other, key: "k")
                #expect(refused.status == 422 && refused.text.contains("/problems/idempotency-key-reused"))
                #expect(refused.headers["content-type"] == "application/problem+json")
                #expect(try await shop.submit(order, key: "k").body == answer.body)
                #expect(try await orders.texts("SELECT count(*)::text FROM inbox WHERE state <> 0") == ["0"])
                #expect(try await orders.texts("SELECT version::text FROM intake_order") == ["1"])
                // The key is the shop's own: another one may count alike.
                var seconds = order
                seconds.shop = "second"
                let second = OrderSender(port: shop.port, shop: "web/second")
                #expect(try await second.submit(seconds, key: "k").status == 201)
            }
        }
    }

    @Test("is refused with the reasons that it would be refused with by queue, each with its place, again and again")
    func refused() async throws {
        try await RunningOrders.with { orders in
            try await orders.process { shop in
                var wrong = order
                wrong.total += 1
                wrong.customer.email = "nobody"
                wrong.shop = "other"
                let bytes = Orders.submission(of: wrong)
                guard case .refused(let reasons, _) = try Orders.verdict(on: bytes) else { return }
                #expect(reasons.count == 3)
                let answers = [try await shop.submit(bytes, key: "r"), try await shop.submit(bytes, key: "r")]
                for answer in answers {
                    #expect(answer.status == 422 && answer.headers["content-type"] == "application/problem+json")
                    let problem = try JSONDocument(parsing: answer.body).root
                    #expect(problem["type"]?.string == "https://waybill.dev/problems/rejected")
                    #expect(problem["status"]?.int == 422 && problem["traceid"]?.string?.count == 32)
                    let said: [Reason] = try problem.decode("reasons")
                    #expect(said == reasons)
                }
                // Put right it is another content, and so another key.
                #expect(try await shop.submit(order, key: "r").status == 422)
                #expect(try await shop.submit(order, key: "r2").status == 201)
                // What is no object is refused too, and what holds a card number before anything is kept.
                #expect(try await shop.submit(Array("5".utf8), key: "n").text.contains("wrong_type"))
                var card = order
                card.note = "4111 1111 1111 1111"
                let refusal = try await shop.submit(card, key: "c")
                #expect(refusal.status == 422 && refusal.text.contains("card_number"))
                #expect(refusal.text.contains("$.order.note") && !refusal.text.contains("1111"))
                #expect(try await orders.texts("SELECT count(*)::text FROM inbox").first == "5")
            }
        }
    }

    @Test("is shown by its own id and by ours, to the shop that sent it")
    func shown() async throws {
        try await RunningOrders.with { orders in
            try await orders.process { shop in
                let path = "/v1/orders/h%201%2F%C3%B6"
                let before = try await shop.get(path)
                #expect(before.status == 404 && before.text.contains("/problems/unknown-order"))
                let id = try SubmissionAccepted.parse(try await shop.submit(order, key: "k").body).orderID
                for path in [path, "/v1/orders/\(id.text)", "/v1/orders/\(id.text.uppercased())"] {
                    let answer = try await shop.get(path)
                    #expect(answer.status == 200)
                    let known = try JSONDocument(parsing: answer.body).root
                    #expect(known["orderId"]?.string == id.text && known["externalId"]?.string == order.externalID)
                    #expect(known["state"]?.string == "accepted" && known["total"]?.int64 == order.total)
                    #expect(known["number"]?.string == order.number && known["version"]?.int == 1)
                    #expect(!answer.text.contains("Ay"), "nothing of the customer")
                }
                #expect(try await OrderSender(port: shop.port, shop: "web/second").get(path).status == 404)
                // A signature is good for the order that it was made for.
                let other = shop.signed(id: "GET /v1/orders/other", [])
                #expect(try await shop.send("GET", path, headers: other).status == 401)
                #expect(try await shop.get("/v1/orders/%00").status == 404)
                #expect(try await shop.get("/v1/orders/" + String(repeating: "9", count: 2000)).status == 404)
            }
        }
    }

    @Test("that is not signed by the shop, just now, is refused 401, whatever is wrong with it")
    func unsigned() async throws {
        try await RunningOrders.with { orders in
            try await orders.process { shop in
                let body = Orders.submission(of: order)
                var flipped = body
                flipped[40] ^= 1
                for (headers, why) in [
                    (["webhook-signature": ""], "none"), (["webhook-signature": "v1,AAAA"], "short"),
                    (["Waybill-Shop": ""], "no shop"), (["Waybill-Shop": "web/nobody"], "unknown shop"),
                    (["Waybill-Shop": "shopify/main"], "a shop that sends webhooks"),
                    (["webhook-timestamp": "\(Timestamp.wallClock.seconds - 1)"], "another time"),
                    (["Idempotency-Key": "another"], "another key"), (shop.signed(id: "k", flipped), "another body"),
                ] {
                    let answer = try await shop.submit(body, key: "k", headers: headers)
                    #expect(answer.status == 401 && answer.text.contains("/problems/signature\""), "\(why)")
                    #expect(answer.headers["www-authenticate"] != nil)
                }
                // Time goes by until it arrives; the bounds to the second are another test's.
                for seconds in [-400, -301, 400] as [Int64] {
                    let late = shop.signed(id: "k", body, at: .wallClock + .seconds(seconds))
                    let answer = try await shop.submit(body, key: "k", headers: late)
                    #expect(answer.status == 401 && answer.text.contains("/problems/signature-expired"), "\(seconds)")
                }
                #expect(try await orders.texts("SELECT count(*)::text FROM intake_order") == ["0"])
                for (secret, seconds) in [(RunningOrders.secrets[1], 295), (RunningOrders.secrets[0], -120)] {
                    let sender = OrderSender(port: shop.port, secret: secret)
                    let headers = sender.signed(id: "k", body, at: .wallClock + .seconds(seconds))
                    #expect(try await sender.submit(body, key: "k", headers: headers).status == 201, "either secret")
                }
            }
        }
    }

    @Test("in another form, by another method or at another place has its own problem; health is untouched")
    func forms() async throws {
        try await RunningOrders.with { orders in
            try await orders.process { shop in
                let body = Orders.submission(of: order)
                for (headers, status, type) in [
                    (["Content-Type": "text/plain"], 415, "unsupported-media-type"),
                    (["Content-Encoding": "gzip"], 415, "unsupported-media-type"),
                    (["Accept": "text/html, application/json;q=0"], 406, "not-acceptable"),
                    (["Idempotency-Key": ""], 400, "idempotency-key-missing"),
                    (["Idempotency-Key": "a key"], 400, "idempotency-key-invalid"),
                ] {
                    let answer = try await shop.submit(body, key: "k", headers: headers)
                    #expect(answer.status == status && answer.text.contains("/problems/\(type)\""))
                    #expect(answer.headers["content-type"] == "application/problem+json")
                }
                for (text, code) in [
                    ("", "invalid_json"), ("{\"order\":", "invalid_json"), ("{\"a\":1,\"a\":2}", "duplicate_key"),
                ] {
                    let answer = try await shop.submit(Array(text.utf8), key: "k")
                    #expect(answer.status == 400 && answer.text.contains(code), "\(answer.text)")
                }
                let large = Array(repeating: UInt8(ascii: " "), count: SubmissionValidator.maximumBytes + 1)
                let tooLarge = try await shop.submit(large, key: "k")
                #expect(tooLarge.status == 413 && tooLarge.headers["content-type"] == "application/problem+json")
                for (path, allowed) in [
                    ("/v1/orders", "POST"), ("/v1/orders/1", "GET, HEAD"), ("/v1/openapi.json", "GET, HEAD"),
                ] {
                    for method in [
                        "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY", allowed == "POST" ? "GET" : "POST",
                    ] {
                        let answer = try await shop.send(method, path)
                        #expect(answer.status == 405 && answer.headers["allow"] == allowed, "\(method) \(path)")
                    }
                }
                for path in ["/v1", "/v2/orders", "/v1/orders/1/lines"] {
                    let answer = try await shop.get(path)
                    #expect(answer.status == 404 && answer.headers["content-type"] == "application/problem+json")
                }
                let document = try await shop.send("GET", "/v1/openapi.json")
                #expect(document.status == 200)
                #expect(try JSONDocument(parsing: document.body).root["openapi"]?.string == "3.1.0")
                for path in ["/health/live", "/health/ready"] {
                    #expect(try await shop.send("GET", path).status == 200)
                }
                #expect(try await shop.submit(order, key: "k").status == 201, "and a key is not used up by any of it")
            }
        }
    }

    @Test("of a shop that sends too many is answered 429 with the time to wait; what is unsigned uses up nothing")
    func rates() async throws {
        try await RunningOrders.with { orders in
            try await orders.process(rates: ShopRates(rate: 1, burst: 3)) { shop in
                for _ in 0..<10 {
                    let unsigned = try await shop.send("GET", "/v1/orders/1", headers: ["Waybill-Shop": "web/main"])
                    #expect(unsigned.status == 401)
                }
                for _ in 0..<3 { #expect(try await shop.get("/v1/orders/1").status == 404) }
                try await waitUntil("it is told to wait") {
                    // Side by side, and so faster than one a second on any machine.
                    let answers = try await withThrowingTaskGroup(of: OrderSender.Answer.self) { tasks in
                        for _ in 0..<20 { tasks.addTask { try await shop.get("/v1/orders/1") } }
                        return try await tasks.reduce(into: []) { $0.append($1) }
                    }
                    let refused = answers.filter { $0.status == 429 }
                    #expect(refused.allSatisfy { $0.headers["retry-after"] == "1" })
                    #expect(answers.allSatisfy { [404, 429].contains($0.status) })
                    return !refused.isEmpty
                }
            }
        }
    }

    @Test("is never answered with an error of ours, whatever its bytes are", arguments: [8, 20_261_121] as [UInt64])
    func randomBytes(seed: UInt64) async throws {
        try await RunningOrders.with { orders in
            try await orders.process { shop in
                var generator = SeededGenerator(seed: seed)
                let good = Orders.submission(of: order)
                for number in 0..<150 {
                    var body = good
                    if generator.flag() {
                        for _ in 0...generator.int(0...3) {
                            body[generator.int(0...body.count - 1)] = generator.byte()
                        }
                    } else {
                        body = (0..<generator.int(0...400)).map { _ in generator.byte() }
                    }
                    let answer = try await shop.submit(body, key: "\(seed)-\(number)")
                    #expect([200, 201, 400, 422].contains(answer.status), "seed \(seed), \(number): \(answer.text)")
                    let junk = String((0..<20).map { _ in Character(Unicode.Scalar(UInt8(generator.int(33...126)))) })
                    let headers = ["webhook-signature": junk, "webhook-timestamp": junk, "Idempotency-Key": junk]
                    let odd = try await shop.submit(good, key: "k", headers: headers)
                    #expect([400, 401].contains(odd.status), "seed \(seed), \(number): \(odd.text)")
                }
                #expect(try await orders.texts("SELECT count(*)::text FROM inbox WHERE state <> 0") == ["0"])
                #expect(try await shop.submit(order, key: "after-all").status <= 201)
            }
        }
    }
}

/// Carries an answer from one process to the next.
private final class Mailbox: Sendable {
    private let answer = Mutex<OrderSender.Answer?>(nil)

    var taken: OrderSender.Answer? { answer.withLock { $0 } }

    func put(_ answer: OrderSender.Answer) { self.answer.withLock { $0 = answer } }
}

extension SeededGenerator {
    fileprivate mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: int(0...255)) }
}
