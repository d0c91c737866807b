import Contracts
import Messaging
import WireJSON

/// Takes a carrier's scans in, tells the coordinator what moved, and asks again until the parcel has arrived.
enum TrackEffectDoneHandler: MessageHandler {
    typealias Store = ShippingStore

    static func keys(of message: TrackEffectDone, _ envelope: Envelope, into keys: inout ShippingStore.Keys) {
        if let request = try? TrackRequest.parse(message.report.request) { keys.parcels.insert(request.parcelID) }
    }

    static func handle(
        _ message: TrackEffectDone, _ context: HandlerContext, _ rows: inout ShippingStore.Rows,
        _ out: inout Outcome
    ) throws {
        let asked = try TrackRequest.parse(message.report.request)
        guard var parcel = rows.parcels[asked.parcelID], let answer = message.report.answer else {
            throw HandlerError.park("tracking_refused", message.report.refusal?.message ?? "the parcel is not known")
        }
        let track = try TrackAnswer.parse(answer)
        let before = parcel.status
        for scan in track.scans.sorted(by: { $0.at < $1.at }) where rows.isNew(scan, of: parcel.id) {
            rows.record(scan, of: parcel.id, counted: parcel.take(scan))
        }
        if parcel.status != before { tell(&parcel, context, &out) }
        if let seconds = track.askAgainAfterSeconds, parcel.state != .delivered {
            out.schedule(
                AskCarrier(parcelID: parcel.id), key: "track/\(parcel.id.text)", after: .seconds(seconds),
                orderID: parcel.orderID)
        }
        rows.parcels[parcel.id] = parcel
    }

    private static func tell(_ parcel: inout ShippedParcel, _ context: HandlerContext, _ out: inout Outcome) {
        guard let status = parcel.status, let at = parcel.scannedAt else { return }
        guard status == .delivered, let request = parcel.request, let tracking = parcel.tracking else {
            out.publish(
                ParcelTracked(parcelID: parcel.id, status: status, at: at), orderID: parcel.orderID,
                subject: ShippingReplies.subject(parcel), sequence: parcel.version, channel: parcel.command.channel)
            return
        }
        parcel.move(to: .delivered)
        out.publish(
            ParcelDelivered(
                parcel: request.parcel, tracking: tracking, at: at, collected: request.cashOnDelivery,
                order: request.order), orderID: parcel.orderID, subject: ShippingReplies.subject(parcel),
            sequence: parcel.version, channel: parcel.command.channel)
    }
}
