import Contracts
import Foundation
import TestSupport
import Testing

extension CancelTableTests {
    @Suite("released, being picked, picked, being packed")
    struct OnTheFloorTests {
        @Test("the task stops, what was picked is not for sale until it is scanned back, the money goes back")
        func onTheFloor() async throws {
            let system = try SharedSystem.current
            var random = SeededGenerator(seed: SeededGenerator.printedSeed(for: "cancel on the floor"))
            let room = Stockroom("CTB", floor: .manual)
            try await room.open(in: system, stock: 1000)
            let crew = FloorCrew(system: system, site: "CTB")
            var round = CancelRound("ctb", in: system)
            round.make(100, of: room)
            try await round.submit()
            try await system.waitForCount(
                100, in: .warehouse, "SELECT count(*) FROM fulfilment_order WHERE site = 'CTB'", within: .seconds(180))
            try await round.learnIDs()
            let jobs = try await crew.takeTasks(100)
            #expect(jobs.count == 100)

            var moments = Timetable()
            for job in jobs {
                // One unit a scan; some stop somewhere on their way.
                let walk = job.task.lines.flatMap { line in (0..<line.quantity).map { _ in (line, "pick") } }
                let table = job.task.lines.flatMap { line in (0..<line.quantity).map { _ in (line, "pack") } }
                let scans = (walk + table).prefix(Int.random(in: 0...6, using: &random))
                for (number, (line, action)) in scans.enumerated() {
                    moments.add(
                        FloorCrew.scan(job, line, action, 1),
                        at: .milliseconds(350 * number) + random.moment(within: 300))
                }
            }
            for (number, order) in round.orders.enumerated() {
                let lines = number % 4 == 3 ? [LineQuantity(lineID: "1", quantity: 1)] : []
                moments.add(try round.cancel(order, lines), at: random.moment(within: 2200))
            }
            try await moments.run(on: system)
            try await round.hear()
            CancelTableTests.report("on the floor", round)
            try await round.wait(for: "cancelled", count: 75)
            try await system.waitForCount(0, in: .inventory, "SELECT count(*) FROM outbox")

            // What is in somebody's hands is not for sale.
            var inHand = 0
            try await waitUntil("inventory keeps what has to be put back") {
                let truths = try await OrderTruth.all("ctb-", in: system).values
                inHand = truths.reduce(0) { $0 + $1.putBack - $1.putBackDone }
                return truths.allSatisfy { $0.headline != "cancelled" || $0.held == $0.putBack - $0.putBackDone }
            }
            #expect(inHand > 0, "nothing was picked: the moments are not spread")
            try await round.compare { order, answer, truth in
                guard answer?.accepted == true else { return ["the cancel was refused"] }
                guard truth.cancelled == truth.ordered else { return [] }
                return truth.faultsAsCancelled(paidBy: order.payment.method)
            }

            try await crew.finish()
            try await round.wait(for: "cancelled", "delivered")
            try await waitUntil("everything is back in its bin") {
                try await OrderTruth.all("ctb-", in: system).values.allSatisfy { $0.held == 0 }
            }
            try await round.compare { order, answer, truth in
                let units = truth.cancelled == truth.ordered ? 0 : 1
                return units == 0
                    ? truth.faultsAsCancelled(paidBy: order.payment.method)
                    : truth.faultsAsDelivered(
                        cancelling: units, for: Int(answer?.refund ?? 0), paidBy: order.payment.method)
            }
            // 25 orders went out, each without one unit of its first line.
            let (first, second) = (try system.stock(room.sku(1), at: "CTB"), try system.stock(room.sku(2), at: "CTB"))
            #expect(first.onHand == 1000 - 25 && first.reserved == 0)
            #expect(second.onHand == 1000 - 25 && second.reserved == 0)
        }
    }
}
