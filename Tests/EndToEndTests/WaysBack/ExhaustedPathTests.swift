import Contracts
import Foundation
import TestSupport
import Testing

extension WaysBackTests {
    /// Days of asking are let pass for the orders; the service that does not answer is really not there.
    @Suite("A step that nobody answers, however often it is asked for")
    struct ExhaustedPathTests {
        @Test("each of an operator's words on it, said while the service is away: one label or none when it is back")
        func label() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("EXH", articles: 1)
            try await room.open(in: system, stock: 10)
            let orders = ["retry", "edit", "skip", "force", "cancel"].map {
                WaysBackTests.order("exh-\($0)", [(room.sku(1), 1)])
            }
            try await system.without(.shipping) {
                try await DemoShop().submit(orders, to: system)
                for order in orders {
                    try await waitUntil("the label is asked for") {
                        try system.show(order).steps.contains { $0.step == "label" && $0.status == "sent" }
                    }
                }
                try await system.exhaust("label", of: "exh-%")
                for order in orders { #expect(try system.show(order).hold == "step_exhausted") }
                let stuck = try system.run("waybill", ["stuck", "--kind", "hold"], allowing: [1])
                #expect(stuck.contains("step_exhausted") && stuck.contains("#exh-retry"), "\(stuck)")

                try system.run("waybill", "hold", "release", "exh-retry", "--reason", "it is being mended")
                // The label may be bought already, for the address that it was asked for with.
                #expect(throws: ServiceExecutable.Failed.self) {
                    try system.run(
                        "waybill", "hold", "release", "exh-edit", "--ship-line1", "New Street", "--ship-city", "Berlin",
                        "--ship-postcode", "10119", "--ship-country", "DE")
                }
                #expect(try system.show(orders[1]).hold == "step_exhausted")
                try system.run("waybill", "hold", "release", "exh-edit")
                try system.run("waybill", "step", "skip", "exh-skip", "label", "--reason", "a courier of ours")
                try await system.expect(orders[2], is: "shipped")
                try system.run("waybill", "force-complete", "exh-force", "--reason", "sold over the counter")
                try await system.expect(orders[3], is: "cancelled") { $0.phase == "closed" }
                try system.run("waybill", "cancel", "exh-cancel", "--reason", "too late for her")
                #expect(try system.show(orders[4]).phase == "undoing", "the label is not void yet")
            }
            for order in orders[0...1] {
                try await system.expect(order, is: "delivered") { $0.phase == "closed" && $0.money.captured == 1500 }
            }
            try system.run("waybill", "step", "skip", "exh-skip", "deliver", "--reason", "signed for")
            try await system.expect(orders[2], is: "delivered") { $0.phase == "closed" && $0.money.captured == 1500 }
            try await system.expect(orders[4], is: "cancelled") { $0.money.voided == 1500 }
            let truths = try await OrderTruth.all("exh-", in: system)
            for name in ["exh-retry", "exh-edit"] {
                #expect(truths[name]?.labels == 1 && truths[name]?.voidedLabels == 0, "\(name): \(truths)")
            }
            for name in ["exh-skip", "exh-cancel"] {
                let truth = try #require(truths[name])
                #expect(truth.labels == truth.voidedLabels, "a label of \(name) is paid for and not used: \(truth)")
            }
            // Whoever force-completes an order sees to its goods himself: they are on his site, and held.
            try await waitUntil("what was cancelled is for sale again") {
                try system.stock(room.sku(1), at: "EXH") == .init(site: "EXH", onHand: 7, reserved: 1, quarantined: 0)
            }
        }

        @Test(
            "a capture that was skipped for one paid in another way, and is carried out all the same: nobody hides it")
        func capture() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("EXP", floor: .manual, articles: 1)
            try await room.open(in: system, stock: 10)
            let orders = ["retry", "transfer"].map { WaysBackTests.order("exp-\($0)", [(room.sku(1), 1)]) }
            try await DemoShop().submit(orders, to: system)
            for order in orders {
                try await waitUntil("it is released") { try system.show(order).units("released") == 1 }
            }
            try await system.without(.payment) {
                try await FloorCrew(system: system, site: "EXP").finish()
                for order in orders { try await system.expect(order, is: "delivered") }
                try await system.exhaust("capture", of: "exp-%")
                try system.run("waybill", "hold", "release", "exp-retry")
                try system.run(
                    "waybill", "step", "skip", "exp-transfer", "capture", "--reason", "paid by bank transfer")
            }
            try await system.expect(orders[0], is: "delivered") { $0.phase == "closed" && $0.money.captured == 1500 }
            // Paid twice, and to be seen: the second payment can be given back.
            try await system.expect(orders[1], is: "delivered") { $0.phase == "closed" && $0.money.captured == 1500 }
            try system.run("waybill", "payment", "refund", "exp-transfer", "15.00", "--reason", "paid by transfer")
            try await system.expect(orders[1], is: "delivered") { $0.money.refunded == 1500 }
        }
    }
}
