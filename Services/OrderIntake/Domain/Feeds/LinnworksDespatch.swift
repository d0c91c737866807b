import Contracts
import FoundationEssentials
import WireJSON

/// What Linnworks says was sent: several orders at once, each answered for itself.
package struct LinnworksDespatch: Sendable {
    /// As it was written, to be said again.
    package let reference: String
    package let notice: Result<OutsideNotice, FeedProblem>

    /// - Throws: when it is no list of orders.
    package static func read(_ body: JSONNode) throws(FeedProblem) -> [LinnworksDespatch] {
        guard let orders = body["Orders"]?.elements.map(\.self), !orders.isEmpty else {
            throw .unreadable("Orders is missing")
        }
        return orders.map { order in
            let reference = order["ReferenceNumber"]?.text ?? ""
            do throws(FeedProblem) {
                return LinnworksDespatch(reference: reference, notice: .success(try read(order, of: reference)))
            } catch {
                return LinnworksDespatch(reference: reference, notice: .failure(error))
            }
        }
    }

    private static func read(_ order: JSONNode, of reference: String) throws(FeedProblem) -> OutsideNotice {
        guard let id = UUID(uuidString: reference) else { throw .unknownOrder(String(reference.prefix(100))) }
        // Without a number there is nothing that tells one parcel from another.
        guard let tracking = said(order["TrackingNumber"], most: 255) else {
            throw .unreadable("TrackingNumber is missing")
        }
        var items: [OutsideNotice.Item] = []
        for item in order["Items"]?.elements.map(\.self) ?? [] {
            let line = item["OrderLineNumber"]?.text
            guard line != LinnworksOrders.feesLine else { continue }
            guard let quantity = item["DespatchedQuantity"].flatMap({ $0.int ?? $0.text.flatMap(Int.init) }),
                quantity >= 0
            else { throw .unreadable("DespatchedQuantity is missing") }
            items.append(.init(lineID: line, sku: item["SKU"]?.text, quantity: quantity))
        }
        // The fees' line alone, or goods of which none was sent, are not the whole order.
        if let count = order["Items"]?.count, count > 0, !items.contains(where: { $0.quantity > 0 }) {
            throw .unreadable("Items holds no goods")
        }
        return OutsideNotice(
            orderNumber: reference, orderID: id,
            label: OutsideLabel(
                carrier: said(order["ShippingVendor"], most: 100) ?? "other",
                service: said(order["ShippingMethod"], most: 100) ?? "other", trackingNumber: tracking,
                source: "linnworks"), items: items)
    }

    private static func said(_ node: JSONNode?, most: Int) -> String? {
        guard let text = node?.text, !text.isEmpty else { return nil }
        return text.utf8.count <= most ? text : String(text.prefix(most / 4))
    }
}
