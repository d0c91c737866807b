import Contracts
import Messaging

/// Goods have left by other hands: whoever picked, packed and labelled them was not this floor. The parcel is told as packed,
/// with the label that it bears, and everything after that goes its usual way.
enum RecordShipmentHandler: MessageHandler {
    typealias Store = WarehouseStore

    static func keys(of message: RecordShipment, _ envelope: Envelope, into keys: inout WarehouseStore.Keys) {
        if let orderID = envelope.orderID { keys.ofOrders.insert(orderID) }
    }

    static func handle(
        _ message: RecordShipment, _ context: HandlerContext, _ rows: inout WarehouseStore.Rows, _ out: inout Outcome
    ) throws {
        let orders = rows.orders.rows.filter { $0.orderID == context.orderID }
        let finding: OutsideShipment.Finding
        do throws(Refusal) {
            finding = try OutsideShipment.find(message.label, message.lines, among: Array(orders))
        } catch {
            throw HandlerError.park(
                error.code, "\(message.actor) sent \(message.label.trackingNumber), but \(error.message)")
        }
        switch finding {
        case .known: break
        case .early: throw HandlerError.retry("not_released", "nothing of this order has come to a site yet")
        case .parcels(let ids):
            for id in ids {
                guard var order = rows.orders[id] else { continue }
                order.worker = nil
                FloorReplies.pack(
                    &order, measures: Packing.estimate(order.lines), label: message.label, &out)
                rows.orders[id] = order
            }
        }
    }
}
