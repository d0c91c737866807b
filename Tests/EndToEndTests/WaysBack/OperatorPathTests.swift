import Contracts
import Foundation
import TestSupport
import Testing

extension WaysBackTests {
    @Suite("An operator's word")
    struct OperatorPathTests {
        /// Whether the order's timeline has a message of the operator's.
        private func isSigned(_ view: OrderView, _ type: MessageType) -> Bool {
            view.timeline.contains { $0.type == type.rawValue && $0.actor == "deniz" }
        }

        @Test("retry: what was short is asked for again when the goods are there")
        func retry() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("OPR", articles: 1)
            try await room.open(in: system, stock: 0)
            let order = WaysBackTests.order("op-retry", [(room.sku(1), 1)], kind: .backorder)
            try await WaysBackTests.submit(order, to: system)
            let held = try await system.expect(order, is: "on_hold")
            #expect(held.hold == "stock_short")
            try system.run("waybill", "stock", "receive", "OPR", room.sku(1), "1")
            try system.run("waybill", "hold", "release", "op-retry", "--reason", "they are here")
            let view = try await system.expect(order, is: "delivered") { $0.phase == "closed" }
            #expect(isSigned(view, ReleaseHold.type) && view.money.captured == 1500)
        }

        @Test("skip: a parcel that was labelled and taken away by hand; what cannot be skipped is refused")
        func skip() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("OPS", articles: 1)
            try await room.open(in: system, stock: 5)
            let order = WaysBackTests.order("op-skip", [(room.sku(1), 1)], postcode: "REFUSED")
            try await WaysBackTests.submit(order, to: system)
            try await system.expect(order, is: "on_hold")
            #expect(throws: ServiceExecutable.Failed.self, "nothing stands for a reservation") {
                try system.run("waybill", "step", "skip", "op-skip", "reserve", "--reason", "no")
            }
            try system.run("waybill", "step", "skip", "op-skip", "label", "--reason", "a courier of ours")
            try await system.expect(order, is: "shipped")
            try system.run("waybill", "step", "skip", "op-skip", "deliver", "--reason", "signed for")
            let view = try await system.expect(order, is: "delivered") { $0.phase == "closed" }
            #expect(isSigned(view, SkipStep.type) && view.money.captured == 1500)
        }

        @Test("edit and resume: another address for a refused one")
        func edit() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("OPE", articles: 1)
            try await room.open(in: system, stock: 5)
            let order = WaysBackTests.order("op-edit", [(room.sku(1), 1)], postcode: "REFUSED")
            try await WaysBackTests.submit(order, to: system)
            try await system.expect(order, is: "on_hold")
            // An address that is as bad holds it again.
            for postcode in ["REFUSED", "10119"] {
                try system.run(
                    "waybill", "hold", "release", "op-edit", "--ship-line1", "New Street", "--ship-city", "Berlin",
                    "--ship-postcode", postcode, "--ship-country", "DE")
                if postcode == "REFUSED" { try await system.expect(order, is: "on_hold") { $0.hold != nil } }
            }
            let view = try await system.expect(order, is: "delivered") { $0.phase == "closed" }
            #expect(view.timeline.count { $0.type == ReleaseHold.type.rawValue && $0.actor == "deniz" } == 2)
        }

        @Test("cancel: a held order ends, and what it had is given back")
        func cancel() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("OPC", articles: 1)
            try await room.open(in: system, stock: 5)
            let order = WaysBackTests.order("op-cancel", [(room.sku(1), 2)], postcode: "REFUSED")
            try await WaysBackTests.submit(order, to: system)
            try await system.expect(order, is: "on_hold")
            try system.run("waybill", "cancel", "op-cancel", "--reason", "the address is none")
            let view = try await system.expect(order, is: "cancelled") { $0.money.voided == 2500 }
            #expect(isSigned(view, CancelOrder.type))
            try await waitUntil("the stock is free") {
                try system.stock(room.sku(1), at: "OPC") == .init(site: "OPC", onHand: 5, reserved: 0, quarantined: 0)
            }
        }

        @Test("force-complete: an order ends as it stands, and takes no more words")
        func forceComplete() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("OPF", articles: 1)
            try await room.open(in: system, stock: 5)
            let order = WaysBackTests.order("op-force", [(room.sku(1), 1)], postcode: "LOST")
            try await WaysBackTests.submit(order, to: system)
            try await system.expect(order, is: "on_hold")
            try system.run("waybill", "payment", "refund", "op-force", "15.00", "--reason", "lost")
            try await system.expect(order, is: "on_hold") { $0.money.refunded == 1500 }
            try system.run("waybill", "force-complete", "op-force", "--reason", "the carrier pays")
            let view = try await system.expect(order, is: "shipped") { $0.phase == "closed" }
            #expect(isSigned(view, ForceComplete.type))
            #expect(throws: ServiceExecutable.Failed.self) {
                try system.run("waybill", "force-complete", "op-force", "--reason", "again")
            }
        }
    }
}
