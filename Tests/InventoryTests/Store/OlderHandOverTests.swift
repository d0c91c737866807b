import Contracts
import FoundationEssentials
import Postgres
import TestSupport
import Testing

@testable import Inventory

extension OlderProgramTests {
    /// A process of the release before is told that a parcel has left, whose lines have rows that it does not know of.
    @Suite("Handing over")
    struct OlderHandOverTests {
        @Test(
            "A kit: what the older program cannot find is taken off the kit's further rows, and nothing stays reserved")
        func kit() async throws {
            try await InventoryDatabase.with { database in
                try await database.withConnection { connection in
                    let older = try OlderInventory(connection)
                    let (order, parcel) = (UUID(), UUID())
                    _ = try await connection.batch([OlderProgramTests.catalogue])
                    _ = try await connection.batch([
                        OlderProgramTests.receive("TEA", 9), OlderProgramTests.receive("CUP", 9),
                    ])
                    _ = try await connection.batch([
                        OlderProgramTests.reserve(order, [("1", "GIFT", 2), ("2", "CUP", 1)])
                    ])

                    // Line 1 is TEA in its first row, and has CUP in another; of line 2 it knows all there is.
                    try await older.takeParcel(parcel, of: order, "reserved")
                    try await older.saveLines([
                        OlderInventory.Line(order, "1", "TEA", position: 0, quantity: 4, consumed: 4),
                        OlderInventory.Line(order, "1\u{1F}1", "CUP", position: 1, quantity: 2),
                        OlderInventory.Line(order, "2", "CUP", position: 2, quantity: 1, consumed: 1),
                    ])
                    try await older.changeBalance("TEA", onHand: -4, reserved: -4)
                    try await older.changeBalance("CUP", onHand: -3, reserved: -1)
                    try await older.appendLedger("TEA", "consume", onHand: -4, reserved: -4, of: order, in: parcel)
                    try await older.appendLedger("CUP", "consume", onHand: -2, reserved: 0, of: order, in: parcel)
                    try await older.appendLedger("CUP", "consume", onHand: -1, reserved: -1, of: order, in: parcel)

                    #expect(
                        try await older.loadLines(order) == [
                            "1 TEA BER 4 4 0", "1\u{1F}1 CUP BER 2 2 0", "2 CUP BER 1 1 0",
                        ])
                }
                try await OlderProgramTests.expectBalanced(database)
                #expect(try await database.number(OlderProgramTests.open) == 0)
                #expect(try await database.number(Self.consumed) == 1)
            }
        }

        @Test("A line allocated anew at the same site: only as much as went beyond the first row")
        func allocatedAnew() async throws {
            try await InventoryDatabase.with { database in
                try await database.withConnection { connection in
                    let older = try OlderInventory(connection)
                    let (order, parcel) = (UUID(), UUID())
                    try await Self.fillLater(order, connection)
                    #expect(
                        try await older.loadLines(order) == [
                            "1 POT BER 1 0 0", "2 POT BER 1 0 0", "2\u{1F}2 POT BER 3 0 0",
                        ])

                    // Three of line 2: one by its first row, two beyond it.
                    try await older.takeParcel(parcel, of: order, "reserved")
                    try await older.saveLines([
                        OlderInventory.Line(order, "1", "POT", position: 0, quantity: 1),
                        OlderInventory.Line(order, "2", "POT", position: 1, quantity: 1, consumed: 1),
                        OlderInventory.Line(order, "2\u{1F}2", "POT", position: 2, quantity: 3),
                    ])
                    try await older.changeBalance("POT", onHand: -3, reserved: -1)
                    try await older.appendLedger("POT", "consume", onHand: -3, reserved: -1, of: order, in: parcel)

                    #expect(
                        try await older.loadLines(order) == [
                            "1 POT BER 1 0 0", "2 POT BER 1 1 0", "2\u{1F}2 POT BER 3 2 0",
                        ])
                    try await OlderProgramTests.expectBalanced(database)

                    // This program sends the rest.
                    _ = try await connection.batch([
                        OlderProgramTests.handOver(order, [("1", "POT", 1), ("2", "POT", 1)])
                    ])
                }
                try await OlderProgramTests.expectBalanced(database)
                #expect(try await database.number(OlderProgramTests.open) == 0)
                #expect(try await database.number(Self.consumed) == 1)
            }
        }

        @Test(
            "This program's own: what left although the order no longer held it is taken off nothing else of the order")
        func thisProgram() async throws {
            try await InventoryDatabase.with { database in
                try await database.withConnection { connection in
                    let order = UUID()
                    try await Self.fillLater(order, connection)
                    // Nothing of line 1 is held any more, and the first row of line 2 has gone with a parcel.
                    _ = try await connection.batch([
                        Given(
                            ReleaseStockHandler.self,
                            ReleaseStock(
                                reservationID: order, reason: "cancelled",
                                lines: [ParcelLine(lineID: "1", sku: "POT", quantity: 1)], ordinal: 1), order: order)
                    ])
                    _ = try await connection.batch([OlderProgramTests.handOver(order, [("2", "POT", 1)])])
                    _ = try await connection.batch([
                        OlderProgramTests.handOver(order, [("1", "POT", 1)], parcel: UUID())
                    ])
                    #expect(
                        try await OlderInventory(connection).loadLines(order) == [
                            "1 POT BER 1 0 1", "2 POT BER 1 1 0", "2\u{1F}2 POT BER 3 0 0",
                        ])
                }
                try await OlderProgramTests.expectBalanced(database)
                #expect(try await database.number(OlderProgramTests.open) == 1)
            }
        }

        /// Line 1 is all there, line 2 in part; the rest of it came later. Five more are for nobody.
        private static func fillLater(_ order: UUID, _ connection: PostgresConnection) async throws {
            _ = try await connection.batch([OlderProgramTests.catalogue])
            _ = try await connection.batch([OlderProgramTests.receive("POT", 2)])
            _ = try await connection.batch([OlderProgramTests.reserve(order, [("1", "POT", 1), ("2", "POT", 4)])])
            _ = try await connection.batch([OlderProgramTests.receive("POT", 8)])
            _ = try await connection.batch([Given(FillBackordersHandler.self, FillBackorders(sku: "POT"))])
        }

        private static let consumed = Statement(
            "test_consumed", "SELECT count(*) FROM reservation WHERE state = 'consumed'")
    }
}
