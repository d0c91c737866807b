import Contracts
import Messaging
import WireJSON

/// Takes a carrier's scans in, tells what moved, and asks again until the parcel has arrived somewhere.
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
        _ = ParcelNews.take(parcel.takesScans ? track.scans : [], of: &parcel, &rows, &out)
        if let seconds = track.askAgainAfterSeconds, parcel.isUnderWay {
            out.schedule(
                AskCarrier(parcelID: parcel.id), key: "track/\(parcel.id.text)", after: .seconds(seconds),
                orderID: parcel.orderID)
        }
        rows.parcels[parcel.id] = parcel
    }
}
