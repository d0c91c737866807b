import ChannelStandIns
import Contracts
import Foundation
import TestSupport
import Testing

@Suite("Stock to all channels", .serialized)
struct StockToChannelsTests {
    private static let shop = "main"
    private static let room = Stockroom("CHS", floor: .manual, articles: 3)

    @Test(
        """
        What one channel sells, all seven are told, and nothing of articles that did not change; a channel that was down is told \
        the newest level alone
        """, .timeLimit(.minutes(15)))
    func allSeven() async throws {
        let seed = SeededGenerator.printedSeed(for: "stock to all channels")
        let standIns = Dialects.all.map { ChannelStandIn($0, seed: seed) }
        for standIn in standIns { await Self.list(at: standIn) }
        try await StandInServer.withAll(standIns) { servers in
            let setups = zip(standIns, servers).map {
                MerchantSetup($0.dialect, address: $1.address, shop: Self.shop)
            }
            try await Self.run(setups) { system in
                for setup in setups {
                    #expect(try await system.ask(setup.upsert(pollEvery: 0), for: ShopChanged.self).isOpen)
                }
                let (sold, still) = (Self.room.sku(1), Self.room.sku(2))
                for sku in Self.room.articles.map(\.sku) { try await Self.wait(standIns, for: 20, of: sku) }
                let before = await Self.told(standIns)

                // WooCommerce sells three; nobody asks it for orders, it tells.
                let woo = try #require(standIns.first { $0.dialect.channel == "woocommerce" })
                _ = await woo.place([(sku: sold, units: 3)])
                let intake = try #require(system.services.first { $0.name == ServiceName.intake.executable })
                let courier = WebhookCourier(
                    of: woo, to: "http://127.0.0.1:\(intake.port)/webhooks/woocommerce/\(Self.shop)", seed: seed)
                await courier.deliver()
                try await Self.wait(standIns, for: 17, of: sold)

                // Two channels are down while goods are counted again and again; the others go on hearing of it.
                let down = standIns.filter { ["shopify", "n11"].contains($0.dialect.channel) }
                for standIn in down { await standIn.set([.serviceUnavailable: 1]) }
                let up = standIns.filter { standIn in !down.contains { $0 === standIn } }
                for level in [15, 12, 8] {
                    let known = try await system.count(
                        in: .inventory,
                        "SELECT (on_hand - reserved)::int8 FROM stock_balance WHERE sku = 'CHS-1' AND site = 'CHS'")
                    try await Self.adjust(by: level - known, in: system)
                    try await Self.wait(up, for: level, of: sold)
                }
                for standIn in down { await standIn.set([:]) }
                try await Self.wait(standIns, for: 8, of: sold)

                for (channel, all) in await Self.told(standIns) {
                    let told = all.dropFirst(before[channel]?.count ?? 0)
                    #expect(Set(told.map(\.sku)) == [sold], "\(channel) heard of \(told.map(\.sku)), seed \(seed)")
                    let levels = told.map(\.quantity)
                    // Never an older level behind a newer one; what a channel missed, it never hears.
                    #expect(levels == levels.sorted(by: >) && levels.last == 8, "\(channel) heard \(levels)")
                    if down.contains(where: { $0.dialect.channel == channel }) {
                        #expect(!levels.contains(12), "\(channel) heard \(levels)")
                    }
                }
                for standIn in standIns { #expect(await standIn.world.articles[still]?.stock == 20) }
                try await Self.nothingIsDue(in: system)
            }
        }
    }

    /// Each has its articles under its own ids and our barcodes, with a level that nobody tells it.
    private static func list(at standIn: ChannelStandIn) async {
        await standIn.act { world in
            for (index, article) in Self.room.articles.enumerated() {
                world.sell(
                    Article(
                        sku: article.sku, barcode: article.barcode ?? "", id: "\(9100 + index)", stock: 777,
                        price: 1000))
            }
        }
    }

    private static func run(_ setups: [MerchantSetup], _ body: (WaybillSystem) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "waybill-stock-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for setup in setups { try setup.writeCredentials(to: folder) }
        try await WaybillSystem.with(settings: ["WAYBILL_INTAKE_CREDENTIALS": folder.path]) { system in
            try await room.open(in: system, stock: 20)
            try await body(system)
        }
    }

    private static func adjust(by quantity: Int, in system: WaybillSystem) async throws {
        let movement = StockMovementRequest(site: room.site.code, sku: room.sku(1), bin: nil, quantity: quantity)
        let booked = try await system.ask(
            BookStock(kind: "adjust", reference: "count", actor: "ana", movements: [movement]), for: StockBooked.self)
        #expect(booked.reasons.isEmpty)
    }

    private static func told(_ standIns: [ChannelStandIn]) async -> [String: [PushLog.StockPush]] {
        var told: [String: [PushLog.StockPush]] = [:]
        for standIn in standIns { told[standIn.dialect.channel] = await standIn.world.pushes.stock }
        return told
    }

    private static func wait(_ standIns: [ChannelStandIn], for level: Int, of sku: String) async throws {
        for standIn in standIns {
            try await waitUntil("\(standIn.dialect.channel) sells \(level) of \(sku)") {
                await standIn.world.articles[sku]?.stock == level
            }
        }
    }

    private static func nothingIsDue(in system: WaybillSystem) async throws {
        try await system.waitForCount(
            0, in: .intake, "SELECT count(*) FROM channel_stock WHERE told_version < version")
        try await system.waitForCount(0, in: .intake, "SELECT count(*) FROM channel_stock_feed WHERE is_underway")
    }
}
