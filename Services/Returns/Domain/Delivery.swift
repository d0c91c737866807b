import Contracts
import FoundationEssentials

/// What of a delivered parcel can come back.
package enum Delivery {
    /// One entry per order line; a line that was packed in several goes is one.
    package static func returnableLines(of message: ParcelDelivered, under policy: ReturnPolicy) -> [ReturnableLine] {
        var quantities: [String: (sku: String, quantity: Int)] = [:]
        for line in message.parcel.lines where line.quantity > 0 {
            quantities[line.lineID, default: (line.sku, 0)].quantity += line.quantity
        }
        return quantities.sorted { $0.key < $1.key }.map { lineID, units in
            ReturnableLine(
                key: .init(parcelID: message.parcel.id, lineID: lineID), orderID: message.order.id, sku: units.sku,
                deliveredQuantity: units.quantity, deliveredAt: message.at,
                returnableUntil: policy.returnableUntil(deliveredAt: message.at), policyVersion: policy.version)
        }
    }
}
