import Contracts
import Messaging

/// Voids a label that is not used. One that is not asked for yet is void in advance; one that is being bought is voided
/// when the carrier has answered.
enum VoidLabelHandler: MessageHandler {
    typealias Store = ShippingStore

    static func keys(of message: VoidLabel, _ envelope: Envelope, into keys: inout ShippingStore.Keys) {
        keys.parcels.insert(message.parcelID)
    }

    static func handle(
        _ message: VoidLabel, _ context: HandlerContext, _ rows: inout ShippingStore.Rows, _ out: inout Outcome
    ) throws {
        var parcel =
            rows.parcels[message.parcelID]
            ?? ShippedParcel(
                id: message.parcelID, orderID: context.orderID, state: .void, command: context.command)
        if let undone = message.labelEpoch, undone < parcel.attempt {
            // Of an attempt before this one, which was void or came to nothing before this one was made.
            return ShippingReplies.voided(parcel, to: context.command, &out)
        }
        switch parcel.state {
        case .labelRequested:
            // Whether it is bought nobody knows yet.
            parcel.command = context.command
            parcel.move(to: .voidRequested)
        case .labelled where parcel.isLabelledOutside:
            // Whoever bought it voids it.
            parcel.move(to: .void)
            ShippingReplies.voided(parcel, to: context.command, &out)
        case .labelled: voidIt(&parcel, context, &out)
        case .handedOver where parcel.isReturn && parcel.status == .labelled: voidIt(&parcel, context, &out)
        case .labelWaiting, .refused:
            parcel.move(to: .void)
            out.cancelTimer(key: "label/\(parcel.id.text)")
            ShippingReplies.voided(parcel, to: context.command, &out)
        case .void: ShippingReplies.voided(parcel, to: context.command, &out)
        case .voidRequested: parcel.command = context.command
        case .handedOver, .delivered, .lost, .returning, .returned:
            throw HandlerError.park("already_handed_over", "the carrier has the parcel; its label cannot be voided")
        }
        // An older void does not open what a newer one has closed.
        parcel.refusedEpoch = max(message.labelEpoch ?? Int(Int32.max), parcel.refusedEpoch ?? 0)
        rows.parcels[parcel.id] = parcel
    }

    private static func voidIt(_ parcel: inout ShippedParcel, _ context: HandlerContext, _ out: inout Outcome) {
        parcel.command = context.command
        parcel.move(to: .voidRequested)
        out.cancelTimer(key: "track/\(parcel.id.text)")
        ShippingReplies.voidLabel(parcel, &out)
    }
}
