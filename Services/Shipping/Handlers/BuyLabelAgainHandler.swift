import Contracts
import Messaging

/// It is time to try the carriers again.
enum BuyLabelAgainHandler: MessageHandler {
    typealias Store = ShippingStore

    static func keys(of message: BuyLabelAgain, _ envelope: Envelope, into keys: inout ShippingStore.Keys) {
        keys.parcels.insert(message.parcelID)
    }

    static func handle(
        _ message: BuyLabelAgain, _ context: HandlerContext, _ rows: inout ShippingStore.Rows, _ out: inout Outcome
    ) throws {
        guard var parcel = rows.parcels[message.parcelID], parcel.state == .labelWaiting, let request = parcel.request
        else { return }
        // Nothing was bought under the last key: whoever was asked last said so.
        parcel.buyAgain(request, for: parcel.command)
        rows.parcels[parcel.id] = parcel
        ShippingReplies.buy(parcel, &out)
    }
}
