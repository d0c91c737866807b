import Contracts

extension OrderSaga {
    /// The one word for the order. The first that fits wins; it is computed from units, money and holds, so that it
    /// cannot contradict them.
    package var derivedHeadline: HeadlineStatus {
        func total(_ buckets: UnitBucket...) -> Int {
            lines.reduce(0) { sum, line in buckets.reduce(sum) { $0 + line[$1] } }
        }
        let cancelled = total(.cancelled)
        // What is still to be fulfilled or was.
        let live = lines.reduce(0) { $0 + $1.ordered } - cancelled
        if live == 0, cancelled > 0 { return ending?.phase == .expired ? .expired : .cancelled }
        if isHeldUp { return .onHold }

        let returned = total(.returnReceived, .restocked, .quarantined, .writtenOff)
        if returned > 0 { return returned == live ? .returned : .partiallyReturned }
        // A return that is only announced does not take the delivery back.
        let delivered = total(.delivered, .returnRequested, .returnInTransit, .sentBack)
        if delivered > 0 { return delivered == live ? .delivered : .partiallyDelivered }
        let shipped = total(.handedOver, .lost, .returnedToSender)
        if shipped > 0 { return shipped == live ? .shipped : .partiallyShipped }

        let packed = total(.packed)
        if packed > 0, packed == live { return .packed }
        if packed + total(.picked) > 0 || fulfilments.contains(where: { $0.floor == .picking }) { return .picking }
        if total(.reserved, .released) > 0 { return .allocated }
        if total(.backordered) > 0 { return .backordered }
        if step(.authorise, paymentID)?.isComplete == true { return .verified }
        if step(.awaitPayment, id)?.isOpen == true { return .awaitingPayment }
        return .received
    }

    /// A dispute holds up what has not left; what has is where it is.
    private var isHeldUp: Bool {
        steps.contains { $0.hold != nil && ($0.key.name != .dispute || !cancellable.isEmpty) }
    }
}
