import ChannelStandIns
import Contracts
import Foundation
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

    /// Two sites with a floor of people, so that nothing leaves before it is let.
    static let rooms = [
        Stockroom("CHD", floor: .manual, articles: 6),
        Stockroom("CHT", floor: .manual, articles: 6, latitudeE6: 41_000_000),
    ]

    /// Runs `body` with everything set up.
    /// - Parameters:
    ///   - luck: of the webhooks.
    ///   - isPolled: whether the channels are also asked for what is new.
    static func with(
        size: Int, channels: [any ChannelDialect], seed: UInt64, luck: WebhookCourier.Luck, isPolled: Bool = true,
        _ body: (inout ChannelScenario) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "waybill-channels-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let skus = rooms[0].articles.map(\.sku)
        try await ChannelHouse.open(channels, seed: seed, skus: skus) { houses in
            for house in houses { try house.writeCredentials(to: folder) }
            try await WaybillSystem.with(settings: ["WAYBILL_INTAKE_CREDENTIALS": folder.path]) { system in
                var scenario = try await ChannelScenario(
                    size: size, seed: seed, luck: luck, isPolled: isPolled, system: system, houses: houses)
                try await body(&scenario)
            }
        }
    }

    private init(
        size: Int, seed: UInt64, luck: WebhookCourier.Luck, isPolled: Bool, system: WaybillSystem,
        houses: [ChannelHouse]
    ) async throws {
        self.size = size
        self.seed = seed
        self.system = system
        rooms = Self.rooms
        self.houses = houses
        try await rooms[0].open(in: system, stock: 5000, also: [rooms[1].site])
        let barcodes = Dictionary(uniqueKeysWithValues: rooms[0].articles.map { ($0.sku, $0.barcode ?? "") })
        let intake = try #require(system.services.first { $0.name == ServiceName.intake.executable })
        var couriers: [WebhookCourier] = []
        for (index, house) in houses.enumerated() {
            await house.driver.stock(10_000, barcodes: barcodes)
            #expect(try await system.ask(house.setUp(isPolled: isPolled), for: ShopChanged.self).isOpen)
            couriers.append(
                WebhookCourier(
                    of: house.standIn, to: house.webhookAddress(port: intake.port),
                    luck: luck, seed: seed &+ UInt64(100 + index)))
        }
        self.couriers = couriers
    }

    /// Customers order and change their minds, while what the channels tell gets lost, doubled and out of order.
    mutating func sell() async {
        let rounds = 10
        for round in 0..<rounds {
            for index in houses.indices {
                for _ in 0..<(size * (round + 1) / rounds - size * round / rounds) {
                    await houses[index].driver.order()
                }
                // Of packages that are split before their order was heard of the first is accepted, and the others are parked
                // for a person (`further_lines`), so that both sides would differ.
                if houses[index].standIn.dialect.deeds.contains(.split) { await couriers[index].deliver() }
                for _ in 0..<max(1, size / 20) { await houses[index].driver.deed() }
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
    func agree(
        _ what: String, within deadline: Duration, _ differences: (ChannelHouse) async throws -> [String]
    ) async throws {
        var left: [String: [String]] = [:]
        do {
            try await waitUntil(what, within: deadline, every: .seconds(1)) {
                // What was told to a channel makes it tell again.
                await self.deliver()
                left = [:]
                for house in self.houses {
                    let found = try await differences(house)
                    if !found.isEmpty { left[house.channel] = found }
                }
                return left.isEmpty
            }
        } catch is WaitedTooLong {
            for (channel, differences) in left.sorted(by: { $0.key < $1.key }) {
                let few = differences.prefix(5).joined(separator: "\n  ")
                Issue.record("seed \(seed), \(what), \(channel): \(differences.count) differ:\n  \(few)")
            }
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
        return lines.joined(separator: "\n")
    }
}
