import Contracts
import FoundationEssentials
import SagaCoordinator
import Testing

/// What must be true of an order that has come to its end, whatever happened to it on the way.
enum Settlement {
    static func check(
        _ run: Run, _ context: Comment = "", sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let saga = run.saga
        func require(_ holds: Bool, _ what: String) {
            if !holds {
                Issue.record(
                    "\(what)\n\(run.trace.joined(separator: "\n"))\n\(saga.money) due \(saga.due)\n\(context)",
                    sourceLocation: sourceLocation)
            }
        }
        require(saga.phase.isFinal, "the order has not ended: \(saga.phase), \(saga.steps.filter(\.isOpen))")
        require(saga.detours.wish == nil, "somebody still waits for an answer")
        let kept = saga.phase == .closed ? saga.due : 0
        require(saga.money.captured - saga.money.refunded == kept, "the customer has paid for what he keeps")
        require(
            saga.money.authorised == saga.money.captured + saga.money.voided || saga.phase != .closed,
            "what is not taken is let go")
        // The floor: each fulfilment order was handed over or stopped, in one way only.
        let handedOver = Set(run.sent(HandOverParcel.self).map(\.fulfilmentOrderID))
        for fulfilment in saga.fulfilments where !fulfilment.isStopped {
            require(handedOver.contains(fulfilment.id), "fulfilment order \(fulfilment.id) is left at its site")
        }
        // Labels: each is used or void.
        let voided = Set(run.sent(VoidLabel.self).map(\.parcelID))
        let used = Set(run.sent(HandOverParcel.self).map(\.tracking.parcelID))
        for label in run.sent(BuyLabel.self) {
            require(
                voided.contains(label.parcel.id) != used.contains(label.parcel.id), "a label is neither used nor void")
        }
        // Stock: what was reserved has left, or was given back.
        let releases = run.sent(ReleaseStock.self)
        if !releases.contains(where: \.lines.isEmpty) {
            let released = releases.flatMap(\.lines).reduce(0) { $0 + units(of: $1, in: run) }
            let reserved = run.sent(ReserveStock.self).flatMap(\.lines).reduce(0) { $0 + $1.quantity }
            let sent = saga.liveFulfilments.flatMap(\.units).reduce(0) { $0 + $1.quantity }
            // What no site has is held by nobody.
            let short = run.facts.compactMap { $0.fact as? StockShort }.flatMap(\.lines).reduce(0) {
                $0 + $1.requested - $1.available
            }
            let left = reserved - released - sent
            require(0 <= left && left <= short, "\(released) released, \(sent) sent of \(reserved)")
        }
        require(
            Set(run.sent(RefundPayment.self).map(\.refundID)).count == run.sent(RefundPayment.self).count, "refunds")
        require((try? Replay.run(run.log, of: Orders.id)) == saga, "the log replays to the state")
    }

    /// Units of the order line, which a kit's components count in their own way.
    private static func units(of line: ParcelLine, in run: Run) -> Int {
        let allocated = run.facts.compactMap { $0.fact as? StockReserved }.flatMap(\.allocations).flatMap(\.lines)
        guard let part = allocated.first(where: { $0.lineID == line.lineID && $0.sku == line.sku }) else {
            return line.quantity
        }
        return line.quantity * part.orderedUnits / part.quantity
    }
}
