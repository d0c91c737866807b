import ChannelStandIns
import Contracts
import OrderIntake
import TestSupport
import Testing
import WireJSON

@Suite("What a stand-in tells of its orders")
struct PayloadTests {
    /// What the channel's own interface lists of all its orders.
    private func documents(_ standIn: ChannelStandIn, _ clock: HandClock) async throws -> [[UInt8]] {
        let mapping = try #require(ChannelDirectory.mapping(of: standIn.dialect.channel))
        let from = clock.now - 86_400_000
        var headers: [String: String] = [:]
        let targets: [String]
        switch standIn.dialect {
        case is ShopifyDialect: targets = ["/admin/api/2026-01/orders.json?status=any&limit=250"]
        case is WooCommerceDialect: targets = ["/wp-json/wc/v3/orders?per_page=100"]
        case is MagentoDialect: targets = ["/rest/V1/orders"]
        case is AmazonDialect:
            headers["x-amz-access-token"] = "Atza|\(clock.now)|x"
            targets = [
                "/orders/2026-01-01/orders?lastUpdatedAfter=2026-01-01T00:00:00Z&includedData=BUYER,RECIPIENT,PROCEEDS"
            ]
        case let dialect as TrendyolDialect:
            targets = ["/integration/order/sellers/\(dialect.seller)/orders?size=200&startDate=\(from)"]
        case let dialect as HepsiburadaDialect: targets = ["/orders/merchantid/\(dialect.merchant)?offset=0&limit=100"]
        default: targets = ["/rest/delivery/v1/shipmentPackages?startDate=\(from)&orderByField=true"]
        }
        var documents: [[UInt8]] = []
        for target in targets {
            let answer = await standIn.call("GET", target, headers: headers)
            let page = try #require(answer.content, "\(target): \(String(decoding: answer.body, as: UTF8.self))")
            documents += mapping.documents(in: page)
        }
        return documents
    }

    @Test(
        "is read by the mapping of its channel without a problem and without a mismatch, whatever customers did",
        arguments: Dialects.all.map(\.channel))
    func isRead(channel: String) async throws {
        let seed = SeededGenerator.printedSeed(for: "payloads of \(channel)")
        let dialect = try #require(Dialects.all.first { $0.channel == channel })
        let clock = HandClock()
        let standIn = await clock.standIn(dialect, quirks: [.oldFieldNames: 3, .packageStatusMissing: 5], seed: seed)
        var driver = ChannelDriver(standIn, skus: ["SKU-1", "SKU-2", "SKU-3"], seed: seed)
        // So many that customers never cancel all but ten.
        for _ in 0..<45 {
            clock.move(seconds: 5)
            await driver.order()
            clock.move(seconds: 5)
            await driver.deed()
        }
        let mapping = try #require(ChannelDirectory.mapping(of: channel))
        let shop = Shop(key: ShopKey(channel: channel, shop: "main"))
        var (seen, live) = (Set<String>(), 0)
        let webhooks = await standIn.takeWebhooks()
        for body in try await documents(standIn, clock) + webhooks.map(\.body) {
            guard let root = try? JSONDocument(parsing: body).root else { continue }
            for node in mapping.orders(in: root) {
                switch mapping.map(node, for: shop) {
                case .order(let order, let disposition):
                    seen.insert(order.externalID)
                    if disposition == .proceed { live += 1 }
                    #expect(order.mismatches.isEmpty || hasOnlyRefunds(order), "seed \(seed): \(order.mismatches)")
                case .unfit(let reasons):
                    Issue.record("seed \(seed): \(reasons.map { "\($0.code) \($0.path ?? "")" })")
                }
            }
        }
        let placed = await standIn.world.orders { $0.isPaid || channel != "hepsiburada" }
        #expect(Set(placed.filter { !$0.isCancelled }.map(\.id)).isSubset(of: seen))
        #expect(live > 10)
    }

    /// WooCommerce does not say for which lines money went back, and the mapping says so.
    private func hasOnlyRefunds(_ order: Order) -> Bool {
        order.mismatches.allSatisfy { $0.code == ReasonCode.partiallyRefunded.rawValue }
    }

    @Test("units that are cancelled are off the order that is mapped", arguments: ["shopify", "amazon"])
    func fewerUnits(channel: String) async throws {
        let dialect = try #require(Dialects.all.first { $0.channel == channel })
        let clock = HandClock()
        let standIn = await clock.standIn(dialect)
        let id = await standIn.place([("SKU-1", 4), ("SKU-2", 1)], shipping: 400)
        let line = try #require(await standIn.world[id]?.lines.first)
        clock.move(seconds: 5)
        #expect(await standIn.act { $0.cancelUnits(3, of: line.id, in: id) })
        let mapping = try #require(ChannelDirectory.mapping(of: channel))
        let document = try #require(try await documents(standIn, clock).first)
        let node = try #require(mapping.orders(in: try JSONDocument(parsing: document).root).first)
        guard case .order(let order, .proceed) = mapping.map(node, for: Shop(key: ShopKey(channel: channel, shop: "m")))
        else {
            Issue.record("not an order to be sent")
            return
        }
        #expect(order.lines.map(\.quantity) == [1, 1])
        #expect(order.total == 1000 + 1150 + 400 && order.mismatches.isEmpty)
    }
}
