import Contracts
import Messaging

/// The carrier has the parcel: from now on it is asked where it is.
enum ParcelHandedOverHandler: MessageHandler {
    typealias Store = ShippingStore

    static func keys(of message: ParcelHandedOver, _ envelope: Envelope, into keys: inout ShippingStore.Keys) {
        keys.parcels.insert(message.parcel.id)
    }

    static func handle(
        _ message: ParcelHandedOver, _ context: HandlerContext, _ rows: inout ShippingStore.Rows,
        _ out: inout Outcome
    ) throws {
        // Taken away by the customer, or sent by hand: no carrier of ours is to be asked.
        if ["counter", "by_hand"].contains(message.tracking.carrier) { return }
        guard var parcel = rows.parcels[message.parcel.id] else {
            throw HandlerError.retry("unknown_parcel", "a parcel was handed over whose label is not known here")
        }
        switch parcel.state {
        case .labelled:
            follow(&parcel, since: message.at, &out)
            rows.parcels[parcel.id] = parcel
        case .void, .voidRequested:
            throw HandlerError.park("void_label_used", "a parcel was handed over whose label is void")
        default: break
        }
    }

    static func follow(_ parcel: inout ShippedParcel, since at: Timestamp, _ out: inout Outcome) {
        parcel.move(to: .handedOver)
        parcel.handedOverAt = at
        parcel.scannedAt = at
        parcel.status = .labelled
        if !parcel.isLabelledOutside { ShippingReplies.track(&parcel, handedOverAt: at, &out) }
    }
}
