import ChannelStandIns
import Testing

@Suite("A stand-in's limits")
struct LimitTests {
    @Test("Shopify's forty calls at once and two a second, with Retry-After")
    func shopify() async throws {
        let clock = HandClock()
        let standIn = await clock.standIn(ShopifyDialect())
        for _ in 0..<40 { #expect(await standIn.call("GET", "/admin/api/2026-01/orders.json").status == 200) }
        let refused = await standIn.call("GET", "/admin/api/2026-01/orders.json")
        #expect(refused.status == 429 && refused.headers["Retry-After"] == "1.0")
        clock.move(seconds: 1)
        for _ in 0..<2 { #expect(await standIn.call("GET", "/admin/api/2026-01/orders.json").status == 200) }
        #expect(await standIn.call("GET", "/admin/api/2026-01/orders.json").status == 429)
    }

    @Test("Shopify's GraphQL says in a good answer that its points are used up: it counts as a refusal")
    func throttled() async throws {
        let standIn = await HandClock().standIn(ShopifyDialect())
        for _ in 0..<101 {
            let answer = await standIn.call(
                "POST", "/admin/api/2026-01/graphql.json", #"{"query": "query { shop { name } }"}"#)
            #expect(answer.status == 200)
        }
        #expect(await standIn.calls.map(\.isTooMany) == Array(repeating: false, count: 100) + [true])
    }

    @Test("Amazon's twenty searches, and then one in three minutes; other calls have limits of their own")
    func amazon() async throws {
        let clock = HandClock()
        let standIn = await clock.standIn(AmazonDialect())
        let token = ["x-amz-access-token": "Atza|\(clock.now)|x"]
        let search = "/orders/2026-01-01/orders?lastUpdatedAfter=2026-01-01T00:00:00Z"
        for _ in 0..<20 { #expect(await standIn.call("GET", search, headers: token).status == 200) }
        #expect(await standIn.call("GET", search, headers: token).status == 429)
        clock.move(seconds: 170)
        #expect(await standIn.call("GET", search, headers: token).status == 429)
        clock.move(seconds: 10)
        #expect(await standIn.call("GET", search, headers: token).status == 200)
        #expect(await standIn.call("GET", "/orders/2026-01-01/orders/none", headers: token).status == 404)
    }

    @Test("Trendyol's fifty calls in ten seconds to each address")
    func trendyol() async throws {
        let clock = HandClock()
        let standIn = await clock.standIn(TrendyolDialect())
        let list = "/integration/order/sellers/107703/orders"
        for _ in 0..<50 { #expect(await standIn.call("GET", list).status == 200) }
        #expect(await standIn.call("GET", list).status == 429)
        let batch = "/integration/product/sellers/107703/products/batch-requests/none"
        #expect(await standIn.call("GET", batch).status == 404)
    }

    @Test("a faster pace fills up faster, and a bad day refuses although there is something left")
    func paceAndQuirk() async throws {
        let clock = HandClock()
        let fast = ChannelStandIn(AmazonDialect(), seed: 1, pace: 1000, clock: { clock.now })
        let token = ["x-amz-access-token": "Atza|\(clock.now)|x"]
        let search = "/orders/2026-01-01/orders?lastUpdatedAfter=2026-01-01T00:00:00Z"
        for _ in 0..<20 { _ = await fast.call("GET", search, headers: token) }
        #expect(await fast.call("GET", search, headers: token).status == 429)
        clock.move(seconds: 1)
        #expect(await fast.call("GET", search, headers: token).status == 200)

        let bad = await clock.standIn(MagentoDialect(), quirks: [.tooManyRequests: 1])
        let refused = await bad.call("GET", "/rest/V1/orders")
        #expect(refused.status == 429 && refused.headers["Retry-After"] == "1")
        #expect(await bad.struck[.tooManyRequests] == 1)
    }

    @Test("who does not show who it is gets nothing", arguments: Dialects.all.map(\.channel))
    func strangers(channel: String) async throws {
        let dialect = try #require(Dialects.all.first { $0.channel == channel })
        let standIn = ChannelStandIn(dialect, seed: 1)
        let paths = [
            "/admin/api/2026-01/orders.json", "/wp-json/wc/v3/orders", "/rest/V1/orders", "/orders/2026-01-01/orders",
            "/integration/order/sellers/107703/orders", "/orders/merchantid/x", "/rest/delivery/v1/shipmentPackages",
        ]
        for path in paths {
            let status = await standIn.answer(StandInRequest(method: "GET", target: path)).status
            #expect(status == 401 || status == 403, "\(path)")
        }
    }
}
