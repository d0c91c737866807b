import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

extension WaysBackTests {
    @Suite("Stock")
    struct StockPathTests {
        /// What `waybill stock backorders` prints.
        private struct Waiting: Decodable {
            var orderId: String
            var quantity: Int
            var promisedAt: String?
        }

        @Test(
            "what is short is backordered with a promised day, and filled on receipt: express first, then who came first"
        )
        func backorder() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("STB", articles: 1) {
                $0.shortPolicy = .backorder
                $0.leadDays = 5
            }
            try await room.open(in: system, stock: 0)
            let first = WaysBackTests.order("stb-first", [(room.sku(1), 3)])
            let second = WaysBackTests.order("stb-second", [(room.sku(1), 3)])
            let express = WaysBackTests.order("stb-express", [(room.sku(1), 3)], kind: .express)
            for order in [first, second, express] {
                try await WaysBackTests.submit(order, to: system)
                try await system.expect("backordered", of: order)
            }
            let waiting = try system.waybill(["stock", "backorders", room.sku(1)], reading: [Waiting].self)
            #expect(waiting.first?.orderId == (try system.show(express).id))
            #expect(waiting.count == 3 && waiting.allSatisfy { $0.promisedAt != nil && $0.quantity == 3 })
            try system.run("waybill", "stock", "receive", "STB", room.sku(1), "3")
            try await system.expect(express, is: "delivered")
            #expect(try system.show(first).status == "backordered")
            try system.run("waybill", "stock", "receive", "STB", room.sku(1), "4")
            try await system.expect(first, is: "delivered")
            #expect(try system.show(second).status == "backordered")
            try system.run("waybill", "cancel", "stb-second", "--reason", "too late")
            let view = try await system.expect(second, is: "cancelled")
            #expect(view.money.authorised == view.money.voided)
            #expect(
                try system.stock(room.sku(1), at: "STB") == .init(site: "STB", onHand: 1, reserved: 0, quarantined: 0))
        }

        @Test("a line that may be split goes out in two parcels, each paid for by itself")
        func split() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("STS", articles: 1) { $0.shortPolicy = .split }
            try await room.open(in: system, stock: 1)
            let order = WaysBackTests.order("sts", [(room.sku(1), 3)])
            try await WaysBackTests.submit(order, to: system)
            try await waitUntil("the first unit is there") { try system.show(order).units("delivered") == 1 }
            #expect(try system.show(order).units("backordered") == 2)
            try system.run("waybill", "stock", "receive", "STS", room.sku(1), "2")
            let view = try await system.expect(order, is: "delivered") { $0.phase == "closed" }
            #expect(view.parcels.count == 2 && view.money.captured == 3500)
        }

        @Test("a kit is as many as its scarcest part, and takes its parts from the same stock")
        func kit() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("STK", articles: 2)
            try await room.open(in: system, stock: 4)
            let kit = StockKeepingUnit(
                sku: "STK-KIT", title: "Kit",
                components: [KitComponent(sku: room.sku(1), quantity: 2), KitComponent(sku: room.sku(2), quantity: 1)])
            let made = try await system.ask(UpsertCatalogue(articles: [kit]), for: CatalogueUpserted.self)
            #expect(made.reasons.isEmpty)
            let three = WaysBackTests.order("stk-three", [(kit.sku, 3)])
            let two = WaysBackTests.order("stk-two", [(kit.sku, 2)])
            try await WaysBackTests.submit(three, to: system)
            try await system.expect(three, is: "cancelled")
            try await WaysBackTests.submit(two, to: system)
            let view = try await system.expect(two, is: "delivered") { $0.phase == "closed" }
            #expect(view.units("delivered") == 2 && view.money.captured == 2500)
            #expect(try system.stock(room.sku(1), at: "STK").onHand == 0)
            #expect(try system.stock(room.sku(2), at: "STK").onHand == 2)
        }

        @Test("a count below what is reserved is booked, and the newest order waits for what is missing")
        func count() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("STC", floor: .manual, articles: 1) { $0.shortPolicy = .backorder }
            try await room.open(in: system, stock: 4)
            let (older, newer) = (
                WaysBackTests.order("stc-older", [(room.sku(1), 2)]),
                WaysBackTests.order("stc-newer", [(room.sku(1), 2)])
            )
            for order in [older, newer] {
                try await WaysBackTests.submit(order, to: system)
                try await waitUntil("it is released") { try system.show(order).units("released") == 2 }
            }
            try system.run("waybill", "stock", "adjust", "STC", room.sku(1), "--reference", "counted", "--", "-2")
            try await waitUntil("the newer one waits") { try system.show(newer).units("backordered") == 2 }
            #expect(
                try system.stock(room.sku(1), at: "STC") == .init(site: "STC", onHand: 2, reserved: 2, quarantined: 0))
            try system.run("waybill", "stock", "receive", "STC", room.sku(1), "2")
            try await waitUntil("it is released") { try system.show(newer).units("released") == 2 }
            try await FloorCrew(system: system, site: "STC").finish()
            for order in [older, newer] { try await system.expect(order, is: "delivered") { $0.phase == "closed" } }
        }

        @Test(
            "units held for an order that is not paid yet, until their time is over: that or the payment wins, never both"
        )
        func unpaidHold() async throws {
            let system = try SharedSystem.current
            var random = SeededGenerator(seed: SeededGenerator.printedSeed(for: "unpaid hold"))
            let room = Stockroom("STU", articles: 1)
            try await room.open(in: system, stock: 100)
            let orders = (0..<24).map { number in
                var order = WaysBackTests.order("stu-\(number)", [(room.sku(1), 1)])
                order.payment = PaymentInstruction(method: .marketplace, state: .unpaid)
                return order
            }
            try await DemoShop().submit(orders, to: system)
            for order in orders { try await system.expect("awaiting_payment", of: order) }
            // No plan of ours reserves before it is paid; a checkout that does asks inventory itself.
            var holds: [Posted] = []
            for order in orders {
                let id = try await system.orderID(of: order)
                holds.append(
                    .command(
                        ReserveStock(
                            reservationID: .v5("reservation/\(id.text)"), channel: order.channel,
                            lines: [ParcelLine(lineID: "1", sku: room.sku(1), quantity: 1)],
                            destination: order.shippingAddress, isPaid: false), orderID: id))
            }
            let held = try await system.ask(holds, of: .inventory, for: StockReserved.self)
            #expect(held.count == orders.count)
            // Whatever load does to the moments of the others: two are paid long before their time is over, two when it is.
            let (early, late) = (orders[0..<2], orders[2..<4])
            try await DemoShop().submit(early.map(Self.paid), to: system)
            for order in early { try await system.expect("delivered", of: order) }
            for order in late { try await system.fireTimers(of: order, in: .inventory) }
            try await system.waitForCount(
                2, in: .inventory,
                """
                SELECT count(*) FROM reservation WHERE state = 'expired'
                    AND order_id IN (SELECT order_id FROM saga.saga_order WHERE external_id LIKE 'stu-%')
                """)
            // Three seconds from now all of it is over.
            try await system.database.withConnection(schema: ServiceName.inventory.schema) {
                try await $0.execute(
                    script: """
                        UPDATE timer SET due_at = now() + interval '3 s' WHERE order_id IN (
                            SELECT order_id FROM saga.saga_order WHERE external_id LIKE 'stu-%')
                        """)
            }
            var moments = Timetable()
            for order in orders where !early.contains(order) {
                moments.add(.submission(SubmitOrder(order: Self.paid(order))), at: random.moment(within: 5000))
            }
            try await moments.run(on: system)
            var ends: [OrderTruth] = []
            try await waitUntil("each has ended", every: .milliseconds(200)) {
                ends = Array(try await OrderTruth.all("stu-", in: system).values)
                return ends.allSatisfy { end in
                    end.headline == "delivered"
                        || end.headline == "expired" && end.money.captured == end.money.refunded && end.held == 0
                }
            }
            for end in ends where end.headline == "expired" {
                #expect(end.consumed == 0 && end.labels == end.voidedLabels, "\(end)")
            }
            for end in ends where end.headline == "delivered" {
                #expect(end.consumed == 1 && end.money.captured == end.total && end.money.refunded == 0, "\(end)")
            }
            let delivered = ends.count { $0.headline == "delivered" }
            print("unpaid hold: \(delivered) of \(ends.count) in time")
            #expect(delivered >= early.count && delivered <= ends.count - late.count)
            try await waitUntil("what was not paid is for sale again") {
                try system.stock(room.sku(1), at: "STU")
                    == .init(site: "STU", onHand: 100 - delivered, reserved: 0, quarantined: 0)
            }
        }

        @Test("late payment against the end of the time to pay: one of them wins, never both")
        func latePayment() async throws {
            let system = try SharedSystem.current
            var random = SeededGenerator(seed: SeededGenerator.printedSeed(for: "late payment"))
            let room = Stockroom("STL")
            try await room.open(in: system, stock: 100)
            let orders = (0..<24).map { number in
                var order = WaysBackTests.order("stl-\(number)", [(room.sku(1), 1)])
                order.payment = PaymentInstruction(method: .marketplace, state: .unpaid)
                return order
            }
            try await DemoShop().submit(orders, to: system)
            for order in orders { try await system.expect("awaiting_payment", of: order) }
            // Whatever load does to the moments of the others: two are paid long before the time is over, two when it is.
            let (early, late) = (orders[0..<2], orders[2..<4])
            try await DemoShop().submit(early.map(Self.paid), to: system)
            for order in early { try await system.expect("delivered", of: order) }
            var moments = Timetable()
            for order in orders[4...] {
                moments.add(.submission(SubmitOrder(order: Self.paid(order))), at: random.moment(within: 2000))
            }
            // Four days pass for all of them at once, in the middle of it.
            moments.interrupt(at: .milliseconds(900)) { try await system.letDaysPass(4, for: "stl-%") }
            try await moments.run(on: system)
            for order in late { try await system.expect("expired", of: order) }
            try await DemoShop().submit(late.map(Self.paid), to: system)
            try await waitUntil("each has ended", every: .milliseconds(200)) {
                try await OrderTruth.all("stl-", in: system).values.allSatisfy {
                    ["delivered", "expired"].contains($0.headline)
                }
            }
            let ends = try await OrderTruth.all("stl-", in: system).values
            for end in ends where end.headline == "expired" {
                #expect(end.consumed == 0 && end.held == 0 && end.labels == 0, "\(end)")
            }
            for end in ends where end.headline == "delivered" {
                #expect(end.consumed == 1 && end.money.captured == end.total, "\(end)")
            }
            let delivered = ends.count { $0.headline == "delivered" }
            print("late payment: \(delivered) of \(ends.count) in time")
            #expect(delivered >= early.count && delivered <= ends.count - late.count)
            #expect(try system.stock(room.sku(1), at: "STL").onHand == 100 - delivered)
        }

        /// The same order, paid.
        private static func paid(_ order: Order) -> Order {
            var paid = order
            paid.payment.state = .paid
            paid.updatedAt = Timestamp(seconds: 1_770_000_900)
            return paid
        }
    }
}
