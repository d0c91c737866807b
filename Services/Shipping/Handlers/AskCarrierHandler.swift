import Contracts
import Messaging

/// It is time to ask the carrier again.
enum AskCarrierHandler: MessageHandler {
    typealias Store = ShippingStore

    static func keys(of message: AskCarrier, _ envelope: Envelope, into keys: inout ShippingStore.Keys) {
        keys.parcels.insert(message.parcelID)
    }

    static func handle(
        _ message: AskCarrier, _ context: HandlerContext, _ rows: inout ShippingStore.Rows, _ out: inout Outcome
    ) throws {
        guard var parcel = rows.parcels[message.parcelID], parcel.isUnderWay,
            let handedOverAt = parcel.handedOverAt
        else { return }
        ShippingReplies.track(&parcel, handedOverAt: handedOverAt, &out)
        rows.parcels[parcel.id] = parcel
    }
}
