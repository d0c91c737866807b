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
        switch parcel.state {
        case .labelRequested:
            parcel.command = context.command
            parcel.move(to: .voidRequested)
        case .labelled:
            parcel.command = context.command
            parcel.move(to: .voidRequested)
            if let tracking = parcel.tracking { ShippingReplies.voidLabel(tracking, for: context.command, &out) }
        case .refused:
            parcel.move(to: .void)
            ShippingReplies.voided(parcel, to: context.command, &out)
        case .void: ShippingReplies.voided(parcel, to: context.command, &out)
        case .voidRequested: parcel.command = context.command
        case .handedOver, .delivered:
            throw HandlerError.park("already_handed_over", "the carrier has the parcel; its label cannot be voided")
        }
        rows.parcels[parcel.id] = parcel
    }
}
