import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

extension CancelTableTests {
    @Suite("before the release to a site")
    struct BeforeReleaseTests {
        /// Why an order is not released yet, and what would let it go on.
        private enum Wait: Int, CaseIterable {
            case payment, article, review, goods, nothing
        }

        @Test("the reservation is released, the money let go, and nobody has to put anything back")
        func beforeRelease() async throws {
            let system = try SharedSystem.current
            var random = SeededGenerator(seed: SeededGenerator.printedSeed(for: "cancel before release"))
            // People work here, so that what is not cancelled in time waits for them.
            let room = Stockroom("CTA", floor: .manual)
            try await room.open(in: system, stock: 1000)
            let scarce = Stockroom("CTW", floor: .manual) {
                $0.shortPolicy = .backorder
                $0.leadDays = 10
            }
            try await scarce.open(in: system, stock: 0)

            var round = CancelRound("cta", in: system)
            round.make(100, of: room) { order, number in
                switch Self.wait(number) {
                case .payment: order.payment = PaymentInstruction(method: .marketplace, state: .unpaid)
                case .article: order.lines[0].sku = "CTA-LATER"
                case .review:
                    order.payment = PaymentInstruction(method: .card, state: .unpaid, token: "tok_other_payer")
                case .goods:
                    order.lines[0].sku = scarce.sku(1)
                    order.lines[1].sku = scarce.sku(2)
                case .nothing: break
                }
            }
            let late = round.orders.enumerated().filter { Self.wait($0.offset) == .nothing }.map(\.element)
            let held = round.orders.filter { !late.contains($0) }
            try await DemoShop().submit(held, to: system)
            try await round.wait(for: "awaiting_payment", count: 20)
            try await round.wait(for: "on_hold", count: 40)
            try await round.wait(for: "backordered", count: 20)
            try await round.learnIDs()
            let payments = try await Self.payments(in: system)

            var moments = Timetable()
            for order in held {
                moments.add(try round.cancel(order), at: random.moment(within: 1500))
            }
            for (number, order) in round.orders.enumerated() {
                let moment = random.moment(within: 1500)
                switch Self.wait(number) {
                case .payment: moments.add(Self.paid(order), at: moment)
                case .review:
                    guard let payment = payments[try round.id(of: order)] else { continue }
                    let decision = DecidePayment(paymentID: payment, approve: true, actor: "test", reason: "known")
                    moments.add(.command(decision, orderID: try round.id(of: order)), at: moment)
                case .goods: moments.add(Self.goods(in: scarce), at: moment)
                case .article: break
                case .nothing:
                    // The storefront's own wish, which may be here before the order.
                    moments.add(.submission(SubmitOrder(order: order)), at: moment)
                    moments.add(
                        .submission(CancelSubmitted(externalID: order.externalID, reason: "at once")),
                        at: random.moment(within: 1500))
                }
            }
            var article = room.articles[0]
            article.aliases = ["CTA-LATER"]
            moments.add(.command(UpsertCatalogue(articles: [article])), at: random.moment(within: 1500))
            try await moments.run(on: system)

            try await round.hear()
            CancelTableTests.report("before release", round)
            try await round.wait(for: "cancelled")
            try await round.compare { order, answer, truth in
                var faults = truth.faultsAsCancelled(paidBy: order.payment.method)
                if let answer, !answer.accepted { faults.append("the cancel was refused") }
                if truth.picked + truth.labels > 0 { faults.append("somebody worked for it") }
                return faults
            }
            for sku in [room.sku(1), room.sku(2)] {
                let stock = try system.stock(sku, at: "CTA")
                #expect(stock.onHand == 1000 && stock.reserved == 0, "\(stock)")
            }
            #expect(try system.stock(scarce.sku(1), at: "CTW").reserved == 0)
        }

        private static func wait(_ number: Int) -> Wait { Wait(rawValue: number % Wait.allCases.count) ?? .nothing }

        /// The same order, paid.
        private static func paid(_ order: Order) -> Posted {
            var paid = order
            paid.payment.state = .paid
            paid.updatedAt = Timestamp(seconds: 1_770_000_600)
            return .submission(SubmitOrder(order: paid))
        }

        private static func goods(in room: Stockroom) -> Posted {
            .command(
                BookStock(
                    kind: "receive", reference: "DN-9", actor: "test",
                    movements: room.articles.map {
                        StockMovementRequest(site: room.site.code, sku: $0.sku, bin: nil, quantity: 2)
                    }))
        }

        private static func payments(in system: WaybillSystem) async throws -> [UUID: UUID] {
            let rows = try await system.rows(in: .payment, "SELECT order_id, id FROM payment WHERE state = 'review'")
            return Dictionary(uniqueKeysWithValues: try rows.map { (try $0.uuid(0), try $0.uuid(1)) })
        }
    }
}
