import Contracts
import Foundation
import TestSupport
import Testing

extension CancelTableTests {
    @Suite("packed, labelled, about to be handed over")
    struct PackedTests {
        @Test("the parcel is opened and its label voided, or the hand-over came first and the cancel is refused")
        func packed() async throws {
            let system = try SharedSystem.current
            var random = SeededGenerator(seed: SeededGenerator.printedSeed(for: "cancel when packed"))
            let room = Stockroom("CTC", floor: .manual)
            try await room.open(in: system, stock: 1000)
            let crew = FloorCrew(system: system, site: "CTC")
            var round = CancelRound("ctc", in: system)
            round.make(50, of: room)
            try await round.submit()
            try await system.waitForCount(
                50, in: .warehouse, "SELECT count(*) FROM fulfilment_order WHERE site = 'CTC'", within: .seconds(180))
            try await round.learnIDs()
            try await crew.pick(try await crew.takeTasks(50))
            let jobs = try await crew.takeTasks(50)
            #expect(jobs.count == 50 && jobs.allSatisfy { $0.task.stage == "pack" })
            try await crew.pack(jobs)

            // Whatever load does to the moments of the others, two are cancelled before their boxes are closed, and two when
            // theirs have left.
            let byNumber = Dictionary(uniqueKeysWithValues: jobs.map { ($0.task.number, $0) })
            let (early, late) = (round.orders[0..<2], round.orders[2..<4])
            try await system.post(try early.map { try round.cancel($0) })
            try await round.hear()
            try await system.post(late.compactMap { byNumber[$0.number] }.map(FloorCrew.close))
            try await system.waitForCount(
                2, in: .warehouse,
                "SELECT count(*) FROM fulfilment_order WHERE site = 'CTC' AND state = 'handed_over'")

            var moments = Timetable()
            for order in round.orders {
                guard let job = byNumber[order.number] else { continue }
                let closed = Duration.milliseconds(500) + random.moment(within: 1500)
                if !late.contains(order) { moments.add(FloorCrew.close(job), at: closed) }
                if early.contains(order) { continue }
                // From half a second before the box is closed, over the label's purchase, to after the hand-over.
                moments.add(try round.cancel(order), at: closed - .milliseconds(450) + random.moment(within: 1100))
            }
            try await moments.run(on: system)
            try await settle(&round, crew, "packed and labelled", in: system)
            let gone = round.answers.values.count { !$0.accepted }
            for order in early { #expect(round.answers[order.externalID]?.accepted == true) }
            for order in late { #expect(round.answers[order.externalID]?.accepted == false) }
            #expect(try system.stock(room.sku(1), at: "CTC").onHand == 1000 - 2 * gone)
            #expect(try system.stock(room.sku(2), at: "CTC").onHand == 1000 - gone)
        }

        @Test("at the counter: the customer who comes and the one who cancels compete, and one of them wins")
        func atTheCounter() async throws {
            let system = try SharedSystem.current
            var random = SeededGenerator(seed: SeededGenerator.printedSeed(for: "cancel at the counter"))
            let room = Stockroom("CTP", floor: .manual)
            try await room.open(in: system, stock: 1000)
            let crew = FloorCrew(system: system, site: "CTP")
            var round = CancelRound("ctp", in: system)
            round.make(50, of: room, methods: [.card, .marketplace]) { order, _ in order.kind = .pickup }
            try await round.submit()
            try await system.waitForCount(
                50, in: .warehouse, "SELECT count(*) FROM fulfilment_order WHERE site = 'CTP'", within: .seconds(180))
            try await crew.finish()
            try await round.wait(for: "packed")
            try await round.learnIDs()

            var moments = Timetable()
            for order in round.orders {
                let moment = Duration.milliseconds(300) + random.moment(within: 1500)
                let collected = SkipStep(step: "pick_up", unit: nil, actor: "test", reason: "collected")
                moments.add(.command(collected, orderID: try round.id(of: order)), at: moment)
                moments.add(try round.cancel(order), at: moment - .milliseconds(60) + random.moment(within: 120))
            }
            try await moments.run(on: system)
            try await settle(&round, crew, "at the counter", labels: 0, in: system)
            let gone = round.answers.values.count { !$0.accepted }
            #expect(gone > 0 && gone < 50, "the moments are not spread: \(gone) of 50 came too late")
            #expect(try system.stock(room.sku(1), at: "CTP").onHand == 1000 - 2 * gone)
        }

        /// - Parameter labels: that a delivered order has.
        private func settle(
            _ round: inout CancelRound, _ crew: FloorCrew, _ row: String, labels: Int = 1, in system: WaybillSystem
        ) async throws {
            try await round.hear()
            CancelTableTests.report(row, round)
            try await round.wait(for: "cancelled", count: round.answers.values.count(where: \.accepted))
            // What was packed is not for sale before somebody has put it back.
            try await waitUntil("inventory keeps what has to be put back") {
                let opened = try await OrderTruth.all(round.prefix + "-", in: system).values
                return opened.allSatisfy { $0.headline != "cancelled" || $0.held == 3 && $0.putBack == 3 }
            }
            try await crew.finish()
            try await round.wait(for: "cancelled", "delivered")
            try await waitUntil("money and stock are settled") {
                try await OrderTruth.all(round.prefix + "-", in: system).values.allSatisfy { truth in
                    truth.held == 0 && truth.money.authorised == truth.money.captured + truth.money.voided
                }
            }
            try await round.compare { order, answer, truth in
                guard answer?.accepted == false else {
                    return truth.faultsAsCancelled(paidBy: order.payment.method)
                }
                var faults = truth.faultsAsDelivered(labels: labels, paidBy: order.payment.method)
                if answer?.reason?.code != "already_handed_over", answer?.reason?.code != "already_closed" {
                    faults.append("refused for \(answer?.reason?.code ?? "no reason")")
                }
                return faults
            }
        }
    }
}
