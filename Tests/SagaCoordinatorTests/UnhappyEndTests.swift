import Contracts
import SagaCoordinator
import Testing

@Suite("Unhappy ends")
struct UnhappyEndTests {
    private let declined = Participants(override: { command in
        (command as? AuthorisePayment).map {
            [PaymentDeclined(paymentID: $0.paymentID, reason: Reason(code: "insufficient_funds", message: "no"))]
        }
    })

    @Test("declined: cancelled with nothing to undo, and the customer is told why")
    func decline() throws {
        let run = Run.whole(Orders.make(), declined)
        try Trace.expect(run, toBe: "declined")
        #expect(run.saga.headline == .cancelled)
        #expect(run.milestones == [.paymentDeclined])
        #expect(run.units(.cancelled) == 4)
    }

    @Test("denied by the fraud rules: cancelled; the payment was voided by whoever denied it")
    func denied() throws {
        let run = Run.whole(
            Orders.make(),
            Participants(override: { command in
                (command as? AuthorisePayment).map {
                    [
                        PaymentDenied(
                            paymentID: $0.paymentID, score: 99, findings: [],
                            reason: Reason(code: "block_list", message: "blocked"))
                    ]
                }
            }))
        try Trace.expect(run, toBe: "denied")
        #expect(run.saga.phase == .cancelled)
        #expect(run.milestones == [.cancelled])
    }

    @Test("short of stock: the payment is cancelled, then the order")
    func short() throws {
        let run = Run.whole(Orders.make(), Self.short)
        try Trace.expect(run, toBe: "short_of_stock")
        #expect(run.saga.headline == .cancelled)
        #expect(run.milestones == [.cancelled])
        #expect(run.saga.money == Money(authorised: 4989, voided: 4989))
    }

    static let short = Participants(override: { command in
        (command as? ReserveStock).map {
            [
                StockShort(
                    reservationID: $0.reservationID,
                    lines: [ShortLine(lineID: "L1", sku: "TEA-100", requested: 3, available: 1)])
            ]
        }
    })

    @Test("review holds until the payment service says yes", arguments: [HoldReason.paymentReview, .paymentMismatch])
    func review(hold: HoldReason) {
        var run = Run.whole(Orders.make(), Self.review(hold))
        #expect(run.saga.headline == .onHold)
        #expect(run.saga.steps.compactMap(\.hold) == [hold])
        #expect(run.milestones == [.onHold])
        // An operator's "go on" does not decide for the payment service.
        #expect(run.take(ReleaseHold(actor: "eve", reason: "go")) == .stale)
        run.take(PaymentAuthorised(paymentID: run.saga.paymentID, authorised: 4989, captured: 0))
        run.drain()
        #expect(run.saga.headline == .delivered)
    }

    @Test("review that ends with no: cancelled")
    func reviewDenied() {
        var run = Run.whole(Orders.make(), Self.review(.paymentReview))
        run.take(
            PaymentDenied(
                paymentID: run.saga.paymentID, score: 60, findings: [], reason: Reason(code: "denied", message: "no")))
        #expect(run.saga.headline == .cancelled)
    }

    static func review(_ hold: HoldReason) -> Participants {
        Participants(override: { command in
            (command as? AuthorisePayment).map {
                [PaymentReviewRequired(paymentID: $0.paymentID, score: 60, findings: [], hold: hold)]
            }
        })
    }

    @Test("an unknown article holds the order until the catalogue has it")
    func unknownArticle() {
        let participants = Participants()
        var run = Run.whole(
            Orders.make(),
            Participants(override: { command in
                (command as? ReserveStock).map {
                    [StockWaiting(reservationID: $0.reservationID, unknown: ["TEA-100"])]
                }
            }))
        #expect(run.saga.steps.compactMap(\.hold) == [.unknownSKU])
        #expect(run.milestones.isEmpty)
        let lines = [Orders.tea, Orders.cup].map { ParcelLine(lineID: $0.id, sku: $0.sku, quantity: $0.quantity) }
        run.take(StockReserved(reservationID: run.saga.reservationID, allocations: participants.allocate(lines)))
        run.drain()
        #expect(run.saga.headline == .delivered)
    }

    @Test("a refused label is tried again by an operator, in a new epoch")
    func labelRefused() throws {
        var run = Run.whole(
            Orders.make(),
            Participants(override: { command in
                (command as? BuyLabel).map {
                    [
                        LabelRefused(
                            parcelID: $0.parcel.id, reason: Reason(code: "bad_address", message: "no such street"))
                    ]
                }
            }))
        #expect(run.saga.steps.compactMap(\.hold) == [.labelRefused])
        #expect(run.milestones == [.confirmed, .onHold])
        #expect(run.take(ReleaseHold(actor: "eve", reason: "address corrected")) == .applied)
        #expect(run.log.last?.actor == "eve")
        let parcel = try #require(run.saga.fulfilments.first?.parcel)
        let label = try #require(run.saga.step(.label, parcel.id))
        #expect(label.epoch == 1)
        // The refusal of the first attempt, once more, says nothing of the second.
        #expect(
            run.take(LabelRefused(parcelID: parcel.id, reason: Reason(code: "bad_address", message: "no")), epoch: 0)
                == .stale)
        run.inbox = []
        run.take(
            ParcelLabelled(tracking: Participants().tracking(parcel.id), cost: 1, currency: Currency(rawValue: "EUR")),
            epoch: 1)
        run.drain()
        #expect(run.saga.headline == .delivered)
        // Once each: the second hold of a step is no news for the customer.
        #expect(run.milestones.filter { $0 == .onHold }.count == 1)
    }

    @Test("a failed capture holds the order, though the goods are gone, and is tried again with a key of its own")
    func captureFailed() {
        var run = Run.whole(
            Orders.make(),
            Participants(override: { command in
                guard let capture = command as? CapturePayment, capture.ordinal < 1000 else { return nil }
                return [
                    PaymentCaptureFailed(
                        paymentID: capture.paymentID, ordinal: capture.ordinal,
                        reason: Reason(code: "expired", message: "lapsed"))
                ]
            }))
        #expect(run.saga.steps.compactMap(\.hold) == [.captureFailed])
        #expect(run.saga.headline == .onHold)
        #expect(run.units(.delivered) == 4)
        run.take(ReleaseHold(actor: "eve", reason: "again"))
        run.drain()
        #expect(run.saga.phase == .closed)
        #expect(run.commands.compactMap { ($0 as? CapturePayment)?.ordinal } == [1, 1001])
    }

    @Test("an order without any address is held, not dropped")
    func noAddress() {
        var order = Orders.make()
        order.shippingAddress = nil
        let run = Run.whole(order)
        #expect(run.saga.steps.compactMap(\.hold) == [.addressInvalid])
        #expect(run.milestones.last == .addressNeeded)
    }
}
