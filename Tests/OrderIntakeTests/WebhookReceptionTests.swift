import Contracts
import FoundationEssentials
import Logging
import Messaging
import Synchronization
import Testing
import WireJSON

@testable import OrderIntake

@Suite("A webhook at the door")
struct WebhookReceptionTests {
    private let shop = ShopKey(channel: "shopify", shop: "main")
    private let body = Array(ChannelFixtures.shopify().utf8)

    private func headers(_ body: [UInt8], secret: String = "old", event: String? = "e1") -> [String: String] {
        var headers = [
            "x-shopify-topic": "orders/create", "x-shopify-hmac-sha256": WebhookSignature.sign(body, secret: secret),
            "x-shopify-webhook-id": UUID().uuidString,
        ]
        headers["x-shopify-event-id"] = event
        return headers
    }

    private func receive(
        _ body: [UInt8], _ headers: [String: String], for shop: ShopKey? = nil, inbox: FakeInbox = FakeInbox(),
        secrets: any ShopSecrets = KnownSecrets(), log: LogRecord = LogRecord(), method: String = "POST",
        path: String = ""
    ) async -> WebhookReception.Verdict {
        await WebhookReception(inbox: inbox, secrets: secrets).receive(
            WebhookRequest(method: method, path: path, body: body, header: { headers[$0.lowercased()] }),
            for: shop ?? self.shop, trace: nil, logger: log.logger)
    }

    @Test("is taken when either secret signed it, and handed in as it was")
    func taken() async throws {
        let inbox = FakeInbox()
        for secret in ["old", "new"] {
            #expect(await receive(body, headers(body, secret: secret), inbox: inbox) == .taken)
        }
        let message = try #require(inbox.messages.first)
        #expect(message.topic == "orders/create" && message.deliveryID == "e1" && message.shop == "main")
        #expect(Data(base64Encoded: message.body).map { Array($0) } == body)
        #expect(Set(inbox.ids).count == 1, "a repeat has one id, whatever changes in its headers")
    }

    @Test("is refused unsigned, wrongly signed or changed, with a line in the log that quotes no body")
    func refused() async {
        let log = LogRecord()
        let inbox = FakeInbox()
        var changed = body
        changed[40] ^= 1
        var unsigned = headers(body)
        unsigned["x-shopify-hmac-sha256"] = nil
        #expect(await receive(body, unsigned, inbox: inbox, log: log) == .unsigned)
        #expect(await receive(body, headers(body, secret: "wrong"), inbox: inbox, log: log) == .unsigned)
        #expect(await receive(changed, headers(body), inbox: inbox, log: log) == .unsigned)
        #expect(inbox.messages.isEmpty)
        #expect(log.lines.count == 3 && log.lines.allSatisfy { $0.hasPrefix("warning webhook refused") })
        #expect(log.lines.allSatisfy { $0.contains("main") && $0.contains("orders/create") && !$0.contains("Ada") })
    }

    @Test("that another shop of the same app signed is refused, where the shop's domain is known")
    func otherShop() async {
        let log = LogRecord()
        for (origin, verdict) in [
            ("Main.myshopify.com", WebhookReception.Verdict.taken), ("other.myshopify.com", .unsigned),
            (nil, .unsigned),
        ] {
            var headers = headers(body)
            headers["x-shopify-shop-domain"] = origin
            let known = KnownSecrets(domain: "main.myshopify.com")
            #expect(await receive(body, headers, secrets: known, log: log) == verdict)
            #expect(await receive(body, headers) == .taken, "nothing is checked where no domain is known")
        }
        #expect(log.lines.count == 2 && log.lines.allSatisfy { $0.contains("another shop") })
        let woo = WooCommerceMapping().describe(
            WebhookRequest(body: []) { $0 == "X-WC-Webhook-Source" ? "https://Shop.example.com/a/" : nil })
        #expect(woo?.origin == "shop.example.com")
    }

    @Test("of a shop that nobody knows is refused in the same way")
    func unknown() async {
        for shop in [
            ShopKey(channel: "shopify", shop: "nobody"), ShopKey(channel: "fax", shop: "main"),
            ShopKey(channel: "shopify", shop: "a/b\n"),
        ] {
            #expect(await receive(body, headers(body), for: shop) == .unsigned)
        }
    }

    @Test("is not answered well before it is committed")
    func unavailable() async {
        #expect(await receive(body, headers(body), inbox: FakeInbox(fails: true)) == .unavailable)
        #expect(await receive(body, headers(body), secrets: UnknowableSecrets()) == .unavailable)
    }

    @Test("that is signed but parked is answered well, and a line in the log says why")
    func kept() async {
        let log = LogRecord()
        let inbox = FakeInbox(receipt: .kept(reason: "unreadable_body"))
        let noise = Array("no JSON".utf8)
        #expect(await receive(noise, headers(noise), inbox: inbox, log: log) == .taken)
        #expect(log.lines.contains { $0.contains("unreadable_body") })
    }

    @Test("leaves no card number behind")
    func cardNumber() async throws {
        let inbox = FakeInbox()
        let body = Array(ChannelFixtures.shopify(["note": "\"4111 1111 1111 1111\""]).utf8)
        #expect(await receive(body, headers(body), inbox: inbox) == .taken)
        let kept = try #require(inbox.messages.first.flatMap { Data(base64Encoded: $0.body) })
        #expect(!String(decoding: kept, as: UTF8.self).contains("1111"))
    }

    @Test("of WooCommerce's kind may be a ping, which is answered and not kept")
    func ping() async {
        let inbox = FakeInbox()
        let verdict = await receive(
            Array("webhook_id=12".utf8), ["content-type": "application/x-www-form-urlencoded"],
            for: ShopKey(channel: "woocommerce", shop: "main"), inbox: inbox)
        #expect(verdict == .taken && inbox.messages.isEmpty)
    }

    private func basic(_ password: String) -> [String: String] {
        ["authorization": "Basic " + Data("any name:\(password)".utf8).base64EncodedString()]
    }

    @Test("of Trendyol's is taken with the key or the password that it was given, and refused with anything else")
    func password() async {
        let shop = ShopKey(channel: "trendyol", shop: "main")
        let inbox = FakeInbox()
        let body = Array(ChannelFixtures.trendyol().utf8)
        for headers in [["x-api-key": "old"], ["x-api-key": "new"], basic("old"), basic("new")] {
            #expect(await receive(body, headers, for: shop, inbox: inbox) == .taken)
        }
        #expect(Set(inbox.ids).count == 1 && inbox.messages.first?.topic == "package")
        for headers in [
            [:], ["x-api-key": ""], ["x-api-key": "ol"], ["x-api-key": "old "], basic(""), basic("wrong"),
            ["authorization": "Basic old"], ["authorization": "old"], ["authorization": "Bearer old"],
            ["authorization": "Basic " + Data("old".utf8).base64EncodedString()],
        ] {
            #expect(await receive(body, headers, for: shop, inbox: inbox) == .unsigned, "\(headers)")
        }
        #expect(inbox.messages.count == 4)
        // A shop that has no secret has no password either.
        let nobody = ShopKey(channel: "trendyol", shop: "nobody")
        #expect(await receive(body, basic(""), for: nobody) == .unsigned)
    }

    @Test("of Hepsiburada's comes below the shop's address, and is a request of its own by its path")
    func paths() async {
        let shop = ShopKey(channel: "hepsiburada", shop: "main")
        let inbox = FakeInbox()
        for (method, path) in [
            ("POST", "orders"), ("PUT", "lineitems/5f-1/cancel"), ("PUT", "orders/041/shippingaddress"),
            ("PUT", "packages/7/intransit"), ("PUT", "packages/8/intransit"),
        ] {
            let verdict = await receive([123, 125], basic("new"), for: shop, inbox: inbox, method: method, path: path)
            #expect(verdict == .taken, "\(method) \(path)")
        }
        #expect(
            inbox.messages.map(\.topic) == [
                "POST orders", "PUT lineitems/cancel", "PUT orders/shippingaddress", "PUT packages/intransit",
                "PUT packages/intransit",
            ])
        #expect(Set(inbox.ids).count == 5)
        #expect(await receive([], basic("wrong"), for: shop, path: "orders") == .unsigned)
        #expect(await receive([], basic("new"), for: shop, path: "") == .unsigned)
        #expect(await receive([], basic("new"), for: shop, method: "DELETE", path: "orders") == .unsigned)
    }

    @Test("may be a page of orders that somebody asked the channel for: each is handed in by itself, once")
    func pages() async throws {
        let shop = ShopKey(channel: "n11", shop: "main")
        let inbox = FakeInbox()
        let orders = [
            ChannelFixtures.n11(), ChannelFixtures.n11(["orderNumber": "\"2\""]), ChannelFixtures.n11(["id": "5"]),
        ]
        let page = Array("{\"content\": [\(orders.joined(separator: ", "))], \"totalPages\": 1}".utf8)
        for headers in [["x-api-key": "new"], basic("old")] {
            #expect(await receive(page, headers, for: shop, inbox: inbox, path: "pages") == .taken)
        }
        #expect(inbox.messages.count == 6 && Set(inbox.ids).count == 3)
        #expect(inbox.messages.allSatisfy { $0.topic == "page" })
        let bodies = inbox.messages.prefix(3).compactMap { Data(base64Encoded: $0.body) }
        #expect(bodies.map { String(decoding: $0, as: UTF8.self) } == orders)
        #expect(await receive(page, basic("wrong"), for: shop, inbox: inbox, path: "pages") == .unsigned)
        #expect(await receive(page, basic("new"), for: shop, inbox: inbox, method: "PUT", path: "pages") == .unsigned)
        for noise in ["", "{}", "[]", "{\"content\": []}", ChannelFixtures.shopify()] {
            let verdict = await receive(Array(noise.utf8), basic("new"), for: shop, inbox: inbox, path: "pages")
            #expect(verdict == .unreadable, "\(noise)")
        }
        #expect(inbox.messages.count == 6)
        let down = FakeInbox(fails: true)
        #expect(await receive(page, basic("new"), for: shop, inbox: down, path: "pages") == .unavailable)
    }

    @Test("of a page holds one order, whatever the channel's lists look like")
    func documents() throws {
        let line = ChannelFixtures.hepsiburadaLine()
        let others = [
            ChannelFixtures.hepsiburadaLine(["orderNumber": "\"9\""]),
            ChannelFixtures.hepsiburadaLine(["orderNumber": "\"9\"", "id": "\"2\""]),
        ]
        let all = ([line] + others).joined(separator: ", ")
        let shopify = ChannelFixtures.shopify()
        for (channel, page, ids) in [
            ("hepsiburada", "{\"items\": [\(all)]}", ["041241341", "9"]),
            ("hepsiburada", "[\(all)]", ["041241341", "9"]),
            ("hepsiburada", "[{\"items\": [\(line)]}, {\"items\": [\(others[0])]}]", ["041241341", "9"]),
            ("shopify", "{\"orders\": [\(shopify), \(shopify)]}", ["820982911946154508", "820982911946154508"]),
            ("woocommerce", "[\(ChannelFixtures.woo())]", ["963"]),
            ("trendyol", ChannelFixtures.trendyol(), ["10990001234"]),
            ("amazon", ChannelFixtures.amazon(), ["114-0000000-0000001"]),
            ("amazon", ChannelFixtures.oldAmazon(), ["902-0000000-0000001"]),
            ("magento", "{\"items\": [\(ChannelFixtures.magento())], \"total_count\": 1}", ["9"]),
        ] {
            let mapping = try #require(ChannelDirectory.mapping(of: channel))
            let documents = mapping.documents(in: try JSONDocument(parsing: Array(page.utf8)).root)
            let orders = try documents.map { mapping.orders(in: try JSONDocument(parsing: $0).root) }
            #expect(orders.allSatisfy { $0.count == 1 }, "\(channel)")
            #expect(orders.flatMap { $0 }.compactMap { mapping.externalID(of: $0) } == ids, "\(channel)")
        }
    }

    @Test("of a channel that sends none, or to an address that it does not send to, is refused")
    func noWebhooks() async {
        let log = LogRecord()
        for channel in ["n11", "amazon", "magento"] {
            let shop = ShopKey(channel: channel, shop: "main")
            #expect(await receive(body, basic("new"), for: shop, log: log) == .unsigned)
        }
        for channel in ["shopify", "woocommerce", "trendyol"] {
            let shop = ShopKey(channel: channel, shop: "main")
            #expect(await receive(body, headers(body), for: shop, log: log, path: "orders") == .unsigned)
            #expect(await receive(body, headers(body), for: shop, log: log, method: "PUT") == .unsigned)
        }
        #expect(log.lines.count == 9 && log.lines.allSatisfy { $0.contains("sends no such request") })
    }

    @Test("has another id for another event, topic, shop or body")
    func ids() {
        let plain = WebhookDescription(topic: "orders/create", proof: .signature(nil), eventID: "1")
        var otherEvent = plain
        otherEvent.eventID = "2"
        var otherTopic = plain
        otherTopic.topic = "orders/paid"
        let other = ShopKey(channel: "shopify", shop: "other")
        let ids = [
            WebhookReception.id(of: body, plain, shop), WebhookReception.id(of: body, otherEvent, shop),
            WebhookReception.id(of: body, otherTopic, shop), WebhookReception.id(of: body, plain, other),
            WebhookReception.id(of: body + [32], plain, shop),
        ]
        #expect(Set(ids).count == ids.count)
    }
}

/// Takes everything, or nothing.
private final class FakeInbox: LocalInbox {
    private let state = Mutex<(messages: [ReceiveWebhook], ids: [UUID])>(([], []))
    private let receipt: LocalReceipt
    private let fails: Bool

    init(receipt: LocalReceipt = .applied, fails: Bool = false) {
        self.receipt = receipt
        self.fails = fails
    }

    var messages: [ReceiveWebhook] { state.withLock { $0.messages } }
    var ids: [UUID] { state.withLock { $0.ids } }

    func submit(
        _ message: some Command, id: UUID, orderID: UUID?, channel: String?, trace: TraceContext?
    ) async throws -> LocalReceipt {
        if fails { throw CancellationError() }
        guard let webhook = message as? ReceiveWebhook else { return receipt }
        state.withLock { state in
            state.messages.append(webhook)
            state.ids.append(id)
        }
        return receipt
    }
}

private struct KnownSecrets: ShopSecrets {
    var domain: String?

    func credentials(of shop: ShopKey) async throws -> ShopCredentials {
        shop.shop == "main" ? ShopCredentials(secrets: ["new", "old"], domain: domain) : .none
    }
}

private struct UnknowableSecrets: ShopSecrets {
    func credentials(of shop: ShopKey) async throws -> ShopCredentials { throw CancellationError() }
}
