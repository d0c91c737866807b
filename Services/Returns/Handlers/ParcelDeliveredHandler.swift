import Contracts
import Messaging

/// A parcel is at the door: from now on its units can be returned, until the policy's window closes.
enum ParcelDeliveredHandler: MessageHandler {
    typealias Store = ReturnsStore

    static func keys(of message: ParcelDelivered, _ envelope: Envelope, into keys: inout ReturnsStore.Keys) {
        keys.orders.insert(message.order.id)
        keys.parcels.insert(message.parcel.id)
    }

    static func handle(
        _ message: ParcelDelivered, _ context: HandlerContext, _ rows: inout ReturnsStore.Rows, _ out: inout Outcome
    ) throws {
        guard let policy = ReturnPolicy.inForce(at: message.at, of: rows.policies) else {
            throw HandlerError.park("no_policy", "no return policy was in force when the parcel was delivered")
        }
        if var order = rows.orders[message.order.id] {
            if order.refresh(message.order, asOf: message.at) { rows.orders[order.id] = order }
        } else {
            rows.orders[message.order.id] = DeliveredOrder(
                id: message.order.id, summary: message.order, asOf: message.at)
        }
        // A parcel is delivered once: what is known of it, and perhaps returned already, stays as it is.
        for line in Delivery.returnableLines(of: message, under: policy) where rows.lines[line.key] == nil {
            rows.lines[line.key] = line
        }
    }
}
