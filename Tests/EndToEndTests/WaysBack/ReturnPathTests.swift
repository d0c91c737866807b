import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

extension WaysBackTests {
    @Suite("Returns")
    struct ReturnPathTests {
        /// Three units at 10.00 and one, with 5.00 for shipping: a third of a minor unit must not get lost.
        private func delivered(_ name: String, from room: Stockroom, postcode: String? = nil) async throws -> Order {
            let system = try SharedSystem.current
            try await room.open(in: system, stock: 10)
            let order = WaysBackTests.order(name, [(room.sku(1), 3), (room.sku(2), 1)], postcode: postcode)
            try await WaysBackTests.submit(order, to: system)
            try await system.expect(order, is: "delivered") { $0.phase == "closed" }
            try await system.waitForCount(
                0, in: .returns, "SELECT count(*) FROM outbox")
            return order
        }

        @Test(
            "asked for by the operator, received in parts, inspected unit by unit: each disposition, to the minor unit")
        func dispositions() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("RTA")
            let order = try await delivered("rt-parts", from: room)
            let preview = try system.requestReturn(of: order, "--line", "1=3", "--line", "2=1", "--preview")
            #expect(preview.accepted && preview.isPreview && preview.refund == 4500)
            #expect(try system.returns(of: order).isEmpty)
            let answer = try system.requestReturn(of: order, "--line", "1=3", "--line", "2=1")
            #expect(answer.accepted && answer.refund == preview.refund)
            let twice = try system.requestReturn(of: order, "--line", "1=1")
            #expect(!twice.accepted, "what is on its way back was asked for again")
            let back = try await system.expectReturn(of: order, in: "in_transit")
            try system.receive(back, at: "RTA", "1=1")
            #expect(try system.returns(of: order).first?.state == "received_part")
            // Received is not for sale.
            #expect(
                try system.stock(room.sku(1), at: "RTA") == .init(site: "RTA", onHand: 7, reserved: 0, quarantined: 0))
            try system.inspect(back, "restock", "1=1")
            try system.receive(back, at: "RTA", "1=2", "2=1")
            try system.inspect(back, "quarantine", "1=1")
            try system.inspect(back, "write_off", "1=1")
            try system.inspect(back, "send_back", "2=1")
            let closed = try await system.expectReturn(of: order, in: "closed")
            let view = try await system.expect(order, is: "partially_returned") { $0.money.refunded > 0 }
            #expect(view.units("restocked") == 1 && view.units("quarantined") == 1)
            #expect(view.units("written_off") == 1 && view.units("sent_back") == 1)
            // 30.00 and three quarters of 5.00: the unit that goes back to the customer is not paid for.
            #expect(closed.given == 3375 && view.money.refunded == 3375)
            try await waitUntil("the stock is booked") {
                try system.stock(room.sku(1), at: "RTA") == .init(site: "RTA", onHand: 8, reserved: 0, quarantined: 1)
            }
            #expect(try system.stock(room.sku(2), at: "RTA").onHand == 9)
        }

        @Test("by the storefront's queue, for store credit: the shop hears of it, and no money moves")
        func storeCredit() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("RTC")
            let order = try await delivered("rt-credit", from: room)
            try await system.post([
                .submission(
                    ReturnSubmitted(
                        externalID: order.externalID,
                        lines: [ReturnLine(lineID: "1", quantity: 1, reason: "too_small")], settlement: .storeCredit))
            ])
            let back = try await system.expectReturn(of: order, in: "in_transit")
            try system.receive(back, at: "RTC", "1=1")
            try system.inspect(back, "restock", "1=1")
            let closed = try await system.expectReturn(of: order, in: "closed")
            #expect(closed.given == 1125)
            #expect(try system.show(order).money.refunded == 0)
            #expect(
                try await system.count(
                    in: .returns,
                    "SELECT sum(c.amount)::int8 FROM store_credit c JOIN delivered_order USING (order_id) WHERE external_id = 'rt-credit'"
                ) == 1125)
        }

        @Test("in exchange: a linked order is reserved at approval, carried to the door, and paid by what comes back")
        func exchange() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("RTE")
            let order = try await delivered("rt-exchange", from: room)
            let answer = try system.requestReturn(
                of: order, "--line", "1=1", "--as", "exchange", "--exchange", "\(room.sku(2))=1")
            #expect(answer.accepted, "\(answer)")
            var exchange: OrderView?
            try await waitUntil("the exchange is at the door") {
                let rows = try await system.rows(
                    in: .saga,
                    """
                    SELECT e.order_id::text FROM saga_order e JOIN saga_order o
                        ON e.document ->> 'originalOrderId' = o.order_id::text WHERE o.external_id = 'rt-exchange'
                    """)
                guard let id = try rows.first?.string(0) else { return false }
                exchange = try system.waybill(["show", id], reading: OrderView.self)
                return exchange?.status == "delivered"
            }
            #expect(exchange?.plan == "exchange" && exchange?.units("delivered") == 1)
            let back = try await system.expectReturn(of: order, in: "in_transit")
            try system.receive(back, at: "RTE", "1=1")
            try system.inspect(back, "restock", "1=1")
            try await system.expectReturn(of: order, in: "closed")
            #expect(try system.show(order).money.refunded == 0, "even: goods for goods")
            try await waitUntil("the stock is booked") { try system.stock(room.sku(1), at: "RTE").onHand == 8 }
            #expect(try system.stock(room.sku(2), at: "RTE").onHand == 8)
        }

        @Test("what is never sent lapses, and can be asked for again; a marketplace's claim is under way at once")
        func expiryAndClaim() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("RTX")
            let order = try await delivered("rt-expired", from: room, postcode: "UNSENT")
            #expect(try system.requestReturn(of: order, "--line", "1=2").accepted)
            try await system.expectReturn(of: order, in: "label_issued")
            try await system.fireTimers(of: order, in: .returns)
            try await system.expectReturn(of: order, in: "expired")
            try await system.expect(order, is: "delivered") { $0.units("delivered") == 4 }

            let claim = Posted.command(
                RequestReturn(
                    lines: [ReturnLine(lineID: "1", quantity: 2, reason: "damaged")], actor: "web/main",
                    claimID: "CLM-1"), orderID: try await system.orderID(of: order))
            let answers = try await system.ask([claim], of: .returns, for: ReturnAnswered.self)
            #expect(answers[claim.id]?.accepted == true, "\(answers)")
            let back = try await system.expectReturn(of: order, in: "in_transit")
            #expect(back.origin == "claim")
            try system.receive(back, at: "RTX", "1=2")
            try system.inspect(back, "write_off", "1=2")
            try await system.expectReturn(of: order, in: "closed")
            try await system.expect(order, is: "partially_returned") { $0.money.refunded == 2250 }
            #expect(try system.stock(room.sku(1), at: "RTX").onHand == 7)
        }

        @Test("a policy that asks for a person: approved or declined, with its fees, and kept with the return")
        func policy() async throws {
            let system = try SharedSystem.current
            try await system.introducePolicy([
                "is_automatic": "false", "conditions": "'{unopened}'", "return_shipping": "'{\"EUR\": 490}'",
                "restocking_fee": "1000",
            ])
            let room = Stockroom("RTP")
            let order = try await delivered("rt-policy", from: room)
            let used = try system.requestReturn(of: order, "--line", "1=1", "--condition", "worn")
            #expect(!used.accepted, "\(used)")
            #expect(try system.requestReturn(of: order, "--line", "1=1", "--condition", "unopened").accepted)
            var back = try await system.expectReturn(of: order, in: "requested")
            try system.run("waybill", "return", "decline", back.returnId, "--reason", "worn after all")
            try await system.expectReturn(of: order, in: "declined")
            try await system.expect(order, is: "delivered") { $0.units("delivered") == 4 }

            let answer = try system.requestReturn(of: order, "--line", "1=1", "--condition", "unopened")
            // 11.25 less a tenth of the goods and 4.90 for the label.
            #expect(answer.fees == 590 && answer.refund == 535)
            back = try await system.expectReturn(of: order, in: "requested")
            try system.run("waybill", "return", "approve", back.returnId)
            back = try await system.expectReturn(of: order, in: "in_transit")
            // What is kept with the return counts, not what is in force when it arrives.
            try await system.introducePolicy([:])
            try system.receive(back, at: "RTP", "1=1")
            try system.inspect(back, "restock", "1=1")
            try await system.expectReturn(of: order, in: "closed")
            try await system.expect(order, is: "partially_returned") { $0.money.refunded == 535 }
        }
    }
}
