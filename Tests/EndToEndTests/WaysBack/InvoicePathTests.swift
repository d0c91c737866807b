import Contracts
import Foundation
import TestSupport
import Testing

extension WaysBackTests {
    @Suite("Invoices")
    struct InvoicePathTests {
        @Test(
            "an invoice that an operator says is answered: recorded where no channel hears of it, refused with reasons")
        func said() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("INV")
            try await room.open(in: system, stock: 10)
            let order = WaysBackTests.order("inv-said", [(room.sku(1), 1)])
            try await WaysBackTests.submit(order, to: system)
            try await waitUntil("it is known") { (try? await system.orderID(of: order)) != nil }

            let said = ["invoice", "inv-said", "WAY2026000000042", "--issued", "2026-03-01T12:30:00Z"]
            let answer = try system.waybill(said, as: SubmissionAccepted.self)
            #expect(answer.outcome == "recorded" && answer.externalID == "inv-said")
            #expect(try await system.orderID(of: order) == answer.orderID)
            #expect(try system.run("waybill", said) == "recorded: invoice WAY2026000000042\n")

            let refused = ["invoice", "inv-said", "WAY2026000000042", "--link", "ftp://invoices.example/42"]
            // Status 1 alone is a refusal.
            let reasons = try system.waybill(refused, as: SubmissionRejected.self, allowing: [1]).reasons
            #expect(reasons.map(\.path) == ["$.link"])
            #expect(try system.run("waybill", refused, allowing: [1]).hasPrefix("refused: "))

            for (wrong, word) in [
                (["inv-nobody", "A"], "there is no order inv-nobody"),
                (["inv-said", "A", "--issued", "today"], "no time"),
            ] {
                let failure = #expect(throws: ServiceExecutable.Failed.self) {
                    try system.run("waybill", ["invoice"] + wrong)
                }
                #expect(failure?.description.contains(word) == true)
            }
        }
    }
}
