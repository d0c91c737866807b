import ChannelStandIns
import Testing
import WireJSON

@Suite("A stand-in's pages")
struct PagingTests {
    private let clock = HandClock()

    /// So many orders, a minute apart.
    private func place(_ count: Int, on standIn: ChannelStandIn) async {
        for _ in 0..<count {
            clock.move(seconds: 60)
            _ = await standIn.place([("SKU-1", 2), ("SKU-2", 1)])
        }
    }

    @Test("Shopify: the Link header leads through all of them once; other parameters beside a cursor are refused")
    func shopify() async throws {
        let standIn = await clock.standIn(ShopifyDialect())
        await place(25, on: standIn)
        var target = "/admin/api/2026-01/orders.json?status=any&limit=10&order=updated_at+asc"
        var seen: [String] = []
        for _ in 0..<3 {
            let answer = await standIn.call("GET", target)
            seen += answer.content?["orders"]?.elements.compactMap { $0["id"]?.text } ?? []
            guard let link = answer.headers["Link"], let end = link.firstIndex(of: ">") else { break }
            #expect(link.hasSuffix("rel=\"next\""))
            target = "/" + link[..<end].split(separator: "/").dropFirst(2).joined(separator: "/")
        }
        #expect(seen.count == 25 && Set(seen).count == 25)
        #expect(await standIn.call("GET", target + "&status=any").status == 400)
        #expect(await standIn.call("GET", "/admin/api/2026-01/orders.json?limit=251").status == 400)
    }

    @Test("Shopify: unless it is asked for any, cancelled orders are not there; bounds are by the second, inclusive")
    func shopifyDefaults() async throws {
        let standIn = await clock.standIn(ShopifyDialect())
        await place(3, on: standIn)
        let last = try #require(await standIn.world.orders().last)
        let first = try #require(await standIn.world.orders().first)
        _ = await standIn.act { $0.cancel(last.id) }
        let open = await standIn.call("GET", "/admin/api/2026-01/orders.json")
        #expect(open.content?["orders"]?.count == 2)
        let count = await standIn.call("GET", "/admin/api/2026-01/orders/count.json?status=any")
        #expect(count.content?["count"]?.int == 3)
        let time = try #require(
            await standIn.call("GET", "/admin/api/2026-01/orders/\(first.id).json").content?["order"]?["updated_at"]?
                .string)
        let bound = time.replacing("+", with: "%2B")
        let found = await standIn.call(
            "GET", "/admin/api/2026-01/orders.json?status=any&updated_at_max=\(bound)")
        #expect(found.content?["orders"]?.elements.compactMap { $0["id"]?.text } == [first.id])
    }

    @Test("WooCommerce: a date is by the shop's clock unless it is said to be UTC, and the bound itself is left out")
    func woocommerce() async throws {
        let standIn = await clock.standIn(WooCommerceDialect())
        await place(12, on: standIn)
        func total(_ query: String) async -> String? {
            await standIn.call("GET", "/wp-json/wc/v3/orders?\(query)").headers["X-WP-Total"]
        }
        // The clock begins at 02:40 UTC; the shop's own is three hours ahead.
        #expect(await total("modified_after=2026-02-02T02:45:00&dates_are_gmt=true") == "7")
        #expect(await total("modified_after=2026-02-02T02:45:00") == "12")
        #expect(await total("modified_after=2026-02-02T05:45:00") == "7")
        let page = await standIn.call("GET", "/wp-json/wc/v3/orders?per_page=5&page=3")
        #expect(page.content?.count == 2 && page.headers["X-WP-TotalPages"] == "3" && page.headers["Link"] == nil)
        #expect(await standIn.call("GET", "/wp-json/wc/v3/orders?per_page=101").status == 400)
    }

    @Test("Magento: beyond the last page the last one comes again; filters of a group are or, groups are and")
    func magento() async throws {
        let standIn = await clock.standIn(MagentoDialect())
        await place(5, on: standIn)
        func ids(_ query: String) async -> [Int] {
            await standIn.call("GET", "/rest/default/V1/orders?\(query)").content?["items"]?.elements
                .compactMap { $0["entity_id"]?.int } ?? []
        }
        #expect(await ids("searchCriteria[pageSize]=2&searchCriteria[currentPage]=3") == [305])
        #expect(await ids("searchCriteria[pageSize]=2&searchCriteria[currentPage]=9") == [305])
        let filter = "searchCriteria[filter_groups]"
        #expect(
            await ids(
                "\(filter)[0][filters][0][field]=updated_at&\(filter)[0][filters][0][value]=2026-02-02%2002:43:00"
                    + "&\(filter)[0][filters][0][condition_type]=gteq&\(filter)[1][filters][0][field]=entity_id"
                    + "&\(filter)[1][filters][0][value]=304&\(filter)[1][filters][1][field]=entity_id"
                    + "&\(filter)[1][filters][1][value]=301") == [304])
    }

    @Test("Amazon: exactly one lower bound; without a further page there is no pagination member")
    func amazon() async throws {
        let standIn = await clock.standIn(AmazonDialect())
        await place(5, on: standIn)
        let token = ["x-amz-access-token": "Atza|\(clock.now)|x"]
        func search(_ query: String) async -> StandInAnswer {
            await standIn.call("GET", "/orders/2026-01-01/orders?\(query)", headers: token)
        }
        let after = "lastUpdatedAfter=2026-02-02T00:00:00Z"
        #expect(await search("").status == 400)
        #expect(await search("\(after)&createdAfter=2026-02-02T00:00:00Z").status == 400)
        let first = await search("\(after)&maxResultsPerPage=3")
        let next = try #require(first.content?["pagination"]?["nextToken"]?.string)
        let second = await search("\(after)&maxResultsPerPage=3&paginationToken=\(next)")
        #expect(first.content?["orders"]?.count == 3 && second.content?["orders"]?.count == 2)
        #expect(second.content?["pagination"] == nil)
        #expect(second.content?["orders"]?[0]?["proceeds"] == nil)
    }

    @Test(
        "Trendyol: two weeks at once, two hundred on a page, ten thousand in all; N11 leaves out what is beyond its window"
    )
    func windows() async throws {
        let trendyol = await clock.standIn(TrendyolDialect())
        let n11 = await clock.standIn(N11Dialect())
        await place(3, on: trendyol)
        await place(3, on: n11)
        let (day, now) = (Int64(86_400_000), clock.now)
        func list(_ query: String) async -> StandInAnswer {
            await trendyol.call("GET", "/integration/order/sellers/107703/orders?\(query)")
        }
        #expect(await list("startDate=\(now - 14 * day)&endDate=\(now)").content?["totalElements"]?.int == 3)
        #expect(await list("startDate=\(now - 15 * day)&endDate=\(now)").status == 400)
        #expect(await list("size=201").status == 400)
        #expect(await list("page=50&size=200").status == 400)
        func packages(_ query: String) async -> StandInAnswer {
            await n11.call("GET", "/rest/delivery/v1/shipmentPackages?status=Created&\(query)")
        }
        #expect(await packages("startDate=\(now - 14 * day)&endDate=\(now)").content?["content"]?.count == 3)
        let cut = await packages("startDate=\(now - 16 * day)&endDate=\(now)")
        #expect(cut.status == 200 && cut.content?["content"]?.count == 0)
        #expect(await packages("size=101").status == 400)
    }

    @Test("Hepsiburada: offset and limit are mandatory, its packages come as a bare list")
    func hepsiburada() async throws {
        let dialect = HepsiburadaDialect()
        let standIn = await clock.standIn(dialect)
        await place(3, on: standIn)
        let orders = "/orders/merchantid/\(dialect.merchant)"
        #expect(await standIn.call("GET", orders).status == 400)
        let page = await standIn.call("GET", "\(orders)?offset=4&limit=5")
        #expect(page.content?["totalCount"]?.int == 6 && page.content?["items"]?.count == 2)
        let packages = await standIn.call(
            "GET", "/packages/merchantid/\(dialect.merchant)?offset=0&limit=10&timespan=24")
        #expect(packages.content?.kind == .array)
    }
}
