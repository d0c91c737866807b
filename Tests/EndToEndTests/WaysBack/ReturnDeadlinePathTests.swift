import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

extension WaysBackTests {
    /// A policy counts in days: each deadline is let be over when it comes up.
    @Suite("Deadlines of returns")
    struct ReturnDeadlinePathTests {
        /// Three units at 10.00 and one, with 5.00 for shipping: a unit is worth 11.25.
        private func delivered(_ name: String, from room: Stockroom) async throws -> Order {
            let system = try SharedSystem.current
            let order = WaysBackTests.order(name, [(room.sku(1), 3), (room.sku(2), 1)])
            try await WaysBackTests.submit(order, to: system)
            try await system.expect(order, is: "delivered") { $0.phase == "closed" }
            try await system.waitForCount(0, in: .returns, "SELECT count(*) FROM outbox")
            return order
        }

        @Test("not decided on: somebody is told, then the policy decides, one for the customer and one against")
        func undecided() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("RDU")
            try await room.open(in: system, stock: 20)
            for verdict in ["approve", "decline"] {
                try await system.introducePolicy(["is_automatic": "false", "undecided": "'\(verdict)'"])
                let order = try await delivered("rdu-\(verdict)", from: room)
                #expect(try system.requestReturn(of: order, "--line", "1=2").accepted)
                try await system.expectReturn(of: order, in: "requested")
                try await system.fireTimers(of: order, in: .returns)
                try await system.expectReminder("approval_overdue", of: order)
                #expect(try system.returns(of: order).first?.state == "requested")
                let stuck = try system.run("waybill", ["stuck", "--kind", "return"], allowing: [1])
                #expect(stuck.contains("#rdu-\(verdict)") && stuck.contains("return approve"), "\(stuck)")
                try await system.fireTimers(of: order, in: .returns)
                if verdict == "decline" {
                    try await system.expectReturn(of: order, in: "declined")
                    try await system.expect(order, is: "delivered") { $0.units("delivered") == 4 }
                } else {
                    let back = try await system.expectReturn(of: order, in: "in_transit")
                    try system.receive(back, at: "RDU", "1=2")
                    try system.inspect(back, "restock", "1=2")
                    try await system.expectReturn(of: order, in: "closed")
                    try await system.expect(order, is: "partially_returned") { $0.money.refunded == 2250 }
                }
            }
            try await system.introducePolicy([:])
        }

        @Test("never arrived: somebody is told, then it is paid for and written off, or stays with the customer")
        func lost() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("RDL")
            try await room.open(in: system, stock: 20)
            for verdict in ["refund", "expire"] {
                try await system.introducePolicy(["lost": "'\(verdict)'"])
                let order = try await delivered("rdl-\(verdict)", from: room)
                #expect(try system.requestReturn(of: order, "--line", "1=2").accepted)
                try await system.expectReturn(of: order, in: "in_transit")
                try await system.fireTimers(of: order, in: .returns)
                try await system.expectReminder("transit_overdue", of: order)
                try await system.fireTimers(of: order, in: .returns)
                if verdict == "expire" {
                    try await system.expectReturn(of: order, in: "expired")
                    let view = try await system.expect(order, is: "delivered") { $0.units("delivered") == 4 }
                    #expect(view.money.refunded == 0)
                } else {
                    try await system.expectReturn(of: order, in: "closed")
                    let view = try await system.expect(order, is: "partially_returned") { $0.money.refunded == 2250 }
                    #expect(view.units("written_off") == 2)
                }
            }
            // No site ever had them.
            #expect(
                try system.stock(room.sku(1), at: "RDL") == .init(site: "RDL", onHand: 14, reserved: 0, quarantined: 0))
            try await system.introducePolicy([:])
        }

        @Test("received in part and not inspected: what is missing lapses, what lies there is quarantined and paid for")
        func received() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("RDR")
            try await room.open(in: system, stock: 20)
            let order = try await delivered("rdr", from: room)
            #expect(try system.requestReturn(of: order, "--line", "1=3").accepted)
            let back = try await system.expectReturn(of: order, in: "in_transit")
            try system.receive(back, at: "RDR", "1=2")
            try await system.expectReturn(of: order, in: "received_part")
            try await system.fireTimers(of: order, in: .returns)
            try await system.expectReturn(of: order, in: "received")
            try await system.expect(order, is: "partially_returned") { $0.units("delivered") == 2 }
            try await system.fireTimers(of: order, in: .returns)
            try await system.expectReminder("inspection_overdue", of: order)
            #expect(try system.show(order).money.refunded == 0)
            try await system.fireTimers(of: order, in: .returns)
            try await system.expectReturn(of: order, in: "closed")
            let view = try await system.expect(order, is: "partially_returned") { $0.money.refunded == 2250 }
            #expect(view.units("quarantined") == 2 && view.units("delivered") == 2)
            try await waitUntil("they are set aside") {
                try system.stock(room.sku(1), at: "RDR") == .init(site: "RDR", onHand: 17, reserved: 0, quarantined: 2)
            }
        }

        @Test(
            "inspected, and nobody pays; paid for, and nobody books: somebody is told, again and again, until it is done"
        )
        func unpaid() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("RDP")
            try await room.open(in: system, stock: 20)
            let order = try await delivered("rdp", from: room)
            #expect(try system.requestReturn(of: order, "--line", "1=1").accepted)
            let back = try await system.expectReturn(of: order, in: "in_transit")
            try system.receive(back, at: "RDP", "1=1")
            try await system.without(.inventory) {
                try await system.without(.payment) {
                    try system.inspect(back, "restock", "1=1")
                    try await system.expectReturn(of: order, in: "inspected")
                    for _ in 0..<2 {
                        let told = try await told(of: order)
                        try await system.fireTimers(of: order, in: .returns)
                        try await waitUntil("somebody is told") { try await self.told(of: order) > told }
                        #expect(try system.returns(of: order).first?.reason == "refund_overdue")
                    }
                }
                try await system.expectReturn(of: order, in: "settled")
                try await system.fireTimers(of: order, in: .returns)
                try await system.expectReminder("booking_overdue", of: order)
            }
            try await system.expectReturn(of: order, in: "closed")
            try await system.expect(order, is: "partially_returned") { $0.money.refunded == 1125 }
            #expect(try system.stock(room.sku(1), at: "RDP").onHand == 18)
        }

        /// How often the return has spoken: its version.
        private func told(of order: Order) async throws -> Int {
            let id = try await SharedSystem.current.orderID(of: order)
            return try await SharedSystem.current.database.withConnection(schema: ServiceName.returns.schema) {
                try await $0.query(Self.version, id).first?.int(0) ?? 0
            }
        }

        private static let version = Statement(
            "test_rma_version", "SELECT max(version) FROM rma WHERE order_id = $1::uuid")
    }
}
