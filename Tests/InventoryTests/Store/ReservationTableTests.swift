import Contracts
import FoundationEssentials
import Messaging
import Postgres
import Testing

@testable import Inventory

@Suite("Reservations in the database")
struct ReservationTableTests {
    /// Each of what a reservation consists of, changed by itself, and whether its terms are the same then.
    private static let changes: [(field: String, keepsTerms: Bool, change: @Sendable (inout Reservation) -> Void)] = [
        ("state", true, { $0.state = .consumed }),
        ("version", true, { $0.version += 1 }),
        ("lines", true, { $0.lines[0].consumed = 1 }),
        (
            "backorders", true,
            {
                $0.backorders = [
                    Backorder(
                        lineID: "0", sku: "TEA", quantity: 1, units: 1, perUnit: 1, isWhole: false, promisedAt: nil)
                ]
            }
        ),
        ("round", false, { $0.round = 2 }),
        ("explanation", false, { $0.explanation = nil }),
        ("reason", false, { $0.reason = "cancelled" }),
        ("parcels", true, { $0.parcels.append(.v5("parcel")) }),
        ("isExpress", false, { $0.isExpress = true }),
        ("destination", false, { $0.destination = Destination(Demo.address("TR")) }),
        ("command", false, { $0.command = CommandReference(id: .v5("another"), orderID: $0.orderID, epoch: 2) }),
        ("history", false, { $0.history.shortages.append(.v5("shortage")) }),
    ]

    private static func reservation(_ name: String) -> Reservation {
        var reservation = Reservation(
            id: .v5(name), orderID: .v5("order"), state: .reserved, version: 1,
            createdAt: Timestamp(seconds: 1_789_000_000))
        reservation.lines = [
            ReservedLine(lineID: "0", key: StockKey(sku: "TEA", site: "BER"), quantity: 3)
        ]
        reservation.round = 1
        reservation.explanation = AllocationExplanation(rule: .nearestComplete, basis: "country", candidates: [])
        reservation.destination = Destination(Demo.address("DE"))
        reservation.command = CommandReference(id: .v5("command"), orderID: .v5("order"), step: "reserve")
        return reservation
    }

    @Test("What is not among a reservation's terms is what goes with every parcel, whatever a reservation consists of")
    func terms() {
        let before = Self.reservation("one")
        let fields = Set(Mirror(reflecting: before).children.compactMap(\.label))
        #expect(fields.subtracting(["id", "orderID", "createdAt", "hasWaited"]) == Set(Self.changes.map(\.field)))
        for (field, keepsTerms, change) in Self.changes {
            var after = before
            change(&after)
            #expect(after != before, "\(field)")
            #expect(after.keepsItsTerms(since: before) == keepsTerms, "\(field)")
        }
    }

    @Test("Whatever changes of a reservation is written")
    func written() async throws {
        try await InventoryDatabase.with { database in
            try await database.withConnection { connection in
                _ = try await connection.batch([
                    Given(
                        UpsertCatalogueHandler.self,
                        UpsertCatalogue(articles: [Demo.article("TEA")], sites: [Demo.berlin]))
                ])
                let before = Self.changes.map { Self.reservation($0.field) }
                let after = zip(before, Self.changes).map { before, change in
                    var after = before
                    change.change(&after)
                    return after
                }
                try await connection.transaction { transaction in
                    var rows = InventoryRows()
                    for reservation in before { rows.reservations[reservation.id] = reservation }
                    try InventoryStore().save(rows, in: &transaction)
                }
                var keys = InventoryKeys()
                keys.reservations = Set(before.map(\.id))
                let known = keys
                try await connection.transaction { transaction in
                    var rows = try InventoryStore().load(known, in: &transaction)
                    for reservation in after { rows.reservations[reservation.id] = reservation }
                    try InventoryStore().save(rows, in: &transaction)
                }
                let rows = try await connection.transaction { transaction in
                    try InventoryStore().load(known, in: &transaction)
                }
                for (reservation, change) in zip(after, Self.changes) {
                    let stored = rows.reservations[reservation.id]
                    #expect(stored?.state == reservation.state && stored?.version == reservation.version)
                    #expect(stored?.lines == reservation.lines, "\(change.field)")
                    #expect(stored?.backorders == reservation.backorders, "\(change.field)")
                    #expect(stored?.parcels == reservation.parcels, "\(change.field)")
                    #expect(stored?.keepsItsTerms(since: reservation) == true, "\(change.field)")
                }
            }
        }
    }
}
