import Contracts
import FoundationEssentials
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Inventory

@Suite("Never oversold")
struct NoOversellTests {
    private static func reserve(_ order: UUID, _ skus: [String]) -> Given {
        Given(
            ReserveStockHandler.self,
            ReserveStock(
                reservationID: order, channel: "shopify",
                lines: skus.enumerated().map { ParcelLine(lineID: "\($0.offset)", sku: $0.element, quantity: 1) }),
            order: order)
    }

    private static func stocked(_ skus: [String], _ quantity: Int, on database: InventoryDatabase) async throws {
        try await database.withConnection { connection in
            _ = try await connection.batch([
                Given(
                    UpsertCatalogueHandler.self,
                    UpsertCatalogue(
                        articles: skus.map { Demo.article($0) }, sites: [Demo.berlin, Demo.london, Demo.istanbul])),
                Given(
                    BookStockHandler.self,
                    BookStock(
                        kind: "receive", reference: "DN", actor: "ana",
                        movements: skus.flatMap { sku in
                            ["BER", "LON"].map { StockMovementRequest(site: $0, sku: sku, quantity: quantity / 2) }
                        })),
            ])
        }
    }

    @Test("500 buyers on six connections for 100 units: 100 get them, 400 are told at once")
    func race() async throws {
        try await InventoryDatabase.with { database in
            try await Self.stocked(["TEA"], 100, on: database)
            let reserved = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
                for worker in 0..<6 {
                    group.addTask {
                        try await database.withConnection { connection in
                            var counts = (0, 0)
                            let buyers = (0..<500).filter { $0 % 6 == worker }.map { UUID.v5("buyer \($0)") }
                            for start in stride(from: 0, to: buyers.count, by: 10) {
                                let batch = buyers[start..<min(start + 10, buyers.count)]
                                for out in try await connection.batch(batch.map { Self.reserve($0, ["TEA"]) }) {
                                    if try out.payload(StockReserved.self) != nil { counts.0 += 1 }
                                    if try out.payload(StockShort.self) != nil { counts.1 += 1 }
                                }
                            }
                            return counts
                        }
                    }
                }
                return try await group.reduce((0, 0)) { ($0.0 + $1.0, $0.1 + $1.1) }
            }
            #expect(reserved == (100, 400))
            #expect(try await database.number(Audit.unbalanced) == 0)
            #expect(try await database.number(Audit.unreserved) == 0)
            #expect(try await database.number(Audit.oversold) == 0)
        }
    }

    /// One of four workers: reserves, releases, hands over and counts, at random.
    private static func work(
        _ database: InventoryDatabase, _ skus: [String], worker: Int, seed: UInt64
    ) async throws {
        var random = SeededGenerator(seed: seed &+ UInt64(worker))
        var reserved: [(order: UUID, allocation: Allocation)] = []
        try await database.withConnection { connection in
            for round in 0..<25 {
                var batch: [Given] = []
                for slot in 0..<Int.random(in: 1...8, using: &random) {
                    let known = reserved.randomElement(using: &random)
                    switch (Int.random(in: 0...9, using: &random), known) {
                    case (0...2, let known?):
                        let release = ReleaseStock(reservationID: known.order, reason: "x")
                        batch.append(Given(ReleaseStockHandler.self, release, order: known.order))
                    case (3...5, let known?):
                        batch.append(handOver(known.order, known.allocation))
                    case (6, _):
                        let count = StockMovementRequest(
                            site: "BER", sku: skus.randomElement(using: &random) ?? "A",
                            quantity: Int.random(in: -5...5, using: &random))
                        let book = BookStock(kind: "adjust", reference: "count", actor: "ana", movements: [count])
                        batch.append(Given(BookStockHandler.self, book))
                    default:
                        let wanted = skus.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random))
                        batch.append(reserve(.v5("\(seed)/\(worker)/\(round)/\(slot)"), Array(wanted)))
                    }
                }
                for outcome in try await connection.batch(batch) {
                    guard let reply = try outcome.payload(StockReserved.self) else { continue }
                    reserved += reply.allocations.map { (reply.reservationID, $0) }
                }
            }
        }
    }

    /// A parcel with all that a site sends; the same one every time it is told of.
    private static func handOver(_ order: UUID, _ allocation: Allocation) -> Given {
        let parcel = Parcel(
            id: .v5("\(order.text)/\(allocation.site)"), fulfilmentOrderID: order, site: allocation.site,
            lines: allocation.lines.map { ParcelLine(lineID: $0.lineID, sku: $0.sku, quantity: $0.quantity) },
            weight: 1, length: 1, width: 1, height: 1)
        return Given(
            ParcelHandedOverHandler.self,
            ParcelHandedOver(
                fulfilmentOrderID: order, reservationID: order, parcel: parcel,
                tracking: ParcelTracking(parcelID: parcel.id, carrier: "c", service: "s", trackingNumber: "1"),
                at: Timestamp(seconds: 0)), order: order)
    }

    @Test("Orders of several articles, releases, hand-overs and counts at random on four connections: the books add up")
    func randomSchedules() async throws {
        let seed = SeededGenerator().seed
        print("random schedules seed: \(seed)")
        try await InventoryDatabase.with { database in
            let skus = ["A", "B", "C", "D", "E"]
            try await Self.stocked(skus, 60, on: database)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<4 {
                    group.addTask { try await Self.work(database, skus, worker: worker, seed: seed) }
                }
                try await group.waitForAll()
            }
            #expect(try await database.number(Audit.unbalanced) == 0, "seed \(seed)")
            #expect(try await database.number(Audit.unreserved) == 0, "seed \(seed)")
            #expect(try await database.number(Audit.oversold) == 0, "seed \(seed)")
            let kinds = Statement("kinds", "SELECT count(DISTINCT kind) FROM stock_movement")
            #expect(try await database.number(kinds) == 5, "seed \(seed)")
        }
    }
}
