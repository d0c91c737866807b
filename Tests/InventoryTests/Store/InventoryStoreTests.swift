import Contracts
import FoundationEssentials
import Messaging
import Postgres
import Testing

@testable import Inventory

@Suite("The inventory's tables")
struct InventoryStoreTests {
    private static let catalogue = Given(
        UpsertCatalogueHandler.self,
        UpsertCatalogue(
            articles: [Demo.article("TEA", safety: 1, aliases: ["shopify:4711"]), Demo.article("CUP")],
            sites: [Demo.berlin, Demo.london], bins: [BinAssignment(site: "BER", sku: "TEA", bin: "A-01")]))

    private static func receive(_ sku: String, _ site: String, _ quantity: Int) -> Given {
        Given(
            BookStockHandler.self,
            BookStock(
                kind: "receive", reference: "DN", actor: "ana",
                movements: [StockMovementRequest(site: site, sku: sku, quantity: quantity)]))
    }

    private static func reserve(_ order: UUID, _ lines: [(String, Int)]) -> Given {
        Given(
            ReserveStockHandler.self,
            ReserveStock(
                reservationID: order, channel: "shopify",
                lines: lines.enumerated().map {
                    ParcelLine(lineID: "\($0.offset)", sku: $0.element.0, quantity: $0.element.1)
                }, destination: Demo.address("DE")), order: order)
    }

    @Test("What one batch saves the next one loads: catalogue, shops, balances, reservations, lines, waiting orders")
    func roundTrip() async throws {
        try await InventoryDatabase.with { database in
            try await database.withConnection { connection in
                let (order, waiting) = (UUID(), UUID())
                let shop = Given(
                    ShopChangedHandler.self, ShopChanged(channel: "shopify", shop: "demo", isOpen: true, stockBuffer: 2)
                )
                _ = try await connection.batch([Self.catalogue, shop, Self.receive("TEA", "BER", 10)])
                _ = try await connection.batch([
                    Self.reserve(order, [("shopify:4711", 3)]), Self.reserve(waiting, [("POT", 1), ("TEA", 1)]),
                ])
                let rows = try await connection.transaction { transaction in
                    var keys = InventoryKeys()
                    keys.reservations = [order, waiting]
                    keys.names = ["TEA", "shopify:4711", "POT"]
                    keys.awaited = ["POT"]
                    keys.pages = [""]
                    return try InventoryStore().load(keys, in: &transaction)
                }
                #expect(rows.articles["TEA"] == Demo.article("TEA", safety: 1).withoutAliases)
                #expect(rows.article(named: "shopify:4711")?.sku == "TEA")
                #expect(rows.sites["BER"] == Demo.berlin)
                #expect(rows.bins[StockKey(sku: "TEA", site: "BER")]?.code == "A-01")
                #expect(rows.shops.rows.map(\.buffer) == [2])
                let balance = try #require(rows.balances[StockKey(sku: "TEA", site: "BER")])
                #expect(balance.onHand == 10 && balance.reserved == 3 && balance.safety == 1)
                #expect(balance.version == 2 && balance.isAnnounced)
                let reservation = try #require(rows.reservations[order])
                #expect(reservation.state == .reserved && reservation.version == 1)
                #expect(reservation.lines == [ReservedLine(lineID: "0", key: balance.key, quantity: 3)])
                #expect(reservation.explanation?.rule == .nearestComplete)
                #expect(rows.reservations[waiting]?.state == .waiting)
                #expect(rows.waiting[waiting]?.unknown == ["POT"])
                #expect(rows.waiting[waiting]?.request.destination == Demo.address("DE"))
                #expect(rows.awaiting.map(\.id) == [waiting])
                #expect(rows.pages[""] == [SKULevel(sku: "TEA", available: 6, version: 2, barcode: "869TEA")])
            }
            #expect(try await database.number(Audit.unbalanced) == 0)
        }
    }

    @Test("A release and a hand-over of an earlier batch's reservation find its balances by its lines")
    func later() async throws {
        try await InventoryDatabase.with { database in
            try await database.withConnection { connection in
                let (first, second) = (UUID(), UUID())
                _ = try await connection.batch([Self.catalogue, Self.receive("CUP", "LON", 10)])
                _ = try await connection.batch([Self.reserve(first, [("CUP", 3)]), Self.reserve(second, [("CUP", 2)])])
                let parcel = Parcel(
                    id: UUID(), fulfilmentOrderID: UUID(), site: "LON",
                    lines: [ParcelLine(lineID: "0", sku: "CUP", quantity: 2)], weight: 1, length: 1, width: 1, height: 1
                )
                let handedOver = ParcelHandedOver(
                    fulfilmentOrderID: UUID(), reservationID: second, parcel: parcel,
                    tracking: ParcelTracking(parcelID: parcel.id, carrier: "c", service: "s", trackingNumber: "1"),
                    at: Timestamp(seconds: 0))
                _ = try await connection.batch([
                    Given(ReleaseStockHandler.self, ReleaseStock(reservationID: first, reason: "x"), order: first),
                    Given(ParcelHandedOverHandler.self, handedOver, order: second),
                ])
            }
            #expect(try await database.number(Audit.unbalanced) == 0)
            #expect(try await database.number(Audit.unreserved) == 0)
            let left = Statement("left", "SELECT on_hand * 100 + reserved FROM stock_balance WHERE sku = 'CUP'")
            #expect(try await database.number(left) == 800)
        }
    }

    @Test("A batch may promise and then count less: the write is not refused for it")
    func countAfterPromise() async throws {
        try await InventoryDatabase.with { database in
            try await database.withConnection { connection in
                _ = try await connection.batch([Self.catalogue, Self.receive("TEA", "BER", 10)])
                let count = Given(
                    BookStockHandler.self,
                    BookStock(
                        kind: "adjust", reference: "count", actor: "ana",
                        movements: [StockMovementRequest(site: "BER", sku: "TEA", quantity: -5)]))
                _ = try await connection.batch([Self.reserve(UUID(), [("TEA", 5)]), count])
            }
            #expect(try await database.number(Audit.unbalanced) == 0)
        }
    }

    @Test("The schema itself refuses to oversell, to go below zero, and to change the ledger")
    func constraints() async throws {
        try await InventoryDatabase.with { database in
            try await database.withConnection { connection in
                _ = try await connection.batch([Self.catalogue, Self.receive("TEA", "BER", 10)])
                let attempts: [(Statement, String?)] = [
                    (Statement("a", "UPDATE stock_balance SET reserved = 11"), "never_oversold"),
                    (Statement("b", "UPDATE stock_balance SET reserved = -1"), "reserved_not_negative"),
                    (Statement("c", "UPDATE stock_balance SET on_hand = -1, reserved = -1"), "on_hand_not_negative"),
                    (Statement("d", "UPDATE stock_movement SET on_hand = 11"), nil),
                    (Statement("e", "DELETE FROM stock_movement"), nil),
                ]
                for (statement, constraint) in attempts {
                    let error = await #expect(throws: PostgresError.self) { try await connection.query(statement) }
                    if let constraint { #expect(error?.constraint == constraint) }
                }
            }
        }
    }

    @Test("A write that finds the balance changed ends as a transaction that may be tried again")
    func guardedWrite() async throws {
        try await InventoryDatabase.with { database in
            try await database.withConnection { connection in
                _ = try await connection.batch([Self.catalogue, Self.receive("TEA", "BER", 10)])
                let key = StockKey(sku: "TEA", site: "BER")
                for (version, reserved) in [(Int64(7), 1), (1, 10)] {
                    // Once another version than the stored one, once a promise into the safety stock of 1.
                    var rows = InventoryRows()
                    var balance = Balance(key: key, onHand: 10, safety: 1, version: version)
                    rows.balances.load(balance, as: key)
                    balance.move(onHand: 0, reserved: reserved)
                    rows.balances[key] = balance
                    let changed = rows
                    let error = await #expect(throws: PostgresError.self) {
                        try await connection.transaction { try InventoryStore().save(changed, in: &$0) }
                    }
                    #expect(error?.sqlState == "40001" && error?.isRetriable == true)
                }
            }
        }
    }
}

extension StockKeepingUnit {
    var withoutAliases: StockKeepingUnit {
        var copy = self
        copy.aliases = []
        return copy
    }
}
