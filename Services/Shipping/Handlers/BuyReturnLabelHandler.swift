import Contracts
import Messaging

/// Asks a carrier for the label with which a customer sends goods back: a parcel like any other, the other way round.
enum BuyReturnLabelHandler: MessageHandler {
    typealias Store = ShippingStore

    static func keys(of message: BuyReturnLabel, _ envelope: Envelope, into keys: inout ShippingStore.Keys) {
        keys.parcels.insert(message.returnID)
        if message.to == nil { keys.senders.insert(message.order.id) }
    }

    static func handle(
        _ message: BuyReturnLabel, _ context: HandlerContext, _ rows: inout ShippingStore.Rows, _ out: inout Outcome
    ) throws {
        let senders = rows.senders[message.order.id] ?? []
        let sender = senders.first { $0.site == message.site } ?? senders.first
        guard let destination = message.to ?? sender?.address else {
            out.reply(
                ReturnLabelRefused(
                    returnID: message.returnID,
                    reason: Reason(code: "unknown_destination", message: "nothing was sent from \(message.site)")),
                to: context.command, subject: "return/\(message.returnID.text)")
            return
        }
        let parcel = Parcel(
            id: message.returnID, fulfilmentOrderID: message.returnID, site: message.site, lines: message.lines,
            weight: message.weight, length: 1, width: 1, height: 1)
        let label = BuyLabel(
            parcel: parcel, number: message.order.number, shipFrom: message.from, shipTo: destination, value: 0,
            currency: message.order.currency, order: message.order)
        try BuyLabelHandler.buy(label, isReturn: true, context, &rows, &out)
    }
}
