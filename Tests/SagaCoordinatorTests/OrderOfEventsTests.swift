import Contracts
import FoundationEssentials
import SagaCoordinator
import TestSupport
import Testing

@Suite("Events in any order")
struct OrderOfEventsTests {
    private struct Scenario: Sendable {
        let name: String
        let facts: [SagaEvent]
        let end: OrderSaga

        init(_ name: String, _ run: Run) {
            self.name = name
            facts = run.facts
            end = run.saga
        }
    }

    private static let scenarios: [Scenario] = [
        Scenario("card", .whole(Orders.make())),
        Scenario("card, manual floor, two sites", .whole(Orders.make(), Participants(sites: 2, floor: .manual))),
        Scenario("marketplace", .whole(Orders.make(method: .marketplace, state: .paid))),
        Scenario("cash, three sites", .whole(Orders.make(method: .cashOnDelivery), Participants(sites: 3))),
        Scenario("mixed", .whole(Orders.make(lines: [Orders.tea, Orders.voucher]))),
        Scenario("short", .whole(Orders.make(), UnhappyEndTests.short)),
        Scenario("late success", Self.lateSuccess()),
        Scenario("cancelled by the channel", Self.cancelledByChannel()),
        Scenario("unpaid, then paid", Self.paidLater()),
    ]

    private static func lateSuccess() -> Run {
        var run = Run()
        run.take(OrderAccepted(order: Orders.make()))
        run.inbox = []
        run.take(PaymentDeclined(paymentID: run.saga.paymentID, reason: Reason(code: "declined", message: "no")))
        run.take(PaymentAuthorised(paymentID: run.saga.paymentID, authorised: 4989, captured: 0))
        run.drain()
        return run
    }

    private static func cancelledByChannel() -> Run {
        var run = Run(Participants(override: { $0 is ReserveStock ? [] : nil }))
        run.take(OrderAccepted(order: Orders.make()))
        run.drain()
        run.take(OrderCancelledByChannel(reason: "customer", at: run.now))
        run.drain()
        return run
    }

    private static func paidLater() -> Run {
        var run = Run()
        run.take(OrderAccepted(order: Orders.make(state: .unpaid)))
        var order = Orders.make(state: .paid)
        order.updatedAt = Timestamp(seconds: 1_770_000_060)
        run.take(OrderUpdated(order: order, changed: ["$.payment.state"]))
        run.drain()
        return run
    }

    @Test("any order and any duplication of an order's events end in the same headline, units and money")
    func permutations() throws {
        var random = SeededGenerator()
        for scenario in Self.scenarios {
            for round in 0..<60 {
                var facts = scenario.facts
                for fact in scenario.facts where Int.random(in: 0..<3, using: &random) == 0 { facts.append(fact) }
                facts.shuffle(using: &random)
                // A decline can only be followed by a success: one that comes first is the end of it.
                guard scenario.name != "late success" || Self.declineComesFirst(facts) else { continue }
                var run = Run()
                for event in facts { run.take(event.fact, epoch: event.epoch) }
                let context: Comment = "\(scenario.name), round \(round), seed \(random.seed)"
                #expect(run.saga.headline == scenario.end.headline, context)
                #expect(run.saga.lines == scenario.end.lines, context)
                #expect(run.saga.money == scenario.end.money, context)
                #expect(try Replay.run(run.log, of: Orders.id) == run.saga, context)
                if scenario.end.phase == .closed { #expect(run.saga.phase == .closed, context) }
            }
        }
    }

    private static func declineComesFirst(_ facts: [SagaEvent]) -> Bool {
        let declined = facts.firstIndex { $0.fact is PaymentDeclined } ?? facts.endIndex
        return declined < facts.firstIndex { $0.fact is PaymentAuthorised } ?? facts.endIndex
    }

    @Test("whatever comes, at every step the log replays to the state, and what must hold holds")
    func soup() throws {
        var random = SeededGenerator()
        let facts = Self.scenarios.flatMap(\.facts) + Self.strays
        for round in 0..<100 {
            var run = Run()
            for _ in 0..<60 {
                let event = facts[Int.random(in: 0..<facts.count, using: &random)]
                switch Int.random(in: 0..<10, using: &random) {
                case 0: run.waitForTimer()
                case 1 where !run.inbox.isEmpty:
                    let next = run.inbox.removeFirst()
                    run.take(next.fact, epoch: next.epoch)
                default: run.take(event.fact, epoch: Int.random(in: 0...1, using: &random))
                }
                run.inbox = run.inbox.suffix(40)
            }
            #expect(
                try Replay.run(run.log, of: Orders.id) == run.saga, "round \(round), seed \(random.seed)")
        }
    }

    /// Negative answers, wishes and answers about things that are none of the order's.
    private static var strays: [SagaEvent] {
        let saga = OrderSaga(id: Orders.id)
        let reason = Reason(code: "stray", message: "stray")
        let stray: UUID = .v5("stray")
        let facts: [any SagaFact] = [
            PaymentDeclined(paymentID: saga.paymentID, reason: reason),
            PaymentDenied(paymentID: saga.paymentID, score: 1, findings: [], reason: reason),
            PaymentReviewRequired(paymentID: saga.paymentID, score: 1, findings: [], hold: .paymentReview),
            PaymentCancelled(paymentID: saga.paymentID, voided: 10, refunded: 20),
            PaymentAuthorised(paymentID: stray, authorised: 7, captured: 7),
            StockWaiting(reservationID: saga.reservationID, unknown: ["X"]),
            StockShort(reservationID: saga.reservationID, lines: []),
            StockReleased(reservationID: saga.reservationID),
            SiteShort(fulfilmentOrderID: stray, site: "S9", lines: []),
            FulfilmentCancelled(fulfilmentOrderID: stray),
            LabelRefused(parcelID: stray, reason: reason),
            LabelVoided(parcelID: stray),
            CancelOrder(reason: "stray", actor: "ada"),
            OrderCancelledByChannel(reason: "stray", at: Timestamp(seconds: 1)),
            ReleaseHold(actor: "eve", reason: "stray"),
            DeadlineReached(),
        ]
        return facts.map { SagaEvent($0, at: Timestamp(seconds: 0)) }
    }
}
