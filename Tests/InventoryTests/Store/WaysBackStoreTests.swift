import Contracts
import FoundationEssentials
import Messaging
import Postgres
import TestSupport
import Testing
import WireJSON

@testable import Inventory

@Suite("The ways back in the database")
struct WaysBackStoreTests {
    private static let catalogue = Given(
        UpsertCatalogueHandler.self,
        UpsertCatalogue(
            articles: [
                Demo.article("TEA", aliases: ["shopify:1"], policy: .split, leadDays: 2), Demo.article("CUP"),
                Demo.article("POT", policy: .backorder),
                Demo.article(
                    "GIFT", policy: .split,
                    kit: [KitComponent(sku: "TEA", quantity: 2), KitComponent(sku: "CUP", quantity: 1)]),
            ], sites: [Demo.berlin, Demo.london, Demo.istanbul]))

    private static func book(_ kind: String, _ sku: String, _ site: String, _ quantity: Int) -> Given {
        Given(
            BookStockHandler.self,
            BookStock(
                kind: kind, reference: "R", actor: "ana",
                movements: [StockMovementRequest(site: site, sku: sku, quantity: quantity)]))
    }

    private static func reserve(
        _ order: UUID, _ lines: [(String, Int)], isExpress: Bool = false, isPaid: Bool = true
    ) -> Given {
        Given(
            ReserveStockHandler.self,
            ReserveStock(
                reservationID: order, channel: "shopify",
                lines: lines.enumerated().map {
                    ParcelLine(lineID: "\($0.offset)", sku: $0.element.0, quantity: $0.element.1)
                }, destination: Demo.address("DE", 52_512_345, 13_412_345), isExpress: isExpress, isPaid: isPaid),
            order: order)
    }

    private static func fill(_ sku: String) -> Given {
        Given(FillBackordersHandler.self, FillBackorders(sku: sku))
    }

    private static func expectBalanced(_ database: InventoryDatabase, _ comment: Comment? = nil) async throws {
        #expect(try await database.number(Audit.unbalanced) == 0, comment)
        #expect(try await database.number(Audit.unreserved) == 0, comment)
        #expect(try await database.number(Audit.oversold) == 0, comment)
    }

    @Test("What one batch saves the next one loads: kits, backorders, history, what later news answers; no address")
    func roundTrip() async throws {
        try await InventoryDatabase.with { database in
            try await database.withConnection { connection in
                let order = UUID()
                _ = try await connection.batch([Self.catalogue])
                _ = try await connection.batch([
                    Self.book("receive", "TEA", "BER", 5), Self.book("receive", "CUP", "BER", 1),
                    Self.book("quarantine", "TEA", "BER", 1),
                ])
                _ = try await connection.batch([
                    Self.reserve(order, [("GIFT", 3), ("POT", 2)], isExpress: true, isPaid: false)
                ])
                let rows = try await connection.transaction { transaction in
                    var keys = InventoryKeys()
                    keys.reservations = [order]
                    keys.names = ["GIFT"]
                    keys.parts = ["CUP"]
                    keys.fills = ["POT"]
                    keys.changesPlaces = true
                    return try InventoryStore().load(keys, in: &transaction)
                }
                #expect(rows.articles["GIFT"]?.components.map(\.sku) == ["TEA", "CUP"])
                #expect(rows.articles["TEA"]?.shortPolicy == .split && rows.articles["TEA"]?.leadDays == 2)
                #expect(rows.balances[StockKey(sku: "TEA", site: "BER")]?.quarantined == 1)
                let reservation = try #require(rows.reservations[order])
                #expect(reservation.state == .backordered && reservation.isExpress && reservation.history.isUnpaid)
                #expect(reservation.lines.map(\.units) == [1, 0] && reservation.lines.map(\.perUnit) == [2, 1])
                #expect(reservation.backorders.map(\.sku) == ["GIFT", "POT"])
                #expect(reservation.backorders.map(\.quantity) == [2, 2])
                #expect(reservation.backorders.map(\.isWhole) == [false, true])
                #expect(reservation.command?.orderID == order && reservation.round == 1)
                #expect(
                    reservation.destination.coordinates == Coordinates(latitudeE6: 52_510_000, longitudeE6: 13_410_000))
                #expect(rows.waiters["CUP"] == ["GIFT": 2] && rows.awaitedSKUs == ["GIFT", "POT"])

                _ = try await connection.batch([Self.book("receive", "CUP", "LON", 9)])
                let filled = try await connection.batch([Self.fill("GIFT")])
                #expect(try filled[0].payload(StockReserved.self)?.allocations.flatMap(\.lines).count == 2)
                // The page of levels counts a kit by its scarcest component.
                _ = try await connection.batch([Self.book("receive", "TEA", "IST", 7)])
                let page = try await connection.transaction { transaction in
                    var keys = InventoryKeys()
                    keys.pages = [""]
                    return try InventoryStore().load(keys, in: &transaction).pages[""]
                }
                #expect(page?.map(\.sku) == ["CUP", "GIFT", "TEA"] && page?.map(\.available) == [8, 3, 7])
            }
            try await Self.expectBalanced(database)
            let addresses = Statement(
                "addresses", "SELECT count(*) FROM reservation WHERE destination::text LIKE '%Street%'")
            #expect(try await database.number(addresses) == 0)
        }
    }

    @Test(
        "A count below what is reserved finds the orders that lose by itself, among many, and only as many as it needs")
    func count() async throws {
        try await InventoryDatabase.with { database in
            try await database.withConnection { connection in
                _ = try await connection.batch([Self.catalogue])
                _ = try await connection.batch([Self.book("receive", "CUP", "BER", 40)])
                for number in 0..<4 {
                    _ = try await connection.batch(
                        (0..<10).map { Self.reserve(.v5("\(number)/\($0)"), [("CUP", 1)]) })
                }
                let outcomes = try await connection.batch([Self.book("adjust", "CUP", "BER", -7)])
                #expect(try outcomes[0].payload(StockBooked.self)?.booked == 1)
                #expect(outcomes[0].messages.count { $0.envelope.type == StockShort.type } == 7)
            }
            try await Self.expectBalanced(database)
            let left = Statement("left", "SELECT on_hand * 100 + reserved FROM stock_balance WHERE sku = 'CUP'")
            #expect(try await database.number(left) == 3333)
        }
    }

    @Test("Payment and expiry at the same moment, on two connections: one of them wins, never both")
    func expiryAgainstPayment() async throws {
        try await InventoryDatabase.with { database in
            try await database.withConnection { connection in
                _ = try await connection.batch([Self.catalogue])
                _ = try await connection.batch([Self.book("receive", "CUP", "BER", 40)])
            }
            let orders = (0..<40).map { UUID.v5("unpaid \($0)") }
            try await database.withConnection { connection in
                _ = try await connection.batch(orders.map { Self.reserve($0, [("CUP", 1)], isPaid: false) })
            }
            async let expired = database.withConnection { connection in
                var count = 0
                for order in orders {
                    let reservation = Reservation(
                        id: order, orderID: order, state: .reserved, createdAt: Timestamp(seconds: 0))
                    let message = Given(ExpireReservationHandler.self, ExpireReservation(reservation), order: order)
                    count += try await connection.batch([message])[0].messages.count
                }
                return count
            }
            async let paid = database.withConnection { connection in
                var counts = (won: 0, lost: 0)
                for order in orders.reversed() {
                    let out = try await connection.batch([Self.reserve(order, [("CUP", 1)])])[0]
                    if try out.payload(StockReserved.self) != nil { counts.won += 1 }
                    if try out.payload(StockReleased.self)?.reason == "expired" { counts.lost += 1 }
                }
                return counts
            }
            let (lapsed, payments) = try await (expired, paid)
            #expect(payments.won + payments.lost == 40 && lapsed == payments.lost)
            let held = Statement("held", "SELECT reserved FROM stock_balance WHERE sku = 'CUP'")
            #expect(try await database.number(held) == payments.won)
            try await Self.expectBalanced(database)
        }
    }

    @Test("A receipt of a return is booked once, whichever process gets it")
    func restockedOnce() async throws {
        try await InventoryDatabase.with { database in
            try await database.withConnection { connection in _ = try await connection.batch([Self.catalogue]) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await database.withConnection { connection in
                            for ordinal in 1...5 {
                                let command = RestockUnits(
                                    returnID: .v5("r"), ordinal: ordinal, site: "BER",
                                    lines: [RestockLine(sku: "shopify:1", quantity: 1, disposition: "restock")])
                                _ = try await connection.batch([Given(RestockUnitsHandler.self, command)])
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let left = Statement("left", "SELECT on_hand FROM stock_balance WHERE sku = 'TEA'")
            #expect(try await database.number(left) == 5)
            try await Self.expectBalanced(database)
        }
    }

    /// One of four workers: everything that can happen, at random.
    private static func work(_ database: InventoryDatabase, worker: Int, seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed &+ UInt64(worker))
        var held: [(order: UUID, allocation: Allocation)] = []
        var orders: [UUID] = []
        try await database.withConnection { connection in
            for round in 0..<30 {
                var batch: [Given] = []
                for slot in 0..<Int.random(in: 1...6, using: &random) {
                    let site = ["BER", "LON", "IST"].randomElement(using: &random) ?? "BER"
                    let sku = ["TEA", "CUP", "POT"].randomElement(using: &random) ?? "TEA"
                    let count = Int.random(in: 1...4, using: &random)
                    let known = held.randomElement(using: &random)
                    switch (Int.random(in: 0...11, using: &random), known, orders.randomElement(using: &random)) {
                    case (0, _, let order?):
                        let keep = known.map { [AllocatedUnits(site: $0.allocation.site, sku: sku, quantity: 1)] } ?? []
                        let release = ReleaseStock(reservationID: order, reason: "x", keep: keep)
                        batch.append(Given(ReleaseStockHandler.self, release, order: order))
                    case (1, let known?, _):
                        let line = known.allocation.lines[0]
                        let release = ReleaseStock(
                            reservationID: known.order, reason: "x",
                            lines: [ParcelLine(lineID: line.lineID, sku: line.sku, quantity: 1)],
                            ordinal: round * 10 + slot, allocationID: known.allocation.id)
                        batch.append(Given(ReleaseStockHandler.self, release, order: known.order))
                    case (2...3, let known?, _):
                        let reroute = RerouteStock(
                            reservationID: known.order, allocationID: known.allocation.id, site: known.allocation.site,
                            lines: known.allocation.lines.map {
                                ShortLine(lineID: $0.lineID, sku: $0.sku, requested: $0.quantity, available: 0)
                            }, damaged: count == 1, isCount: count > 2)
                        batch.append(Given(RerouteStockHandler.self, reroute, order: known.order))
                    case (4, let known?, _):
                        let putBack = PutBackDone(
                            fulfilmentOrderID: known.order, reservationID: known.order, site: known.allocation.site,
                            lines: [AllocatedUnits(site: known.allocation.site, sku: sku, quantity: 1)],
                            isComplete: false)
                        batch.append(Given(PutBackDoneHandler.self, putBack, order: known.order))
                    case (5, _, _): batch.append(book("adjust", sku, site, -count))
                    case (6, _, _): batch.append(book("quarantine", sku, site, count))
                    case (7, _, _): batch.append(book("unquarantine", sku, site, 1))
                    case (8, _, _): batch.append(book("receive", sku, site, count * 2))
                    default:
                        let order = UUID.v5("\(seed)/\(worker)/\(round)/\(slot)")
                        orders.append(order)
                        let wanted = ["GIFT", "TEA", "POT"].shuffled(using: &random).prefix(2).map { ($0, count) }
                        batch.append(reserve(order, wanted, isExpress: count == 1))
                    }
                }
                if round % 3 == 0 { batch += ["TEA", "POT", "GIFT"].map(fill) }
                for outcome in try await connection.batch(batch) {
                    for message in outcome.messages where message.envelope.type == StockReserved.type {
                        let reply = try StockReserved.parse(message.envelope.data)
                        held += reply.allocations.map { (reply.reservationID, $0) }
                    }
                }
            }
        }
    }

    @Test(
        "Counts, reroutes, backorders, kits, quarantine and put-backs at random on four connections: the books add up")
    func randomSchedules() async throws {
        let seed = SeededGenerator().seed
        print("ways back schedules seed: \(seed)")
        try await InventoryDatabase.with { database in
            try await database.withConnection { connection in
                _ = try await connection.batch([Self.catalogue])
                _ = try await connection.batch(
                    ["TEA", "CUP", "POT"].flatMap { sku in
                        ["BER", "LON", "IST"].map { Self.book("receive", sku, $0, 30) }
                    })
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<4 { group.addTask { try await Self.work(database, worker: worker, seed: seed) } }
                try await group.waitForAll()
            }
            try await Self.expectBalanced(database, "seed \(seed)")
            // Whoever waits still waits when everything has been looked at once more, and nothing is left for them.
            try await database.withConnection { connection in
                for _ in 0..<5 { _ = try await connection.batch(["TEA", "POT", "GIFT"].map(Self.fill)) }
            }
            let starving = Statement(
                "starving",
                """
                SELECT count(*) FROM backorder w JOIN reservation r ON r.id = w.reservation_id
                JOIN stock_balance b ON b.sku = w.sku AND b.on_hand - b.reserved - b.safety > 0
                WHERE w.quantity > 0 AND NOT coalesce(r.history -> 'tried', '[]') @> jsonb_build_array(
                    jsonb_build_object('site', b.site, 'sku', b.sku))
                """)
            #expect(try await database.number(starving) == 0, "seed \(seed)")
            let over = Statement(
                "over",
                """
                SELECT count(*) FROM reservation r JOIN reservation_line l ON l.reservation_id = r.id
                WHERE r.state IN ('released', 'expired', 'consumed', 'short', 'waiting')
                    AND l.quantity <> l.consumed + l.released
                """)
            #expect(try await database.number(over) == 0, "seed \(seed)")
            try await Self.expectBalanced(database, "seed \(seed)")
        }
    }
}
