import Contracts
import FoundationEssentials
import Messaging
import Testing

@testable import Inventory

@Suite("What comes back, and quarantine")
struct RestockTests {
    private func restock(_ lines: [RestockLine], ordinal: Int = 1, on bench: inout InventoryBench) throws -> Outcome {
        try bench.handle(
            RestockUnitsHandler.self,
            RestockUnits(returnID: .v5("return"), ordinal: ordinal, site: "BER", lines: lines), order: .v5("o"))
    }

    @Test("Each receipt is booked once, by what inspection decided of each unit")
    func dispositions() throws {
        var bench = try Demo.bench([("TEA", "BER", 1)])
        let lines = [
            RestockLine(sku: "TEA", quantity: 3, disposition: "restock"),
            RestockLine(sku: "TEA", quantity: 2, disposition: "quarantine"),
            RestockLine(sku: "TEA", quantity: 4, disposition: "write_off"),
        ]
        for _ in 1...2 {
            let reply = try restock(lines, on: &bench).payload(StockRestocked.self)
            #expect(reply == StockRestocked(returnID: .v5("return"), ordinal: 1))
            #expect(bench.balance("TEA", "BER").onHand == 4 && bench.balance("TEA", "BER").quarantined == 2)
        }
        #expect(bench.rows.ledger.map(\.kind) == [.receive, .restock, .quarantine, .quarantine, .writeOff])
        _ = try restock([lines[0]], ordinal: 2, on: &bench)
        #expect(bench.balance("TEA", "BER").available == 7)
        bench.expectBalanced()
    }

    @Test("An article, a site or a disposition that nobody knows is parked, and nothing of the receipt is booked")
    func unknown() throws {
        var bench = try Demo.bench([])
        for line in [
            RestockLine(sku: "NOPE", quantity: 1, disposition: "restock"),
            RestockLine(sku: "TEA", quantity: 1, disposition: "burn"),
            RestockLine(sku: "TEA", quantity: 0, disposition: "restock"),
        ] {
            let good = RestockLine(sku: "TEA", quantity: 1, disposition: "restock")
            #expect(throws: HandlerError.self) { try restock([good, line], on: &bench) }
        }
        #expect(bench.rows.ledger.isEmpty)
    }

    @Test("What is in quarantine is not promised; it goes back to the stock or off the books, never more than there is")
    func quarantine() throws {
        var bench = try Demo.bench([("TEA", "BER", 5)])
        try bench.book("quarantine", "TEA", "BER", 3)
        #expect(bench.balance("TEA", "BER").available == 2)
        try bench.book("unquarantine", "TEA", "BER", 1)
        try bench.book("write_off", "TEA", "BER", 1)
        #expect(bench.balance("TEA", "BER").available == 3 && bench.balance("TEA", "BER").quarantined == 1)
        for kind in ["unquarantine", "write_off"] {
            #expect(
                try bench.book(kind, "TEA", "BER", 2).payload(StockBooked.self)?.reasons.map(\.code) == [
                    "nothing_quarantined"
                ])
        }
        bench.expectBalanced()
    }

    @Test("Setting reserved goods aside takes them from their orders")
    func reserved() throws {
        var bench = try Demo.bench([("TEA", "BER", 2), ("TEA", "LON", 2)])
        try bench.reserve([("TEA", 2)], for: .v5("o"), to: Demo.address("DE"))
        let out = try bench.book("quarantine", "TEA", "BER", 1)
        #expect(try out.payload(StockReserved.self)?.allocations.map(\.site) == ["LON"])
        bench.expectBalanced()
    }
}
