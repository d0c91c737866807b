import Contracts

// A step says what it is done once for, which command asks for it, what must be complete before, what the answers mean,
// by when an answer is due, and what undoes it.

extension StepDefinition {
    static let awaitPayment = StepDefinition(
        .awaitPayment, per: .order,
        deadline: .days(3), expiry: .end(.expired, telling: .expired, code: "payment_overdue"),
        tellsWaiting: .awaitingPayment)

    /// The payment service lets no review lie for longer than three days; this is for its silence.
    static let authorise = StepDefinition(
        .authorise, per: .payment, command: AuthorisePayment.type, after: [.awaitPayment],
        replies: [
            PaymentAuthorised.type: .done,
            PaymentDeclined.type: .refused(telling: .paymentDeclined),
            PaymentDenied.type: .refused(telling: .cancelled),
            PaymentReviewRequired.type: .held(nil),
        ],
        deadline: .minutes(5), expiry: .ask(attempts: 8),
        patience: Patience(.days(5), telling: .cancelled, code: "review_overdue"),
        undo: .cancelPayment, tellsHeld: .onHold)

    static let reserve = reserve(refusing: .refused(telling: .cancelled))
    static let reservePatiently = reserve(refusing: .held(.stockShort))

    private static func reserve(refusing short: ReplyMeaning) -> StepDefinition {
        StepDefinition(
            .reserve, per: .reservation, command: ReserveStock.type, after: [.authorise],
            replies: [
                StockReserved.type: .done,
                StockBackordered.type: .progress,
                StockShort.type: short,
                StockWaiting.type: .held(.unknownSKU),
            ],
            deadline: .minutes(5), expiry: .ask(attempts: 8),
            patience: Patience(.days(60), telling: .cancelled, code: "stock_overdue"),
            undo: .releaseStock, tellsDone: .confirmed)
    }

    /// What is not handed to a carrier is the customer's from here on.
    static let provide = StepDefinition(
        .provide, per: .order, after: [.reserve], isPointOfNoReturn: true, isSkippable: true)

    static let captureProvided = capture(.captureProvided, per: .payment, after: .provide)

    static let fulfil = fulfil(within: .hours(4))
    static let fulfilExpress = fulfil(within: .hours(1))
    static let fulfilBySupplier = fulfil(within: .days(2))

    private static func fulfil(within deadline: Duration) -> StepDefinition {
        StepDefinition(
            .fulfil, per: .fulfilmentOrder, command: FulfilOrder.type, after: [.reserve],
            replies: [
                PickingStarted.type: .progress,
                OrderPicked.type: .progress,
                ParcelPacked.type: .done,
                SiteShort.type: .progress,
                FulfilmentCancelled.type: .held(.siteWithoutGoods),
            ],
            deadline: deadline, expiry: .ask(attempts: 10), undo: .cancelFulfilment)
    }

    static let label = StepDefinition(
        .label, per: .parcel, command: BuyLabel.type, after: [.fulfil],
        replies: [
            ParcelLabelled.type: .done,
            LabelRefused.type: .held(nil),
        ],
        deadline: .minutes(5), expiry: .ask(attempts: 8), undo: .voidLabel, yieldsToWishes: true, isSkippable: true,
        tellsHeld: .onHold)

    /// Waits for the customer at the counter; an operator says when he has come.
    static let pickUp = StepDefinition(
        .pickUp, per: .fulfilmentOrder, after: [.fulfil],
        deadline: .days(7), expiry: .end(.cancelled, telling: .cancelled, code: "not_picked_up"),
        yieldsToWishes: true, isSkippable: true, tellsWaiting: .readyForPickup)

    /// The warehouse decides between this and a cancel: whichever comes first.
    static let handOver = handOver(after: [.label], telling: .shipped)
    static let handOverAtCounter = handOver(after: [.fulfil, .pickUp], telling: .delivered)

    private static func handOver(after steps: [StepName], telling milestone: Milestone) -> StepDefinition {
        StepDefinition(
            .handOver, per: .fulfilmentOrder, command: HandOverParcel.type, after: steps,
            replies: [
                ParcelHandedOver.type: .done,
                FulfilmentCancelled.type: .held(.siteWithoutGoods),
            ],
            deadline: .hours(1), expiry: .ask(attempts: 8), undo: .cancelFulfilment, isPointOfNoReturn: true,
            yieldsToWishes: true, isSkippable: true, tellsDone: milestone)
    }

    static let capture = capture(.capture, per: .fulfilmentOrder, after: .handOver)
    /// What the courier took at the door.
    static let collect = capture(.collect, per: .fulfilmentOrder, after: .deliver)

    private static func capture(_ name: StepName, per scope: StepScope, after step: StepName) -> StepDefinition {
        StepDefinition(
            name, per: scope, command: CapturePayment.type, after: [step],
            replies: [
                PaymentCaptured.type: .done,
                PaymentCaptureFailed.type: .held(.captureFailed),
            ],
            deadline: .minutes(15), expiry: .ask(attempts: 10), isSkippable: true)
    }

    static let deliver = StepDefinition(
        .deliver, per: .parcel, after: [.handOver],
        replies: [
            ParcelDelivered.type: .done,
            ParcelReturning.type: .done,
            ParcelReturned.type: .done,
            ParcelLost.type: .held(.parcelLost),
        ],
        deadline: .days(30), expiry: .ask(attempts: 1), isSkippable: true, tellsDone: .delivered)

    /// What was authorised and will not be taken is let go.
    static let finishPayment = StepDefinition(
        .finishPayment, per: .payment, command: FinishPayment.type,
        after: [.provide, .captureProvided, .capture, .deliver, .collect],
        replies: [PaymentFinished.type: .done],
        deadline: .minutes(15), expiry: .ask(attempts: 10), isSkippable: true)

    // What comes up on the way.

    package static let incidents: [StepDefinition] = [voidLabel, reroute, releaseUnits, refund, dispute]

    /// A site cannot send what it was allocated: another one is to, and this one is not tried again.
    static let reroute = StepDefinition(
        .reroute, per: .shortage, command: RerouteStock.type,
        deadline: .minutes(5), expiry: .ask(attempts: 8), isSkippable: true)

    static let releaseUnits = StepDefinition(
        .releaseUnits, per: .release, command: ReleaseStock.type, replies: [StockReleased.type: .done],
        deadline: .minutes(5), expiry: .insist(alarmAfter: 10), isSkippable: true)

    static let refund = StepDefinition(
        .refund, per: .refund, command: RefundPayment.type,
        replies: [
            PaymentRefunded.type: .done,
            RefundFailed.type: .held(.refundFailed),
        ],
        deadline: .minutes(5), expiry: .insist(alarmAfter: 10), isSkippable: true)

    /// Held until somebody else decides; until then nothing leaves the house that has not left. Told again every month.
    static let dispute = StepDefinition(
        .dispute, per: .dispute, deadline: .days(30), expiry: .ask(attempts: .max), isSkippable: true)

    // Undoing: over what is done or of unknown outcome. It never gives up. What can be refused comes first: a site that
    // has let go of the goods stops the rest.

    package static let undoing: [StepDefinition] = [cancelFulfilment, voidLabel, releaseStock, cancelPayment]

    static let cancelFulfilment = StepDefinition(
        .cancelFulfilment, per: .fulfilmentOrder, command: CancelFulfilment.type,
        replies: [FulfilmentCancelled.type: .done, FulfilmentCancelRefused.type: .tooLate],
        deadline: .minutes(5), expiry: .insist(alarmAfter: 10))

    static let voidLabel = StepDefinition(
        .voidLabel, per: .retiredParcel, command: VoidLabel.type, replies: [LabelVoided.type: .done],
        deadline: .minutes(5), expiry: .insist(alarmAfter: 10), isSkippable: true)

    static let releaseStock = StepDefinition(
        .releaseStock, per: .reservation, command: ReleaseStock.type, replies: [StockReleased.type: .done],
        deadline: .minutes(5), expiry: .insist(alarmAfter: 10), isSkippable: true)

    static let cancelPayment = StepDefinition(
        .cancelPayment, per: .payment, command: CancelPayment.type, replies: [PaymentCancelled.type: .done],
        deadline: .minutes(5), expiry: .insist(alarmAfter: 10), isSkippable: true)
}

extension Duration {
    fileprivate static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }
    fileprivate static func hours(_ count: Int) -> Duration { .minutes(count * 60) }
    fileprivate static func days(_ count: Int) -> Duration { .hours(count * 24) }
}
