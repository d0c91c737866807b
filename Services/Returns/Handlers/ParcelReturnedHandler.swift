import Contracts
import FoundationEssentials
import Messaging

/// The parcel is back where it was sent from: all of it is received, and waits for inspection.
enum ParcelReturnedHandler: MessageHandler {
    typealias Store = ReturnsStore

    static func keys(of message: ParcelReturned, _ envelope: Envelope, into keys: inout ReturnsStore.Keys) {
        ReturnToSender.keys(of: message.parcel, message.order, into: &keys)
    }

    static func handle(
        _ message: ParcelReturned, _ context: HandlerContext, _ rows: inout ReturnsStore.Rows, _ out: inout Outcome
    ) throws {
        // News of the way back may come after news of its end.
        var rma =
            try rows.returns[ReturnToSender.returnID(of: message.parcel)]
            ?? ReturnToSender.open(message.parcel, message.tracking, message.order, at: message.at, context, &rows)
        let units = rma.lines.filter { $0.expected > 0 }.map { LineQuantity(lineID: $0.lineID, quantity: $0.expected) }
        guard !units.isEmpty else { return }
        do {
            try rma.receive(units, at: message.parcel.site)
        } catch {
            throw HandlerError.park(error.reason.code, error.reason.message)
        }
        rows.change(rma, context, &out)
    }
}
