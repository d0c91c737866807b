import Contracts
import FoundationEssentials

/// ShipStation's `shipnotify`: what it says in the address, and in the document that may come with it.
package enum ShipNotice {
    /// - Parameters:
    ///   - value: of an item of the query, decoded.
    ///   - body: `<ShipNotice>…`, or nothing.
    /// - Throws: what is wrong with it, in words.
    package static func read(
        query value: (String) -> String?, body: [UInt8]
    ) throws(FeedProblem) -> OutsideNotice {
        var document: XMLElement?
        if body.contains(where: { $0 > 0x20 }) {
            do throws(XMLReader.Failure) {
                document = try XMLReader.parse(body)
            } catch {
                throw .unreadable("the ShipNotice: \(error)")
            }
        }
        func text(_ item: String, _ element: String) -> String? {
            let said = value(item).flatMap { $0.isEmpty ? nil : $0 }
            return said ?? document?.value(element)
        }
        guard let number = text("order_number", "OrderNumber"), number.utf8.count <= 255 else {
            throw .unreadable("order_number is missing")
        }
        // Without a number there is nothing that tells one parcel from another.
        guard let tracking = text("tracking_number", "TrackingNumber"), tracking.utf8.count <= 255 else {
            throw .unreadable("tracking_number is missing")
        }
        let label = OutsideLabel(
            carrier: short(text("carrier", "Carrier")) ?? "other",
            service: short(text("service", "Service")) ?? "other", trackingNumber: tracking, source: "shipstation")
        let items = (document?["Items"]?.all("Item") ?? []).compactMap { item -> OutsideNotice.Item? in
            guard let quantity = item.value("Quantity").flatMap({ Int($0) }) else { return nil }
            let sku = item.value("SKU")
            // What has no SKU is a discount.
            return sku == nil ? nil : OutsideNotice.Item(lineID: item.value("LineItemID"), sku: sku, quantity: quantity)
        }
        // What is no goods, or goods of which none was sent, are not the whole order.
        if document?["Items"]?.all("Item").isEmpty == false, !items.contains(where: { $0.quantity > 0 }) {
            throw .unreadable("Items holds no goods")
        }
        return OutsideNotice(
            orderNumber: number, orderID: document?.value("OrderID").flatMap { UUID(uuidString: $0) }, label: label,
            items: items)
    }

    private static func short(_ text: String?) -> String? { text.map { String($0.prefix(100)) } }
}
