import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

extension WaysBackTests {
    @Suite("E-mails to customers")
    struct MailPathTests {
        /// What must have been told in the end, in each language.
        private static let told: Set<String> = [
            "awaiting_payment", "confirmed", "on_hold", "payment_declined", "shipped", "delivered",
            "cancelled", "refunded", "expired", "partially_cancelled", "backordered", "delayed", "lost",
            "returned_to_sender", "address_needed", "order_changed", "ready_for_pickup", "return_label",
            "return_received", "return_refunded", "return_credited", "return_expired",
        ]

        @Test("tell every turn that an order can take, once, in the customer's language", arguments: ["en", "tr"])
        func everyTurn(language: String) async throws {
            let system = try SharedSystem.current
            let room = Stockroom("ML\(language.uppercased())")
            let floor = Stockroom("MM\(language.uppercased())", floor: .manual)
            let scarce = Stockroom("MB\(language.uppercased())", articles: 1) {
                $0.shortPolicy = .backorder
                $0.leadDays = 3
            }
            try await room.open(in: system, stock: 100)
            try await floor.open(in: system, stock: 100)
            try await scarce.open(in: system, stock: 0)
            func order(
                _ name: String, token: String = "tok_ok", postcode: String? = nil, kind: OrderKind = .standard,
                of room: Stockroom? = nil
            ) -> Order {
                let lines = [((room ?? floor).sku(1), 2)]
                var order = WaysBackTests.order(
                    "ml-\(language)-\(name)", lines, token: token, postcode: postcode, kind: kind)
                order.customer.language = language
                return order
            }
            let plain = order("plain", of: room)
            let (credit, unsent) = (order("credit", of: room), order("unsent", postcode: "UNSENT", of: room))
            let (review, refused) = (
                order("review", token: "tok_wrong_amount", of: room), order("refused", postcode: "REFUSED", of: room)
            )
            var unpaid = order("unpaid", of: room)
            unpaid.payment = PaymentInstruction(method: .marketplace, state: .unpaid)
            let changed = order("changed")
            let later = order("later", of: scarce)
            let others = [
                later, order("declined", token: "tok_declined", of: room),
                order("counter", kind: .pickup, of: room),
                order("lost", postcode: "LOST", of: room), order("returned", postcode: "RETURNED", of: room),
            ]
            try await DemoShop().submit(
                [plain, credit, unsent, review, refused, unpaid, changed] + others, to: system)

            try await system.expect("awaiting_payment", of: unpaid)
            try await system.expect("backordered", of: later)
            for order in [unpaid, later] { try await system.letDaysPass(4, for: order.externalID) }
            for order in [review, refused] {
                try await system.expect("on_hold", of: order)
                try system.run("waybill", "cancel", order.externalID)
            }
            try await waitUntil("it is released") { try system.show(changed).units("released") == 2 }
            try system.run("waybill", "cancel", changed.externalID, "--line", "1=1")
            try system.run(
                "waybill", "change", changed.externalID, "--ship-line1", "New Street", "--ship-city", "Berlin",
                "--ship-country", "DE")
            for (order, settlement) in [(plain, "refund"), (credit, "store_credit")] {
                try await system.expect(order, is: "delivered") { $0.phase == "closed" }
                #expect(try system.requestReturn(of: order, "--line", "1=1", "--as", settlement).accepted)
                let back = try await system.expectReturn(of: order, in: "in_transit")
                try system.receive(back, at: room.site.code, "1=1")
                try system.inspect(back, "restock", "1=1")
                try await system.expectReturn(of: order, in: "closed")
            }
            try await system.expect(unsent, is: "delivered") { $0.phase == "closed" }
            #expect(try system.requestReturn(of: unsent, "--line", "1=1").accepted)
            try await system.expectReturn(of: unsent, in: "label_issued")
            try await system.fireTimers(of: unsent, in: .returns)
            try system.run("waybill", "payment", "refund", unsent.externalID, "1.00")

            var missing = Self.told
            do {
                try await waitUntil("everything is told", every: .milliseconds(300)) {
                    missing = Self.told.subtracting(try await Self.sent(language, in: system).map(\.milestone))
                    return missing.isEmpty
                }
            } catch is WaitedTooLong {
                Issue.record("not told: \(missing)")
            }
            let sent = try await Self.sent(language, in: system)
            let mails = system.mail.messages
            for (milestone, id) in sent {
                let own = mails.filter { $0.contains(id) }
                #expect(own.count == 1, "\(milestone) came \(own.count) times")
                #expect(own.allSatisfy { $0.contains("lang=3D\"\(language)\"") || $0.contains("lang=\"\(language)\"") })
            }
            // For people on a floor; nothing is to be left open.
            try system.run("waybill", "cancel", changed.externalID)
        }

        /// What the mail server has taken, by our own books: milestone and Message-ID.
        private static func sent(
            _ language: String, in system: WaybillSystem
        ) async throws -> [(milestone: String, id: String)] {
            let rows = try await system.rows(
                in: .notifications,
                """
                SELECT n.milestone, n.message_id, n.language FROM notification n JOIN saga.saga_order o USING (order_id)
                WHERE n.state = 'sent' AND o.external_id LIKE 'ml-%'
                """)
            return try rows.filter { try $0.string(2) == language }.map { (try $0.string(0), try $0.string(1)) }
        }
    }
}
