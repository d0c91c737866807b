import Contracts

// The standard path, as it is specified. A plan is a list of steps; a step says what it is done once for, which command
// asks for it, what must be complete before, what the answers mean, by when an answer is due, and what undoes it.
//
//     accepted -> await payment -> authorise -> reserve -> fulfil -> label -> hand over -> capture ┐
//                                          └-> provide (what is not shipped)      └-> deliver ─────┴-> closed

extension Plan {
    /// Authorised at once, captured when the last parcel has left.
    package static let card = Plan(
        "card",
        [.awaitPayment, .authorise, .reserve, .provide, .fulfil, .label, .handOver, .capture, .deliver],
        undoing: [.cancelPayment, .releaseStock])

    /// The marketplace was paid; the money is verified and never captured by us.
    package static let marketplace = Plan(
        "marketplace",
        [.awaitPayment, .authorise, .reserve, .provide, .fulfil, .label, .handOver, .deliver],
        undoing: [.cancelPayment, .releaseStock])

    /// Verified like the others; the courier collects at the door.
    package static let cashOnDelivery = Plan(
        "cash_on_delivery",
        [.authorise, .reserve, .provide, .fulfil, .label, .handOver, .deliver],
        undoing: [.cancelPayment, .releaseStock])

    /// The same with a floor that is asked about sooner.
    package static let expressCard = card.hurried
    package static let expressMarketplace = marketplace.hurried
    package static let expressCashOnDelivery = cashOnDelivery.hurried

    /// Which plan an order of a kind and a payment method follows.
    private static let choices: [(kind: OrderKind, method: PaymentMethod, plan: Plan)] = [
        (.standard, .card, card), (.standard, .marketplace, marketplace), (.standard, .cashOnDelivery, cashOnDelivery),
        (.express, .card, expressCard), (.express, .marketplace, expressMarketplace),
        (.express, .cashOnDelivery, expressCashOnDelivery),
    ]

    /// Intake refuses kinds and methods that it does not know; should a newer one let one through, the strictest plan
    /// is taken: nothing leaves the house before the money is there.
    package static func chosen(for order: Order) -> Plan {
        choices.first { $0.kind == order.kind && $0.method == order.payment.method }?.plan ?? card
    }

    package static func named(_ name: String) -> Plan? {
        choices.first { $0.plan.name == name }?.plan
    }

    private var hurried: Plan {
        Plan("express_\(name)", steps.map { $0.name == .fulfil ? .fulfilExpress : $0 }, undoing: undoing)
    }
}

extension StepDefinition {
    static let awaitPayment = StepDefinition(
        .awaitPayment, per: .order,
        deadline: .days(3), expiry: .end(.expired, telling: .expired, code: "payment_overdue"),
        tellsWaiting: .awaitingPayment)

    static let authorise = StepDefinition(
        .authorise, per: .payment, command: AuthorisePayment.type, after: [.awaitPayment],
        replies: [
            PaymentAuthorised.type: .done,
            PaymentDeclined.type: .refused(telling: .paymentDeclined),
            PaymentDenied.type: .refused(telling: .cancelled),
            PaymentReviewRequired.type: .held(nil),
        ],
        deadline: .minutes(5), expiry: .ask(attempts: 8), undo: .cancelPayment, tellsHeld: .onHold)

    static let reserve = StepDefinition(
        .reserve, per: .reservation, command: ReserveStock.type, after: [.authorise],
        replies: [
            StockReserved.type: .done,
            StockShort.type: .refused(telling: .cancelled),
            StockWaiting.type: .held(.unknownSKU),
        ],
        deadline: .minutes(5), expiry: .ask(attempts: 8), undo: .releaseStock, tellsDone: .confirmed)

    /// What is not handed to a carrier is the customer's from here on.
    static let provide = StepDefinition(.provide, per: .order, after: [.reserve], isPointOfNoReturn: true)

    static let fulfil = fulfil(within: .hours(4))
    static let fulfilExpress = fulfil(within: .hours(1))

    private static func fulfil(within deadline: Duration) -> StepDefinition {
        StepDefinition(
            .fulfil, per: .fulfilmentOrder, command: FulfilOrder.type, after: [.reserve],
            replies: [
                PickingStarted.type: .progress,
                OrderPicked.type: .progress,
                ParcelPacked.type: .done,
                SiteShort.type: .held(.siteWithoutGoods),
                FulfilmentCancelled.type: .held(.siteWithoutGoods),
            ],
            deadline: deadline, expiry: .ask(attempts: 10), isPointOfNoReturn: true)
    }

    static let label = StepDefinition(
        .label, per: .parcel, command: BuyLabel.type, after: [.fulfil],
        replies: [
            ParcelLabelled.type: .done,
            LabelRefused.type: .held(.labelRefused),
        ],
        deadline: .minutes(5), expiry: .ask(attempts: 8), tellsHeld: .onHold)

    static let handOver = StepDefinition(
        .handOver, per: .fulfilmentOrder, command: HandOverParcel.type, after: [.label],
        replies: [
            ParcelHandedOver.type: .done,
            FulfilmentCancelled.type: .held(.siteWithoutGoods),
        ],
        deadline: .hours(1), expiry: .ask(attempts: 8), tellsDone: .shipped)

    static let capture = StepDefinition(
        .capture, per: .payment, command: CapturePayment.type, after: [.reserve, .handOver],
        replies: [
            PaymentCaptured.type: .done,
            PaymentCaptureFailed.type: .held(.captureFailed),
        ],
        deadline: .minutes(15), expiry: .ask(attempts: 10))

    static let deliver = StepDefinition(
        .deliver, per: .parcel, after: [.handOver],
        replies: [ParcelDelivered.type: .done],
        deadline: .days(30), expiry: .ask(attempts: 1), tellsDone: .delivered)

    // Undoing: in reverse, over what is done or of unknown outcome, and it never gives up.

    static let cancelPayment = StepDefinition(
        .cancelPayment, per: .payment, command: CancelPayment.type, replies: [PaymentCancelled.type: .done],
        deadline: .minutes(5), expiry: .insist(alarmAfter: 10))

    static let releaseStock = StepDefinition(
        .releaseStock, per: .reservation, command: ReleaseStock.type, replies: [StockReleased.type: .done],
        deadline: .minutes(5), expiry: .insist(alarmAfter: 10))
}

extension Duration {
    fileprivate static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }
    fileprivate static func hours(_ count: Int) -> Duration { .minutes(count * 60) }
    fileprivate static func days(_ count: Int) -> Duration { .hours(count * 24) }
}
