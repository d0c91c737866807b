import Contracts
import Messaging
import WireJSON

/// The carrier has voided a label.
enum VoidEffectDoneHandler: MessageHandler {
    typealias Store = ShippingStore

    static func keys(of message: VoidEffectDone, _ envelope: Envelope, into keys: inout ShippingStore.Keys) {
        if let tracking = try? ParcelTracking.parse(message.report.request) { keys.parcels.insert(tracking.parcelID) }
    }

    static func handle(
        _ message: VoidEffectDone, _ context: HandlerContext, _ rows: inout ShippingStore.Rows, _ out: inout Outcome
    ) throws {
        let tracking = try ParcelTracking.parse(message.report.request)
        guard var parcel = rows.parcels[tracking.parcelID] else {
            throw HandlerError.park("unknown_parcel", "an answer of the carrier for a parcel that is not known")
        }
        if let refusal = message.report.refusal {
            throw HandlerError.park("void_refused", "the carrier does not void the label: \(refusal.message)")
        }
        parcel.move(to: .void)
        rows.parcels[parcel.id] = parcel
        ShippingReplies.voided(parcel, to: parcel.command, &out)
    }
}
