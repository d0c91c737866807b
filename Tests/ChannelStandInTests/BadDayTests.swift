import ChannelStandIns
import Foundation
import Synchronization
import TestSupport
import Testing
import WireJSON

@Suite("A stand-in's bad day")
struct BadDayTests {
    @Test(
        "over real HTTP: the connection breaks, or a gateway gives up, although the work was done",
        arguments: [
            Quirk.answerLostAfterTheWork, .gatewayTimeoutAfterTheWork,
        ])
    func answerLost(quirk: Quirk) async throws {
        let dialect = MagentoDialect()
        let standIn = await HandClock().standIn(dialect, quirks: [quirk: 1])
        let id = await standIn.place([("SKU-1", 2)])
        try await StandInServer.with(standIn) { server in
            let url = try #require(URL(string: "\(server.address)/rest/V1/order/\(id)/ship"))
            let body = #"{"tracks": [{"track_number": "T-1", "title": "DHL", "carrier_code": "custom"}]}"#
            let answer = try? await HTTP.post(
                url, body: Array(body.utf8), headers: Merchant.headers(for: dialect))
            #expect(answer?.status == (quirk == .gatewayTimeoutAfterTheWork ? 504 : nil))
            #expect(await standIn.world[id]?.isShipped == true)
            await standIn.set([:])
            let second = try await HTTP.post(url, body: Array(body.utf8), headers: Merchant.headers(for: dialect))
            #expect(second.status == 400)
        }
        #expect(await standIn.world.pushes.counts["fulfilment/\(id)/T-1"] == .init(calls: 2, carriedOut: 1))
    }

    @Test("a call that is refused on a bad day has done nothing")
    func refused() async throws {
        let standIn = await HandClock().standIn(MagentoDialect(), quirks: [.serviceUnavailable: 1])
        let id = await standIn.place([("SKU-1", 2)])
        let body = #"{"tracks": [{"track_number": "T-1", "title": "DHL", "carrier_code": "custom"}]}"#
        #expect(await standIn.call("POST", "/rest/V1/order/\(id)/ship", body).status == 503)
        #expect(await standIn.world[id]?.shipped == 0)
    }

    @Test("the courier loses, doubles and shuffles by its seed; the same seed does the same")
    func courier() async throws {
        func run(_ seed: UInt64) async -> ([String], WebhookCourier.Tally) {
            let standIn = await HandClock().standIn(WooCommerceDialect())
            let sent = Sent()
            let courier = WebhookCourier(of: standIn, luck: .init(lost: 30, doubled: 10), seed: seed) { webhook in
                sent.add(webhook.orderID)
                return 200
            }
            for _ in 0..<200 { _ = await standIn.place([("SKU-1", 1)]) }
            await courier.deliver()
            return (sent.all, await courier.tally)
        }
        let (first, tally) = await run(11)
        let (second, other) = await run(11)
        #expect(first == second && tally == other)
        #expect(first != first.sorted())
        #expect((35...85).contains(tally.lost) && (5...30).contains(tally.doubled))
        #expect(tally.taken == 200 - tally.lost + tally.doubled)
    }

    @Test("WooCommerce never sends again, and stops altogether after six failures; Shopify sends eight times more")
    func failures() async throws {
        let woo = await HandClock().standIn(WooCommerceDialect())
        let deaf = WebhookCourier(of: woo, seed: 1) { _ in 500 }
        for _ in 0..<8 { _ = await woo.place([("SKU-1", 1)]) }
        await deaf.deliver()
        #expect(await deaf.tally == .init(failed: 6, unsent: 2))
        let hooks = await woo.call("GET", "/wp-json/wc/v3/webhooks")
        #expect(hooks.content?[0]?["status"]?.string == "disabled")
        _ = await woo.call("PUT", "/wp-json/wc/v3/webhooks/12", #"{"status": "active"}"#)
        #expect(await !woo.world.areWebhooksOff)

        let shopify = await HandClock().standIn(ShopifyDialect())
        let calls = Sent()
        let courier = WebhookCourier(of: shopify, seed: 1) { webhook in
            calls.add(webhook.orderID)
            return calls.all.count < 8 ? 503 : 200
        }
        _ = await shopify.place([("SKU-1", 1)], isPaid: false)
        await courier.deliver()
        #expect(await courier.tally == .init(taken: 1))
    }

    private final class Sent: Sendable {
        private let list = Mutex<[String]>([])
        var all: [String] { list.withLock { $0 } }
        func add(_ text: String) { list.withLock { $0.append(text) } }
    }
}
