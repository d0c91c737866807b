import Contracts
import FoundationEssentials
import Messaging

/// What was taken back after a dispute leaves less for returns: nobody is paid twice for one parcel.
enum PaymentDisputedHandler: MessageHandler {
    typealias Store = ReturnsStore

    static func keys(of message: PaymentDisputed, _ envelope: Envelope, into keys: inout ReturnsStore.Keys) {
        keys.orders.insert(envelope.orderID ?? .zero)
    }

    static func handle(
        _ message: PaymentDisputed, _ context: HandlerContext, _ rows: inout ReturnsStore.Rows, _ out: inout Outcome
    ) throws {
        guard var order = rows.orders[context.orderID], let spoken = context.envelope.sequence,
            spoken > order.lostAsOf, message.lostTotal != order.lost
        else { return }
        order.lost = message.lostTotal
        order.lostAsOf = spoken
        order.touch()
        rows.orders[order.id] = order
    }
}
