import Contracts
import Messaging

/// An operator tells where a parcel is. The same rules hold as for a carrier's own scans.
enum RecordScanHandler: MessageHandler {
    typealias Store = ShippingStore

    static func keys(of message: RecordScan, _ envelope: Envelope, into keys: inout ShippingStore.Keys) {
        keys.parcels.insert(message.parcelID)
    }

    static func handle(
        _ message: RecordScan, _ context: HandlerContext, _ rows: inout ShippingStore.Rows, _ out: inout Outcome
    ) throws {
        let at = message.at ?? context.now
        guard var parcel = rows.parcels[message.parcelID] else {
            return answer(
                message, nil, Reason(code: "unknown_parcel", message: "there is no such parcel"), context, &out)
        }
        guard parcel.takesScans else {
            let reason = Reason(
                code: "wrong_state", message: "the parcel is \(parcel.state.rawValue): no carrier has it yet")
            return answer(message, parcel, reason, context, &out)
        }
        guard at <= context.now + .seconds(60) else {
            let reason = Reason(code: "in_future", message: "a scan cannot be of a time to come")
            return answer(message, parcel, reason, context, &out)
        }
        let scan = CarrierScan(status: message.status, at: at, place: message.place)
        let counted = ParcelNews.take([scan], of: &parcel, &rows, &out)
        rows.parcels[parcel.id] = parcel
        let reason = Reason(code: "old_scan", message: "the parcel is further: \(parcel.status?.rawValue ?? "")")
        answer(message, parcel, counted ? nil : reason, context, &out)
    }

    private static func answer(
        _ message: RecordScan, _ parcel: ShippedParcel?, _ reason: Reason?, _ context: HandlerContext,
        _ out: inout Outcome
    ) {
        out.reply(
            ScanRecorded(
                parcelID: message.parcelID, counted: reason == nil, status: parcel?.status, reason: reason),
            to: context.command)
    }
}
