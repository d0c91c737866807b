import Contracts
import FoundationEssentials
import Logging
import Messaging
import Postgres
import TestSupport
import Testing
import WireJSON

@testable import Inventory

/// A process of the release before, on today's schema beside one of today's: a rolling upgrade.
@Suite("An older program beside this one")
struct OlderProgramTests {
    @Test(
        "What the older program reserves, this one hands over; what the older one gives back, this one sees as given back"
    )
    func olderReserves() async throws {
        try await InventoryDatabase.with { database in
            try await database.withConnection { connection in
                let older = try OlderInventory(connection)
                let (sent, released) = (UUID(), UUID())
                _ = try await connection.batch([Self.catalogue])
                _ = try await connection.batch([Self.receive("TEA", 5), Self.receive("CUP", 5)])
                for order in [sent, released] {
                    try await older.insertReservation(order)
                    try await older.saveLines([
                        OlderInventory.Line(order, "1", "TEA", position: 0, quantity: 2),
                        OlderInventory.Line(order, "2", "CUP", position: 1, quantity: 1),
                    ])
                    try await older.changeBalance("TEA", reserved: 2)
                    try await older.changeBalance("CUP", reserved: 1)
                    try await older.appendLedger("TEA", "reserve", reserved: 2, of: order)
                    try await older.appendLedger("CUP", "reserve", reserved: 1, of: order)
                }
                try await Self.expectBalanced(database)

                // This program hands over a part, the older one gives the rest of the order back.
                _ = try await connection.batch([Self.handOver(sent, [("1", "TEA", 1)])])
                #expect(try await older.loadLines(sent) == ["1 TEA BER 2 1 0", "2 CUP BER 1 0 0"])
                for (order, left) in [(sent, 1), (released, 2)] {
                    try await older.saveLines([
                        OlderInventory.Line(
                            order, "1", "TEA", position: 0, quantity: 2, consumed: 2 - left, released: left),
                        OlderInventory.Line(order, "2", "CUP", position: 1, quantity: 1, released: 1),
                    ])
                    try await older.finish(order, "released")
                    try await older.changeBalance("TEA", reserved: -left)
                    try await older.changeBalance("CUP", reserved: -1)
                    try await older.appendLedger("TEA", "release", reserved: -left, of: order)
                    try await older.appendLedger("CUP", "release", reserved: -1, of: order)
                }
                let late = try await connection.batch([
                    Given(
                        ReleaseStockHandler.self,
                        ReleaseStock(reservationID: released, reason: "cancelled"), order: released)
                ])
                #expect(try late[0].payload(StockReleased.self)?.reservationID == released)
            }
            try await Self.expectBalanced(database)
            #expect(try await database.number(Self.open) == 0)
        }
    }

    @Test(
        "Several rows of one line at one site: the older program saves each as its own, this one knows whose they are")
    func kit() async throws {
        try await InventoryDatabase.with { database in
            try await database.withConnection { connection in
                let older = try OlderInventory(connection)
                let order = UUID()
                _ = try await connection.batch([Self.catalogue])
                _ = try await connection.batch([Self.receive("TEA", 9), Self.receive("CUP", 9)])
                _ = try await connection.batch([Self.reserve(order, [("1", "GIFT", 2), ("2", "CUP", 1)])])
                #expect(
                    try await older.loadLines(order) == [
                        "1 TEA BER 4 0 0", "1\u{1F}1 CUP BER 2 0 0", "2 CUP BER 1 0 0",
                    ])

                // As it writes back what it has read: the units of the kit's second article leave, and no other's.
                try await older.saveLines([
                    OlderInventory.Line(order, "1", "TEA", position: 0, quantity: 4),
                    OlderInventory.Line(order, "1\u{1F}1", "CUP", position: 1, quantity: 2, consumed: 2),
                    OlderInventory.Line(order, "2", "CUP", position: 2, quantity: 1),
                ])
                let rows = try await connection.transaction { transaction in
                    var keys = InventoryKeys()
                    keys.reservations = [order]
                    return try InventoryStore().load(keys, in: &transaction)
                }
                let lines = try #require(rows.reservations[order]?.lines)
                #expect(lines.map(\.lineID) == ["1", "1", "2"] && lines.map(\.key.sku) == ["TEA", "CUP", "CUP"])
                #expect(lines.map(\.consumed) == [0, 2, 0])

                // And this program's own way to the end, on the same rows.
                _ = try await connection.batch([
                    Given(
                        ReleaseStockHandler.self, ReleaseStock(reservationID: order, reason: "cancelled"), order: order)
                ])
                #expect(
                    try await older.loadLines(order) == [
                        "1 TEA BER 4 0 4", "1\u{1F}1 CUP BER 2 2 0", "2 CUP BER 1 0 1",
                    ])
            }
        }
    }

    @Test("Rows that were made before the key came back get one of their own, and stay rows of their line")
    func migration() async throws {
        try await TestDatabase.with { database in
            let order = UUID()
            let before = EngineMigrations.all + InventoryService.migrations.filter { $0.name < "V0003" }
            try await Self.migrate(database, before)
            try await database.withConnection(schema: "inventory") { connection in
                try await connection.execute(
                    script: """
                        INSERT INTO reservation (id, order_id, state, version) VALUES ('\(order)', '\(order)', 'reserved', 1);
                        INSERT INTO reservation_line (reservation_id, line_id, site, sku, position, quantity)
                        VALUES ('\(order)', '1', 'BER', 'TEA', 0, 4), ('\(order)', '1', 'BER', 'CUP', 1, 2),
                               ('\(order)', '1', 'LON', 'CUP', 2, 2), ('\(order)', '1', 'BER', 'TEA', 3, 1)
                        """)
            }
            try await Self.migrate(database, EngineMigrations.all + InventoryService.migrations)
            try await database.withConnection(schema: "inventory") { connection in
                #expect(
                    try await OlderInventory(connection).loadLines(order).map { String($0.prefix { $0 != " " }) }
                        == ["1", "1\u{1F}1", "1", "1\u{1F}3"])
                let rows = try await connection.transaction { transaction in
                    var keys = InventoryKeys()
                    keys.reservations = [order]
                    return try InventoryStore().load(keys, in: &transaction)
                }
                #expect(rows.reservations[order]?.lines.map(\.lineID) == ["1", "1", "1", "1"])
            }
        }
    }

    // MARK: What is there

    static let catalogue = Given(
        UpsertCatalogueHandler.self,
        UpsertCatalogue(
            articles: [
                Demo.article("TEA"), Demo.article("CUP"), Demo.article("POT", policy: .split),
                Demo.article(
                    "GIFT", kit: [KitComponent(sku: "TEA", quantity: 2), KitComponent(sku: "CUP", quantity: 1)]),
            ], sites: [Demo.berlin]))

    static let open = Statement(
        "test_open", "SELECT count(*) FROM reservation_line WHERE quantity > consumed + released")

    static func receive(_ sku: String, _ quantity: Int) -> Given {
        Given(
            BookStockHandler.self,
            BookStock(
                kind: "receive", reference: "R", actor: "ana",
                movements: [StockMovementRequest(site: "BER", sku: sku, quantity: quantity)]))
    }

    static func reserve(_ order: UUID, _ lines: [(String, String, Int)]) -> Given {
        Given(
            ReserveStockHandler.self,
            ReserveStock(
                reservationID: order, channel: "shopify",
                lines: lines.map { ParcelLine(lineID: $0, sku: $1, quantity: $2) },
                destination: Demo.address("DE", 52_512_345, 13_412_345)), order: order)
    }

    /// - Parameter parcel: its id; the order's, unless it sends several.
    static func handOver(_ order: UUID, _ lines: [(String, String, Int)], parcel: UUID? = nil) -> Given {
        Given(
            ParcelHandedOverHandler.self,
            ParcelHandedOver(
                fulfilmentOrderID: .v5("fo"), reservationID: order,
                parcel: Parcel(
                    id: parcel ?? order, fulfilmentOrderID: .v5("fo"), site: "BER",
                    lines: lines.map { ParcelLine(lineID: $0, sku: $1, quantity: $2) }, weight: 1, length: 1, width: 1,
                    height: 1),
                tracking: ParcelTracking(
                    parcelID: parcel ?? order, carrier: "sandbox", service: "standard", trackingNumber: "1"),
                at: Timestamp(seconds: 0)), order: order)
    }

    static func expectBalanced(_ database: InventoryDatabase) async throws {
        #expect(try await database.number(Audit.unbalanced) == 0)
        #expect(try await database.number(Audit.unreserved) == 0)
        #expect(try await database.number(Audit.oversold) == 0)
    }

    private static func migrate(_ database: TestDatabase, _ migrations: [Migration]) async throws {
        _ = try await Migrator.migrate(
            configuration: database.configuration(schema: "inventory"), schema: "inventory", migrations: migrations,
            logger: Logger(label: "test"))
    }
}
