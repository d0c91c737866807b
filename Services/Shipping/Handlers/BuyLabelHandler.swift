import Contracts
import Messaging

/// Asks a carrier for a label. However often the coordinator asks, one is bought.
enum BuyLabelHandler: MessageHandler {
    typealias Store = ShippingStore

    static func keys(of message: BuyLabel, _ envelope: Envelope, into keys: inout ShippingStore.Keys) {
        keys.parcels.insert(message.parcel.id)
    }

    static func handle(
        _ message: BuyLabel, _ context: HandlerContext, _ rows: inout ShippingStore.Rows, _ out: inout Outcome
    ) throws {
        try buy(message, isReturn: false, context, &rows, &out)
    }

    static func buy(
        _ message: BuyLabel, isReturn: Bool, _ context: HandlerContext, _ rows: inout ShippingStore.Rows,
        _ out: inout Outcome
    ) throws {
        guard var known = rows.parcels[message.parcel.id] else {
            var parcel = ShippedParcel(
                id: message.parcel.id, orderID: context.orderID, state: .labelRequested, command: context.command,
                request: message)
            parcel.isReturn = isReturn
            ask(&parcel, &out)
            rows.parcels[parcel.id] = parcel
            return
        }
        switch known.state {
        case .labelRequested, .labelWaiting: break
        case .labelled, .handedOver, .delivered, .lost, .returning, .returned:
            ShippingReplies.labelled(known, to: context.command, &out)
        case .refused:
            // Asked again after a correction: a refused purchase bought nothing, so it may be tried under a new key.
            known.buyAgain(message, for: context.command)
            ask(&known, &out)
            rows.parcels[known.id] = known
        case .void where context.envelope.epoch > known.refusedEpoch ?? .max:
            // The attempt that was undone is the one before; the label of this one is another.
            known.isReturn = isReturn
            known.buyAgain(message, for: context.command)
            ask(&known, &out)
            rows.parcels[known.id] = known
        case .voidRequested where context.envelope.epoch > known.refusedEpoch ?? .max:
            throw HandlerError.retry("void_under_way", "the label before this one is still being voided")
        case .voidRequested, .void:
            ShippingReplies.refused(
                known, Reason(code: "voided", message: "the label was cancelled before it was asked for"),
                to: context.command, &out)
        }
    }

    /// A parcel that bears a label already needs none.
    private static func ask(_ parcel: inout ShippedParcel, _ out: inout Outcome) {
        guard parcel.takeOutsideLabel() else { return ShippingReplies.buy(parcel, &out) }
        ShippingReplies.labelled(parcel, to: parcel.command, &out)
    }
}
