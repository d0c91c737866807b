import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

extension WaysBackTests {
    @Suite("Payment")
    struct PaymentPathTests {
        private static let room = Stockroom("PAY")

        private func order(_ name: String, token: String) -> Order {
            WaysBackTests.order(name, [(Self.room.sku(1), 2), (Self.room.sku(2), 1)], token: token)
        }

        @Test("a declined card cancels the order, and holds neither money nor stock")
        func declined() async throws {
            let system = try SharedSystem.current
            try await Self.room.open(in: system, stock: 100)
            let order = order("pay-declined", token: "tok_insufficient_funds")
            try await WaysBackTests.submit(order, to: system)
            let view = try await system.expect(order, is: "cancelled")
            #expect(view.money == .init())
            #expect(try await system.reason(of: order) == "insufficient_funds")
            #expect(try system.stock(Self.room.sku(1), at: "PAY").reserved == 0)
        }

        @Test("a payment in review waits: approved it goes on, denied or left alone it ends")
        func review() async throws {
            let system = try SharedSystem.current
            try await Self.room.open(in: system, stock: 100)
            let names = ["pay-approved", "pay-denied", "pay-overdue"]
            let orders = names.map { order($0, token: "tok_other_payer") }
            try await DemoShop().submit(orders, to: system)
            for order in orders {
                let view = try await system.expect(order, is: "on_hold")
                #expect(view.hold == "payment_mismatch")
            }
            try system.run("waybill", "payment", "decide", "pay-approved", "approve", "--reason", "her husband")
            try system.run("waybill", "payment", "decide", "pay-denied", "deny", "--reason", "stolen")
            try await system.fireTimers(of: orders[2], in: .payment)
            try await system.expect(orders[0], is: "delivered") { $0.money.captured == 3500 }
            for order in orders[1...] {
                try await system.expect(order, is: "cancelled") { $0.money.captured == 0 }
            }
            #expect(try await system.reason(of: orders[2]) == "review_overdue")
        }

        @Test("an authorisation that has lapsed is asked for again; refused, the order is held and can be seen to be")
        func lapsed() async throws {
            let system = try SharedSystem.current
            try await Self.room.open(in: system, stock: 100)
            let again = order("pay-again", token: "tok_expires")
            let never = order("pay-never", token: "tok_expires_for_good")
            try await WaysBackTests.submit(again, never, to: system)
            try await system.expect(again, is: "delivered") { $0.money.captured == 3500 && $0.phase == "closed" }
            #expect(try await operations("authorise", of: again, in: system) == [3500, 3500])
            #expect(try await operations("capture", of: again, in: system).reduce(0, +) == 3500)
            let view = try await system.expect(never, is: "on_hold")
            #expect(view.hold == "capture_failed" && view.money.captured == 0)
        }

        @Test("each of two parcels takes its part, and the parts are the whole")
        func partialCapture() async throws {
            let system = try SharedSystem.current
            let other = Stockroom("PA2", articles: 1)
            try await Self.room.open(in: system, stock: 100)
            try await other.open(in: system, stock: 100)
            let order = WaysBackTests.order("pay-parts", [(Self.room.sku(1), 1), (other.sku(1), 2)])
            try await WaysBackTests.submit(order, to: system)
            let view = try await system.expect(order, is: "delivered") { $0.phase == "closed" }
            #expect(view.parcels.count == 2)
            let parts = try await operations("capture", of: order, in: system)
            #expect(parts.count == 2 && parts.reduce(0, +) == 3500)
        }

        @Test("money goes back once an id, per line and in full, and not a cent beyond what was taken")
        func refunds() async throws {
            let system = try SharedSystem.current
            try await Self.room.open(in: system, stock: 100)
            let order = order("pay-back", token: "tok_ok")
            try await WaysBackTests.submit(order, to: system)
            try await system.expect(order, is: "delivered") { $0.phase == "closed" }
            let id = UUID().uuidString
            for _ in 0..<2 {
                try system.run("waybill", "payment", "refund", "pay-back", "5.00", "--id", id)
            }
            try system.run("waybill", "payment", "refund", "pay-back", "10.00", "--line", "2:1:10.00")
            #expect(throws: ServiceExecutable.Failed.self, "more than what is left") {
                try system.run("waybill", "payment", "refund", "pay-back", "20.01")
            }
            try system.run("waybill", "payment", "refund", "pay-back", "20.00")
            let view = try await system.expect(order, is: "delivered") { $0.money.refunded == 3500 }
            #expect(view.money.captured == 3500)
            #expect(try await operations("refund", of: order, in: system).sorted() == [500, 1000, 2000])
            #expect(try await provider("refund", of: order, in: system) == 3500)
        }

        @Test("a dispute that was lost is money given back: no refund goes beyond the rest")
        func dispute() async throws {
            let system = try SharedSystem.current
            try await Self.room.open(in: system, stock: 100)
            let order = order("pay-dispute", token: "tok_ok")
            try await WaysBackTests.submit(order, to: system)
            try await system.expect(order, is: "delivered") { $0.phase == "closed" }
            try system.run("waybill", "payment", "dispute", "pay-dispute", "dp_1", "opened", "35.00")
            try system.run("waybill", "payment", "dispute", "pay-dispute", "dp_1", "lost", "35.00")
            #expect(throws: ServiceExecutable.Failed.self) {
                try system.run("waybill", "payment", "refund", "pay-dispute", "1.00")
            }
            #expect(try await provider("refund", of: order, in: system) == 0)
            let types = try system.show(order).timeline.filter { $0.actor == "deniz" }.map(\.type)
            #expect(types.count { $0 == "waybill.payment.dispute.record.v1" } == 2)
        }

        @Test("a dispute that is won: nothing leaves while it is open, and the hold ends with it")
        func disputeWon() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("PYW", floor: .manual, articles: 1)
            try await room.open(in: system, stock: 10)
            let order = WaysBackTests.order("pay-won", [(room.sku(1), 1)])
            try await WaysBackTests.submit(order, to: system)
            try await waitUntil("it is released") { try system.show(order).units("released") == 1 }
            try system.run("waybill", "payment", "dispute", "pay-won", "dp_2", "opened", "15.00")
            try await system.expect(order, is: "on_hold") { $0.hold == "payment_disputed" }
            try await FloorCrew(system: system, site: "PYW").finish()
            try await system.expect(order, is: "on_hold") { $0.units("packed") == 1 }
            #expect(throws: ServiceExecutable.Failed.self, "a bank decides, not an operator") {
                try system.run("waybill", "hold", "release", "pay-won")
            }
            try system.run("waybill", "payment", "dispute", "pay-won", "dp_2", "won", "15.00")
            // Packed before the bank has decided, and handed over only now.
            let view = try await system.expect(order, is: "delivered") { $0.phase == "closed" }
            #expect(view.money.captured == 1500 && view.money.refunded == 0 && view.hold == nil)
            let types = view.timeline.filter { $0.service.hasPrefix("saga") }.map(\.type)
            let decided = try #require(types.lastIndex(of: "waybill.payment.disputed.v1"))
            let labelled = try #require(types.firstIndex(of: "waybill.shipping.labelled.v1"))
            #expect(decided < labelled, "\(types)")
        }

        /// What was done of a kind by our own books.
        private func operations(_ kind: String, of order: Order, in system: WaybillSystem) async throws -> [Int] {
            try await system.database.withConnection(schema: ServiceName.payment.schema) { connection in
                try await connection.query(PaymentRows.operations, order.externalID, kind).map { try $0.int(0) }
            }
        }

        /// What the provider has moved.
        private func provider(_ kind: String, of order: Order, in system: WaybillSystem) async throws -> Int {
            try await system.database.withConnection(schema: ServiceName.payment.schema) { connection in
                try await connection.query(PaymentRows.provider, order.externalID, kind).first?.int(0) ?? -1
            }
        }
    }
}
