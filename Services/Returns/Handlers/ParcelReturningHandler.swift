import Contracts
import FoundationEssentials
import Messaging

/// The carrier brings a parcel back: a return that nobody asked for, on its way already.
enum ParcelReturningHandler: MessageHandler {
    typealias Store = ReturnsStore

    static func keys(of message: ParcelReturning, _ envelope: Envelope, into keys: inout ReturnsStore.Keys) {
        ReturnToSender.keys(of: message.parcel, message.order, into: &keys)
    }

    static func handle(
        _ message: ParcelReturning, _ context: HandlerContext, _ rows: inout ReturnsStore.Rows, _ out: inout Outcome
    ) throws {
        let id = ReturnToSender.returnID(of: message.parcel)
        guard rows.returns[id] == nil else { return }
        let rma = try ReturnToSender.open(
            message.parcel, message.tracking, message.order, at: message.at, context, &rows)
        rows.change(rma, context, &out)
    }
}
