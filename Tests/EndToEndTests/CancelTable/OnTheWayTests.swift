import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

extension CancelTableTests {
    @Suite("handed over, and delivered")
    struct OnTheWayTests {
        @Test(
            "under way a cancel is refused, and what nobody takes comes back as a return; delivered, it becomes a return"
        )
        func onTheWay() async throws {
            let system = try SharedSystem.current
            var random = SeededGenerator(seed: SeededGenerator.printedSeed(for: "cancel under way"))
            let room = Stockroom("CTD")
            try await room.open(in: system, stock: 1000)
            var round = CancelRound("ctd", in: system)
            round.make(120, of: room) { order, number in
                // Three of eighteen, one of each method, are never taken in.
                if Self.isRefused(number) { order.shippingAddress?.postcode = "RETURNED" }
            }
            try await round.submit()
            try await system.waitForCount(
                120, in: .warehouse,
                "SELECT count(*) FROM fulfilment_order WHERE site = 'CTD' AND state = 'handed_over'",
                within: .seconds(180))
            try await round.learnIDs()

            // The table's fourth row: a hundred while the parcels are under way.
            var moments = Timetable()
            for order in round.orders.suffix(100) {
                moments.add(try round.cancel(order), at: random.moment(within: 3000))
            }
            try await moments.run(on: system)
            try await round.hear()
            CancelTableTests.report("under way", round)
            for (order, answer) in round.answers {
                let isTold = answer.reason?.code == "already_handed_over" || answer.reason?.code == "already_closed"
                #expect(!answer.accepted && isTold, "order \(order): \(answer)")
            }

            // The fifth: a hundred and two around the delivery and after it.
            let refused = round.orders.enumerated().filter { Self.isRefused($0.offset) }.map(\.element)
            let taken = round.orders.filter { !refused.contains($0) }
            #expect(taken.count >= 100)
            try await round.wait(for: "delivered", count: 1)
            moments = Timetable()
            for order in taken { moments.add(try round.cancel(order), at: random.moment(within: 4000)) }
            try await moments.run(on: system)
            try await round.hear()
            CancelTableTests.report("delivered", round)
            for (order, answer) in round.answers { #expect(!answer.accepted, "order \(order): \(answer)") }
            try await round.wait(for: "delivered", count: taken.count)
            try await waitUntil("all are paid for") {
                let truths = try await OrderTruth.all("ctd-", in: system).values
                return truths.allSatisfy { $0.headline != "delivered" || $0.money.captured == $0.total }
            }
            try await round.compare { order, _, truth in
                order.shippingAddress?.postcode == "RETURNED"
                    ? [] : truth.faultsAsDelivered(paidBy: order.payment.method)
            }

            // What the customer wanted becomes a return, and the money goes back by the policy.
            let wanted = try taken.map { order in
                Posted.command(
                    RequestReturn(
                        lines: [ReturnLine(lineID: "1", quantity: 2, reason: "changed_mind")], actor: "customer"),
                    orderID: try round.id(of: order))
            }
            let answers = try await system.ask(wanted, of: .returns, for: ReturnAnswered.self)
            #expect(answers.values.allSatisfy { $0.accepted && $0.refund > 0 })
            let quoted = answers.values.reduce(0) { $0 + Int($1.refund) }
            try await Self.takeBack(answers.values.compactMap(\.returnID), [2], "CTD", in: system)
            try await Self.takeBackRefused(refused.count, in: system)
            // Nobody had paid at a door that was not opened.
            let paid = refused.filter { $0.payment.method != .cashOnDelivery }
            try await waitUntil("the money is back") {
                let truths = try await OrderTruth.all("ctd-", in: system).values
                return truths.reduce(0) { $0 + $1.money.refunded } == quoted + paid.count * 3500
            }
            // The parcels that came back are all here, of the others the first line is.
            #expect(try system.stock(room.sku(1), at: "CTD").onHand == 1000)
            #expect(try system.stock(room.sku(2), at: "CTD").onHand == 1000 - taken.count)
        }

        private static func isRefused(_ number: Int) -> Bool { number / 3 % 6 == 5 }

        /// Receives and inspects whole returns.
        private static func takeBack(
            _ returns: [UUID], _ quantities: [Int], _ site: String, in system: WaybillSystem
        ) async throws {
            let units = quantities.enumerated().map { LineQuantity(lineID: "\($0.offset + 1)", quantity: $0.element) }
            let received = returns.map {
                Posted.command(ReceiveReturn(returnID: $0, site: site, actor: "test", lines: units))
            }
            for answer in try await system.ask(received, of: .returns, for: ReturnAnswered.self).values {
                #expect(answer.accepted, "\(answer)")
            }
            try await inspect(returns, units, in: system)
        }

        /// What the carrier has brought back is received by its own word.
        private static func takeBackRefused(_ count: Int, in system: WaybillSystem) async throws {
            try await system.waitForCount(
                count, in: .returns, "SELECT count(*) FROM rma WHERE origin = 'carrier' AND state = 'received'",
                within: .seconds(180))
            let returns = try await system.rows(in: .returns, "SELECT id FROM rma WHERE origin = 'carrier'")
            let units = [LineQuantity(lineID: "1", quantity: 2), LineQuantity(lineID: "2", quantity: 1)]
            try await inspect(try returns.map { try $0.uuid(0) }, units, in: system)
        }

        private static func inspect(
            _ returns: [UUID], _ units: [LineQuantity], in system: WaybillSystem
        ) async throws {
            let inspected = returns.map { id in
                Posted.command(
                    InspectReturn(
                        returnID: id, actor: "test",
                        lines: units.map {
                            InspectedLine(lineID: $0.lineID, quantity: $0.quantity, disposition: .restock)
                        }))
            }
            for answer in try await system.ask(inspected, of: .returns, for: ReturnAnswered.self).values {
                #expect(answer.accepted, "\(answer)")
            }
        }
    }
}
