import Contracts
import Foundation
import TestSupport
import Testing

extension WaysBackTests {
    @Suite("Every type of order, from its submission to its end")
    struct OrderTypePathTests {
        private static let room = Stockroom("TYP", articles: 1)

        private func order(
            _ name: String, _ kind: OrderKind, _ method: PaymentMethod = .card, _ state: PaymentState = .unpaid
        ) -> Order {
            var order = WaysBackTests.order(name, [(Self.room.sku(1), 2)], kind: kind)
            order.payment = PaymentInstruction(method: method, state: state, token: method == .card ? "tok_ok" : nil)
            return order
        }

        @Test("those that a carrier brings: each follows its plan to the door, and is paid for once")
        func delivered() async throws {
            let system = try SharedSystem.current
            try await Self.room.open(in: system, stock: 100)
            let orders = [
                "card": order("typ-card", .standard), "express_card": order("typ-express", .express),
                "marketplace": order("typ-market", .standard, .marketplace, .paid),
                "express_marketplace": order("typ-express-market", .express, .marketplace, .paid),
                "cash_on_delivery": order("typ-cash", .standard, .cashOnDelivery),
                "express_cash_on_delivery": order("typ-express-cash", .express, .cashOnDelivery),
                "backorder": order("typ-backorder", .backorder), "preorder": order("typ-preorder", .preorder),
                "b2b": order("typ-b2b", .b2b, .invoice), "dropship": order("typ-dropship", .dropship),
                "preorder_prepaid": order("typ-preorder-market", .preorder, .marketplace, .paid),
                "dropship_cash": order("typ-dropship-cash", .dropship, .cashOnDelivery),
            ]
            try await DemoShop().submit(Array(orders.values), to: system)
            for (plan, order) in orders {
                let view = try await system.expect(order, is: "delivered") { $0.phase == "closed" }
                #expect(view.plan == plan && view.units("delivered") == 2)
                #expect(view.money == .init(authorised: 2500, captured: 2500), "\(plan): \(view.money)")
            }
        }

        @Test("a voucher paid at the door: the parcel collects it too; where the door stays shut nobody has bought it")
        func voucherAtTheDoor() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("TYV")
            try await room.open(in: system, stock: 10)
            let orders = ["typ-voucher", "typ-voucher-refused"].map { name in
                var order = WaysBackTests.order(
                    name, [(room.sku(1), 1), (room.sku(2), 1)],
                    postcode: name.hasSuffix("refused") ? "RETURNED" : nil)
                order.payment = PaymentInstruction(method: .cashOnDelivery, state: .unpaid)
                order.lines[1].requiresShipping = false
                return order
            }
            try await DemoShop().submit(orders, to: system)
            let view = try await system.expect(orders[0], is: "delivered") { $0.phase == "closed" }
            #expect(view.units("delivered") == 2 && view.parcels.count == 1)
            #expect(view.money == .init(authorised: 2500, captured: 2500), "\(view.money)")

            let back = try await system.expectReturn(of: orders[1], in: "received")
            try system.inspect(back, "restock", "1=1")
            try await system.expectReturn(of: orders[1], in: "closed")
            let refused = try await system.expect(orders[1], is: "returned") { $0.phase == "closed" }
            #expect(refused.units("restocked") == 1 && refused.units("cancelled") == 1)
            #expect(refused.money.captured == 0 && refused.money.refunded == 0)
            // Nothing was ever taken off a shelf for a voucher.
            #expect(try system.stock(room.sku(2), at: "TYV").onHand == 10)
        }

        @Test("at the counter: packed, told, and handed over when the customer comes")
        func pickup() async throws {
            let system = try SharedSystem.current
            try await Self.room.open(in: system, stock: 100)
            let order = order("typ-pickup", .pickup)
            try await WaysBackTests.submit(order, to: system)
            try await system.expect(order, is: "packed") { $0.money.captured == 0 }
            try system.run("waybill", "step", "skip", "typ-pickup", "pick_up", "--reason", "collected")
            let view = try await system.expect(order, is: "delivered") { $0.phase == "closed" }
            #expect(view.plan == "pickup" && view.money.captured == 2500)
            #expect(try await OrderTruth.all("typ-pickup", in: system)["typ-pickup"]?.labels == 0)
        }

        @Test("nobody comes for it within a week: it is put back and the money let go")
        func notPickedUp() async throws {
            let system = try SharedSystem.current
            try await Self.room.open(in: system, stock: 100)
            let order = order("typ-forgotten", .pickup)
            try await WaysBackTests.submit(order, to: system)
            try await system.expect(order, is: "packed")
            try await system.letDaysPass(8, for: "typ-forgotten")
            let view = try await system.expect(order, is: "cancelled") { $0.money.voided == 2500 }
            #expect(view.money.captured == 0)
            #expect(try await system.reason(of: order) == "not_picked_up")
        }

        @Test("a download is the customer's when it is paid for, without a site or a carrier")
        func digital() async throws {
            let system = try SharedSystem.current
            try await Self.room.open(in: system, stock: 100)
            var order = order("typ-digital", .digital)
            order.shippingAddress = nil
            order.lines[0].requiresShipping = false
            try await WaysBackTests.submit(order, to: system)
            let view = try await system.expect(order, is: "delivered") { $0.phase == "closed" }
            #expect(view.plan == "digital" && view.parcels.isEmpty && view.money.captured == 2500)
        }

        @Test("a pre-order asks the card when the goods are there, and not before")
        func preorder() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("TYQ", articles: 1) { $0.shortPolicy = .backorder }
            try await room.open(in: system, stock: 0)
            let order = WaysBackTests.order("typ-later", [(room.sku(1), 2)], kind: .preorder)
            try await WaysBackTests.submit(order, to: system)
            let waiting = try await system.expect(order, is: "backordered")
            #expect(waiting.money == .init())
            try await room.receive(2, in: system)
            try await system.expect(order, is: "delivered") { $0.phase == "closed" && $0.money.captured == 2500 }
        }
    }
}
