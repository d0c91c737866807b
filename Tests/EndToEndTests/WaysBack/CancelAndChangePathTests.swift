import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

extension WaysBackTests {
    @Suite("Cancel and change")
    struct CancelAndChangePathTests {
        private func released(_ name: String, of room: Stockroom) async throws -> Order {
            let system = try SharedSystem.current
            let order = WaysBackTests.order(name, [(room.sku(1), 2), (room.sku(2), 1)])
            try await WaysBackTests.submit(order, to: system)
            try await waitUntil("it is released") { try system.show(order).units("released") == 3 }
            return order
        }

        private func cancel(_ order: Order, _ options: String...) throws -> CancelAnswered {
            try SharedSystem.current.waybill(
                ["cancel", order.externalID] + options, as: CancelAnswered.self, allowing: [0, 1])
        }

        private func change(_ order: Order, _ options: String...) throws -> ChangeAnswered {
            try SharedSystem.current.waybill(
                ["change", order.externalID] + options, as: ChangeAnswered.self, allowing: [0, 1])
        }

        private static let elsewhere = [
            "--ship-name", "Ada Lovelace", "--ship-line1", "New Street 3", "--ship-city", "Berlin", "--ship-postcode",
            "10119", "--ship-country", "DE",
        ]

        @Test("a cancel comes to what its preview said, of units and of the whole, and a preview changes nothing")
        func cancels() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("CCA", floor: .manual)
            try await room.open(in: system, stock: 10)
            let order = try await released("cc-cancel", of: room)
            let preview = try cancel(order, "--line", "1=1", "--preview")
            #expect(preview.accepted && preview.isPreview && preview.refund == 1000)
            #expect(try system.show(order).units("released") == 3)
            let part = try cancel(order, "--line", "1=1")
            #expect(part.accepted && part.refund == preview.refund && part.released == preview.released)
            try await system.expect(order, is: "allocated") { $0.units("cancelled") == 1 }
            try await waitUntil("the stock is free") { try system.stock(room.sku(1), at: "CCA").reserved == 1 }

            let wrong = try cancel(order, "--line", "1=2")
            #expect(!wrong.accepted && wrong.reason?.code == "invalid_quantity")
            #expect(try cancel(order, "--line", "9=1").reason?.code == "unknown_line")

            let rest = try cancel(order, "--preview")
            #expect(rest.accepted && rest.refund == 2500)
            #expect(try cancel(order).refund == rest.refund)
            let view = try await system.expect(order, is: "cancelled") { $0.money.voided == 3500 }
            #expect(view.money.captured == 0)
            try await waitUntil("the stock is free") { try system.stock(room.sku(1), at: "CCA").reserved == 0 }
        }

        @Test("what is on its way or at the door is not cancelled, and the reason is told")
        func tooLate() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("CCL")
            try await room.open(in: system, stock: 10)
            let order = WaysBackTests.order("cc-late", [(room.sku(1), 2)])
            try await WaysBackTests.submit(order, to: system)
            try await system.expect(order, is: "delivered") { $0.phase == "closed" }
            let answer = try cancel(order)
            #expect(!answer.accepted && answer.reason?.code == "already_closed")
            #expect(try cancel(order, "--line", "1=1").accepted == false)
            #expect(try change(order, "--line", "1=1").accepted == false)
            #expect(try system.show(order).status == "delivered")
        }

        @Test("a change is previewed to the minor unit and applied whole; what has moved since is refused")
        func changes() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("CCC", floor: .manual)
            try await room.open(in: system, stock: 10)
            let order = try await released("cc-change", of: room)
            let preview = try change(order, "--line", "1=1", "--preview")
            let token = try #require(preview.previewToken)
            #expect(preview.accepted && preview.moneyDelta == -1000)
            let applied = try change(order, "--line", "1=1", "--token", token)
            #expect(applied.accepted && applied.moneyDelta == preview.moneyDelta && applied.lines == preview.lines)
            let outdated = try change(order, "--line", "2=0", "--token", token)
            #expect(!outdated.accepted && outdated.reason?.code == "preview_outdated")
            #expect(try change(order, "--line", "1=0", "--line", "2=0").reason?.code == "nothing_left")

            let moved = try SharedSystem.current.waybill(
                ["change", order.externalID] + Self.elsewhere, as: ChangeAnswered.self)
            #expect(moved.accepted && moved.moneyDelta == 0)
            try await FloorCrew(system: system, site: "CCC").finish()
            let view = try await system.expect(order, is: "delivered") { $0.phase == "closed" }
            #expect(view.units("delivered") == 2 && view.money.captured == 2500 && view.money.voided == 1000)
            let streets = try await system.rows(
                in: .shipping,
                """
                SELECT p.request -> 'shipTo' ->> 'line1' FROM parcel p JOIN saga.saga_order o USING (order_id)
                WHERE o.external_id = 'cc-change'
                """)
            #expect(try streets.map { try $0.string(0) } == ["New Street 3"])
        }

        @Test("a storefront does the same by its own queue, also before its order, and reads each answer there")
        func byQueue() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("CCQ", floor: .manual)
            try await room.open(in: system, stock: 10)
            try await StorefrontAccount.with(system.broker) { account in
                let desk = ShopDesk(account: account)
                let order = desk.own(WaysBackTests.order("cc-queue", [(room.sku(1), 2), (room.sku(2), 1)]))
                _ = try await desk.ask(SubmitOrder(order: order), for: SubmissionAccepted.self)
                try await waitUntil("it is released") { try system.show(order).units("released") == 3 }
                let line = LineQuantity(lineID: "1", quantity: 1)
                let preview = try await desk.ask(
                    CancelSubmitted(externalID: "cc-queue", lines: [line], reason: "one is enough", isPreview: true),
                    for: CancelAnswered.self)
                #expect(preview.accepted && preview.isPreview && preview.refund == 1000)
                let part = try await desk.ask(
                    CancelSubmitted(externalID: "cc-queue", lines: [line], reason: "one is enough"),
                    for: CancelAnswered.self)
                #expect(part.accepted && !part.isPreview && part.refund == preview.refund)
                let changed = try await desk.ask(
                    ChangeSubmitted(externalID: "cc-queue", lines: [LineQuantity(lineID: "2", quantity: 0)]),
                    for: ChangeAnswered.self)
                #expect(changed.accepted && changed.moneyDelta == -1000)
                let refused = try await desk.ask(
                    CancelSubmitted(
                        externalID: "cc-queue", lines: [LineQuantity(lineID: "1", quantity: 2)], reason: "no"),
                    for: CancelAnswered.self)
                #expect(!refused.accepted && refused.reason != nil)
                try await FloorCrew(system: system, site: "CCQ").finish()
                try await system.expect(order, is: "delivered") { $0.money.captured == 1500 && $0.phase == "closed" }

                // The wish is here before the order.
                let hasty = desk.own(WaysBackTests.order("cc-hasty", [(room.sku(1), 2)]))
                try await desk.send([CancelSubmitted(externalID: "cc-hasty", reason: "a slip of the finger")])
                try await system.waitForCount(
                    1, in: .intake, "SELECT count(*) FROM pending_request WHERE external_id = 'cc-hasty'")
                try await desk.send([SubmitOrder(order: hasty)])
                #expect(try await desk.answer(CancelAnswered.self).accepted)
                let view = try await system.expect(hasty, is: "cancelled")
                #expect(view.money.captured == 0 && view.money.authorised == view.money.voided)
            }
        }
    }
}
