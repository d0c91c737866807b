import ChannelStandIns
import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

/// All channels at once, against the whole system.
struct ChannelScenario {
    /// Orders that each channel's customers place.
    let size: Int
    let seed: UInt64
    let system: WaybillSystem
    let rooms: [Stockroom]
    private(set) var houses: [ChannelHouse]
    private let couriers: [WebhookCourier]
    /// A shop of one's own beside the channels; nil where there is none.
    let own: OwnShop?

    static let badDay: [Quirk: Int] = [
        .tooManyRequests: 60, .serviceUnavailable: 80, .gatewayTimeoutAfterTheWork: 8, .answerLostAfterTheWork: 8,
        .oldFieldNames: 3, .packageStatusMissing: 6, .tokenExpired: 20, .staleStock: 6, .addressChangeUnderWay: 10,
    ]

    /// Two sites with a floor of people, so that nothing leaves before it is let.
    static let rooms = [
        Stockroom("CHD", floor: .manual, articles: 6),
        Stockroom("CHT", floor: .manual, articles: 6, latitudeE6: 41_000_000),
    ]

    /// Runs `body` with everything set up.
    /// - Parameters:
    ///   - luck: of the webhooks.
    ///   - isPolled: whether the channels are also asked for what is new.
    ///   - hasOwnShop: whether a shop of one's own sells beside them.
    static func with(
        size: Int, channels: [any ChannelDialect], seed: UInt64, luck: WebhookCourier.Luck, isPolled: Bool = true,
        hasOwnShop: Bool = false, _ body: (inout ChannelScenario) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "waybill-channels-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let skus = rooms[0].articles.map(\.sku)
        // What webhooks tell is waited for no longer than a test can wait.
        let settings = [
            "WAYBILL_INTAKE_CREDENTIALS": folder.path, "WAYBILL_INTAKE_WEBHOOK_GRACE": "5s",
            "WAYBILL_INTAKE_HTTP_RATE": "1000", "WAYBILL_INTAKE_HTTP_BURST": "1000",
        ]
        try await ChannelHouse.open(channels, seed: seed, skus: skus) { houses in
            for house in houses { try house.merchant.writeCredentials(to: folder) }
            try await WaybillSystem.with(settings: settings) { system in
                guard hasOwnShop else {
                    var scenario = try await ChannelScenario(
                        size: size, seed: seed, luck: luck, isPolled: isPolled, system: system, houses: houses, nil)
                    return try await body(&scenario)
                }
                try await StorefrontAccount.with(system.broker) { account in
                    var scenario = try await ChannelScenario(
                        size: size, seed: seed, luck: luck, isPolled: isPolled, system: system, houses: houses, account)
                    try await body(&scenario)
                }
            }
        }
    }

    private init(
        size: Int, seed: UInt64, luck: WebhookCourier.Luck, isPolled: Bool, system: WaybillSystem,
        houses: [ChannelHouse], _ account: StorefrontAccount?
    ) async throws {
        self.size = size
        self.seed = seed
        self.system = system
        rooms = Self.rooms
        self.houses = houses
        try await rooms[0].open(in: system, stock: 5000, also: [rooms[1].site])
        let barcodes = Dictionary(uniqueKeysWithValues: rooms[0].articles.map { ($0.sku, $0.barcode ?? "") })
        let intake = try #require(system.services.first { $0.name == ServiceName.intake.executable })
        // Each round lists all again that changed in the last minutes.
        let pollEvery = isPolled ? max(3, size / 20) : 0
        var couriers: [WebhookCourier] = []
        own = account.map {
            OwnShop($0, articles: Self.rooms[0].articles, port: intake.port, seed: seed &+ 8)
        }
        if let own { #expect(try await system.ask(own.setUp, for: ShopChanged.self).isOpen) }
        for house in houses {
            await house.driver.stock(10_000, barcodes: barcodes)
            #expect(try await system.ask(house.merchant.upsert(pollEvery: pollEvery), for: ShopChanged.self).isOpen)
            let address = house.webhookAddress(port: intake.port)
            await house.standIn.act { $0.webhookAddress = address }
            couriers.append(
                WebhookCourier(
                    of: house.standIn, to: address,
                    luck: luck, seed: ChannelHouse.seed(of: house.channel, from: ~seed)))
        }
        self.couriers = couriers
    }

    /// Lets every channel have a bad day, or a good one.
    func set(_ quirks: [Quirk: Int]) async {
        for house in houses { await house.standIn.set(quirks) }
    }

    /// Customers order and change their minds, while what the channels tell gets lost, doubled and out of order.
    mutating func sell() async throws {
        let rounds = 10
        for round in 0..<rounds {
            for index in houses.indices {
                for _ in 0..<(size * (round + 1) / rounds - size * round / rounds) {
                    await houses[index].driver.order()
                }
                for _ in 0..<max(1, size / 20) { await houses[index].driver.deed() }
            }
            if let own {
                for _ in 0..<(size * (round + 1) / rounds - size * round / rounds) { try await own.order() }
                for _ in 0..<max(1, size / 20) { try await own.deed() }
            }
            await deliver()
        }
        for index in houses.indices { await houses[index].driver.payAll(butOneIn: 6) }
        await deliver()
    }

    /// Carries what the channels have to tell, all at once.
    func deliver() async {
        await withTaskGroup(of: Void.self) { group in
            for courier in couriers { group.addTask { await courier.deliver() } }
        }
    }

    /// Waits until nothing differs, and records what still does.
    /// - Parameters:
    ///   - own: how it is with the own shop.
    ///   - meanwhile: what goes on until then.
    func agree(
        _ what: String, within deadline: Duration, _ differences: (ChannelHouse) async throws -> [String],
        own ofOwn: (OwnShop) async throws -> [String] = { _ in [] }, meanwhile: () async throws -> Void = {}
    ) async throws {
        var left: [String: [String]] = [:]
        do {
            try await waitUntil(what, within: deadline, every: .seconds(1)) {
                // What was told to a channel makes it tell again.
                await self.deliver()
                try await meanwhile()
                left = [:]
                for house in self.houses {
                    let found = try await differences(house)
                    if !found.isEmpty { left[house.channel] = found }
                }
                if let own = self.own {
                    let found = try await ofOwn(own)
                    if !found.isEmpty { left["own shop"] = found }
                }
                return left.isEmpty
            }
        } catch is WaitedTooLong {
            for (channel, differences) in left.sorted(by: { $0.key < $1.key }) {
                let few = differences.prefix(5).joined(separator: "\n  ")
                Issue.record("seed \(seed), \(what), \(channel): \(differences.count) differ:\n  \(few)")
            }
            for trouble in try await troubles() { Issue.record("seed \(seed), \(what): \(trouble)") }
        }
    }

    /// The people of both sites work until nothing is there to be sent.
    func sendAll(hands: Int) async throws {
        for room in rooms {
            try await FloorCrew(system: system, site: room.site.code).finish(atLeast: 0, within: 100, hands: hands)
        }
    }

    /// Lets an operator say which invoices some of Trendyol's orders have, the first twenty that are to be sent.
    /// - Returns: their numbers by order.
    func invoice() async throws -> [String: String] {
        guard let house = houses.first(where: { $0.channel == "trendyol" }) else { return [:] }
        let orders = await house.standIn.world.orders { $0.isPaid && !$0.isCancelled && $0.wanted > 0 }
        var numbers: [String: String] = [:]
        for order in orders.prefix(20) {
            let number = "WAY\(order.id)"
            for outcome in ["accepted", "unchanged"] {
                let answer = try system.waybill(["invoice", order.id, number], as: SubmissionAccepted.self)
                #expect(answer.outcome == outcome)
            }
            numbers[order.id] = number
        }
        return numbers
    }

    /// Where the merchant says no numbers the carrier does, of all that was handed over.
    func carriersTell() async {
        for house in houses where house.channel == "n11" {
            await house.standIn.act { world in
                for order in world.orders(where: { $0.isAcknowledged }) {
                    world.carrierTakes(order.id, number: "N11-\(order.id)")
                }
            }
        }
    }

    /// The storefronts in whose own pages merchants give money back.
    static let storefronts: Set<String> = ["shopify", "woocommerce", "magento"]

    /// The merchant gives money of some orders back that have left, in the storefront's own pages: of a unit, and of every third
    /// order all.
    /// - Returns: of how many.
    func refundSent() async -> Int {
        var count = 0
        for house in houses where Self.storefronts.contains(house.channel) {
            let orders = await house.standIn.world.orders { $0.isPaid && !$0.isCancelled && $0.isShipped }
            for (index, order) in orders.prefix(20).enumerated() {
                guard let line = order.lines.first(where: { $0.shipped > 0 }),
                    await house.standIn.act({
                        index % 3 == 2
                            ? $0.refundAllSent(in: order.id) : $0.refundSent(1, of: line.id, in: order.id)
                    })
                else { continue }
                count += 1
            }
        }
        return count
    }

    /// Goods in, of some articles.
    func receive(_ quantity: Int, of skus: [String]) async throws {
        let booked = try await system.ask(
            BookStock(
                kind: "receive", reference: "DN-CH-\(quantity)", actor: "test",
                movements: skus.map {
                    StockMovementRequest(site: rooms[0].site.code, sku: $0, bin: nil, quantity: quantity)
                }), for: StockBooked.self)
        #expect(booked.reasons.isEmpty)
    }

    /// What a channel is told of each article: what may be promised, as inventory has it.
    func promised() async throws -> [String: Int] {
        let rows = try await system.rows(
            in: .inventory,
            """
            SELECT sku, sum(on_hand - reserved)::int8 FROM stock_balance WHERE sku LIKE 'CHD-%' GROUP BY sku
            """)
        var levels: [String: Int] = [:]
        for row in rows { levels[try row.string(0)] = try row.int(1) }
        return levels
    }

    /// What the last questions to channels came to that failed.
    private func troubles() async throws -> [String] {
        try await system.rows(
            in: .intake,
            "SELECT channel || ' ' || kind || ': ' || failures || ' failures, ' || failure FROM channel_watermark WHERE failures > 0"
        ).map { try $0.string(0) }
    }

    /// What waits for a person, wherever: nothing that customers do is beyond us.
    func parked() async throws -> [String] {
        var parked: [String] = []
        for service in ServiceName.allCases {
            let rows = try await system.rows(
                in: service,
                """
                SELECT type || ' ' || coalesce(reason, '') FROM inbox
                WHERE state = 2
                UNION ALL SELECT key || ' ' || coalesce(reason, '') FROM effect WHERE state = 4
                """)
            parked += try rows.map { "\(service.rawValue): \(try $0.string(0))" }
        }
        return parked
    }

    /// A day on which nothing went wrong would show nothing. One channel alone may have been lucky.
    func expectBadDay() async {
        guard houses.count > 1 else { return }
        var lost = 0
        var doubled = 0
        var struck: [Quirk: Int] = [:]
        for (house, courier) in zip(houses, couriers) {
            let tally = await courier.tally
            lost += tally.lost
            doubled += tally.doubled
            struck.merge(await house.standIn.struck, uniquingKeysWith: +)
        }
        let hasWebhooks = houses.contains { !["magento", "n11"].contains($0.channel) }
        #expect((lost > 0 && doubled > 0) == hasWebhooks, "seed \(seed): \(lost) lost, \(doubled) doubled")
        for quirk in [
            Quirk.tooManyRequests, .serviceUnavailable, .gatewayTimeoutAfterTheWork, .answerLostAfterTheWork,
        ] {
            #expect(struck[quirk, default: 0] > 0, "seed \(seed): no \(quirk)")
        }
    }

    /// How bad the day was, for the log.
    func report() async -> String {
        var lines: [String] = []
        for (house, courier) in zip(houses, couriers) {
            let (tally, struck) = (await courier.tally, await house.standIn.struck)
            let calls = await house.standIn.calls
            let refused = calls.filter { $0.status == 429 }.count
            lines.append(
                """
                \(house.channel): \(house.driver.orders.count) orders, \(house.driver.deeds.values.reduce(0, +)) deeds, \
                \(tally.taken) webhooks taken, \(tally.lost) lost, \(tally.doubled) doubled, \(tally.failed) failed; \
                \(calls.count) calls, \(refused) over the limit, \(struck.values.reduce(0, +)) struck
                """)
        }
        if let own { lines.append(own.report) }
        return lines.joined(separator: "\n")
    }
}
