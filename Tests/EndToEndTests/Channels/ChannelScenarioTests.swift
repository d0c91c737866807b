import ChannelStandIns
import Contracts
import Foundation
import TestSupport
import Testing

@Suite("Every channel at once, on a bad day", .serialized)
struct ChannelScenarioTests {
    /// 200 is what a night is for.
    private static var size: Int {
        ProcessInfo.processInfo.environment["WAYBILL_TEST_CHANNEL_ORDERS"].flatMap { Int($0) } ?? 20
    }

    @Test("by webhooks alone, doubled and out of order, both sides have the same orders and quantities")
    func webhooksAlone() async throws {
        let seed = SeededGenerator.printedSeed(for: "webhooks alone")
        // WooCommerce's do not tell which units were refunded: it has to be asked.
        let woo: any ChannelDialect = WooCommerceDialect(deeds: [.pay, .cancel, .getMoneyBack])
        let others = ["shopify", "trendyol", "hepsiburada"]
        try await ChannelScenario.with(
            size: Self.size, channels: Dialects.all.filter { others.contains($0.channel) } + [woo], seed: seed,
            luck: .init(doubled: 30), isPolled: false
        ) { scenario in
            let system = scenario.system
            try await scenario.sell()
            try await scenario.agree("orders and quantities", within: Self.patience(90)) { house in
                try await ChannelTruth.read(house.channel, in: system).differences(from: house.standIn.world)
            }
            print(await scenario.report())
        }
    }

    /// - Parameter seconds: for as many orders as are usual. Channels' limits and rounds do not get faster with more of them.
    private static func patience(_ seconds: Int) -> Duration { .seconds(max(300, seconds * max(1, size / 20))) }

    /// All, or those that are named: a seed does the same to a channel alone.
    private static var channels: [any ChannelDialect] {
        let all: [any ChannelDialect] = Dialects.all.map { dialect in
            // A test has not its two minutes.
            dialect.channel == "amazon" ? AmazonDialect(margin: 0) : dialect
        }
        let named = ProcessInfo.processInfo.environment["WAYBILL_TEST_CHANNELS"]?.split(separator: ",").map(String.init)
        return all.filter { named?.contains($0.channel) ?? true }
    }

    private static var hasOwnShop: Bool {
        ProcessInfo.processInfo.environment["WAYBILL_TEST_CHANNELS"]?.contains("web") ?? true
    }

    @Test(
        """
        with 30 % of webhooks lost, 10 % doubled and orders changed, cancelled, refunded and given back at random, by customers \
        and by us, both sides end with the same orders, quantities, refunds, tracking numbers, invoices and stock levels, and each push was carried out once
        """)
    func agree() async throws {
        let seed = SeededGenerator.printedSeed(for: "every channel at once")
        try await ChannelScenario.with(
            size: Self.size, channels: Self.channels, seed: seed, luck: .init(lost: 30, doubled: 10),
            hasOwnShop: Self.hasOwnShop
        ) { scenario in
            let system = scenario.system
            // Somebody decides on each return.
            try await system.introducePolicy(["is_automatic": "false"])
            // N11's documentation says two things of splits: each on its day.
            let badDay = ChannelScenario.badDay.merging(seed % 2 == 1 ? [.splitAsTheHelpPageSays: 1] : [:]) { $1 }
            await scenario.set(badDay)
            try await scenario.sell()
            try await scenario.agree("orders and quantities", within: Self.patience(240)) { house in
                try await ChannelTruth.read(house.channel, in: system).differences(from: house.standIn.world)
            } own: { shop in
                try await shop.differences(ChannelTruth.read("web", shop.name, in: system))
            }
            let own = try await scenario.cancelSome()
            try await scenario.agree("cancels of ours", within: Self.patience(240)) { house in
                let truth = try await ChannelTruth.read(house.channel, in: system)
                let world = await house.standIn.world
                return truth.differences(from: world) + own.differences(from: world, at: house.channel)
            }
            // From here on nobody cancels any more: who is first of a parcel and a cancel is another test's matter.
            await scenario.set(badDay.merging([.automaticPacking: 1]) { $1 })
            let invoices = try await scenario.invoice()
            try await scenario.sendAll(hands: 100)
            try await scenario.agree("shipments and tracking numbers", within: Self.patience(240)) { house in
                let truth = try await ChannelTruth.read(house.channel, in: system)
                let world = await house.standIn.world
                guard house.channel == "n11" else { return truth.differencesInShipments(from: world) }
                // It takes no numbers: its carrier says what was sent. That we are at work is all that it can be told.
                return world.orders { $0.isPaid && !$0.isCancelled }.compactMap { order in
                    if !order.isAcknowledged { return "\(order.id) is not at work" }
                    let left = truth.orders[order.id]?.sent.values.reduce(0, +) ?? 0
                    return left == order.wanted ? nil : "\(order.id): \(order.wanted) are wanted, \(left) left"
                }
            } own: { shop in
                try await shop.differencesInShipments(ChannelTruth.read("web", shop.name, in: system))
            } meanwhile: {
                // What was on its way to the floor.
                try await scenario.sendAll(hands: 5)
            }
            try await scenario.agree("invoices", within: Self.patience(120)) { house in
                guard house.channel == "trendyol" else { return [] }
                return await house.standIn.world.orders { invoices[$0.id] != $0.invoice }.map {
                    "\($0.id) has invoice \($0.invoice ?? "none") there, \(invoices[$0.id] ?? "none") here"
                }
            }
            await scenario.carriersTell()
            try await scenario.agree("what N11's carrier has", within: Self.patience(120)) { house in
                guard house.channel == "n11" else { return [] }
                return try await ChannelTruth.read(house.channel, in: system)
                    .differencesInShipments(from: house.standIn.world, hasNumbers: false)
            }
            let claims = try await scenario.claimSome()
            try await scenario.agree("claims", within: Self.patience(240)) { house in
                house.channel == "trendyol"
                    ? claims[house.channel]?.differences(from: await house.standIn.world) ?? [] : []
            }
            let sells = scenario.houses.contains { ChannelScenario.storefronts.contains($0.channel) }
            #expect((await scenario.refundSent() > 0) == sells, "seed \(seed)")
            try await scenario.agree("money", within: Self.patience(120)) { house in
                try await ChannelTruth.read(house.channel, in: system)
                    .differencesInMoney(from: house.standIn.world)
            } own: { shop in
                try await shop.differencesInMoney(ChannelTruth.read("web", shop.name, in: system))
            }
            try await levelsAgree(scenario)
            for house in scenario.houses {
                let world = await house.standIn.world
                #expect(own.differences(from: world, at: house.channel) == [], "seed \(seed), \(house.channel)")
                if house.channel == "trendyol" {
                    #expect(claims[house.channel]?.differences(from: world) == [], "seed \(seed)")
                }
                #expect(world.pushes.doubled == [], "seed \(seed), \(house.channel)")
                // What a call before it had done, is refused in good order.
                let refusals = world.pushes.refusals.filter { world.pushes.counts[$0.intent]?.carriedOut != 1 }
                    .map { "\($0.intent): \($0.reason)" }
                #expect(refusals == [], "seed \(seed), \(house.channel)")
            }
            let parked = try await scenario.parked()
            #expect(parked == [], "seed \(seed)")
            try await system.auditByCommand()
            await scenario.expectBadDay()
            print(await scenario.report())
            for (channel, made) in claims.sorted(by: { $0.key < $1.key }) {
                print("\(channel): \(made.claims.count) claims")
            }
        }
    }

    /// Goods come in of all articles but one: only those are told, and the newest level is what stands there.
    private func levelsAgree(_ scenario: ChannelScenario) async throws {
        let articles = scenario.rooms[0].articles.map(\.sku)
        let (changed, same) = (Array(articles.dropLast()), articles[articles.count - 1])
        // What is under way of the levels before would be counted too: of goods that came back, which a first round brings along,
        // and to a channel that has turned it down again and again on such a day, and is left alone for a while.
        try await scenario.system.waitForCount(
            0, in: .saga, "SELECT count(*) FROM saga_line WHERE return_received > 0", within: Self.patience(240))
        try await receive(1, of: changed, with: scenario)
        try await scenario.system.waitForCount(
            0, in: .intake, "SELECT count(*) FROM effect WHERE kind = 'stock' AND state IN (0, 1)",
            within: Self.patience(240))
        var before: [String: Int] = [:]
        for house in scenario.houses { before[house.channel] = await Self.pushes(of: same, to: house) }
        try await receive(7, of: changed, with: scenario)
        for house in scenario.houses {
            let after = await Self.pushes(of: same, to: house)
            #expect(after == before[house.channel], "seed \(scenario.seed), \(house.channel): \(same) has not changed")
        }
    }

    private func receive(_ units: Int, of articles: [String], with scenario: ChannelScenario) async throws {
        try await scenario.receive(units, of: articles)
        let promised = try await scenario.promised()
        try await scenario.agree("stock levels", within: Self.patience(240)) { house in
            let there = await house.standIn.world.articles
            return articles.compactMap { sku in
                let level = there[sku]?.stock
                return level == promised[sku] ? nil : "\(sku) is \(level ?? -1) there, \(promised[sku] ?? -1) here"
            }
        } own: { shop in
            let levels = try await shop.levels()
            return articles.compactMap { levels[$0] == promised[$0] ? nil : "\($0) is \(levels[$0] ?? -1) there" }
        }
    }

    private static func pushes(of sku: String, to house: ChannelHouse) async -> Int {
        await house.standIn.world.pushes.stock.filter { $0.sku == sku }.count
    }
}
