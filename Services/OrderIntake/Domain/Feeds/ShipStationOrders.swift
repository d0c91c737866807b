import Contracts
import FoundationEssentials

/// A page of orders as ShipStation's custom store reads it. Texts are cut to its schema's lengths: one that is too long makes it
/// refuse the whole page.
package enum ShipStationOrders {
    package static func document(_ page: FeedPage) -> String {
        var xml = XMLWriter()
        xml.element("Orders", ["pages": String(page.pages)]) { xml in
            for order in page.orders where omission(of: order) == nil { write(order, &xml) }
        }
        return xml.text
    }

    /// Why an order is not in the document.
    package enum Omission: Hashable, Sendable {
        case nothingToShip
        case noAddress
        /// The schema takes two letters: any other makes ShipStation import nothing of the page.
        case country(String)
    }

    /// - Returns: nil for an order that is shown.
    package static func omission(of feed: FeedOrder) -> Omission? {
        let order = feed.order
        // One that is off may have no lines left, and ShipStation is to hear of it.
        if feed.state != .cancelled, !order.lines.isEmpty, !order.lines.contains(where: \.requiresShipping) {
            return .nothingToShip
        }
        guard let address = address(of: order) else { return .noAddress }
        let country = address.country.utf8
        let isFit = country.count == 2 && country.allSatisfy { (65...90).contains($0) || (97...122).contains($0) }
        return isFit ? nil : .country(address.country)
    }

    /// Orders that are left out although somebody is to send them, and what an operator reads of each.
    package static func refused(_ page: FeedPage) -> [(order: Order, problem: String)] {
        page.orders.compactMap { feed in
            switch omission(of: feed) {
            case .country(let country): (feed.order, "its country is not two letters: '\(country)'")
            case .noAddress where feed.state == .awaitingShipment && feed.order.kind.isDelivered:
                (feed.order, "it has no address")
            case .noAddress, .nothingToShip, nil: nil
            }
        }
    }

    private static func address(of order: Order) -> Address? { order.shippingAddress ?? order.billingAddress }

    private static func write(_ feed: FeedOrder, _ xml: inout XMLWriter) {
        let order = feed.wanted
        func decimal(_ amount: Int64) -> String {
            // Without the currency behind it; the schema takes two digits after the point, and no third one of a dinar.
            let text = order.currency.format(amount).dropLast(4)
            return String(order.currency.minorDigits > 2 ? text.dropLast(order.currency.minorDigits - 2) : text)
        }
        xml.element("Order") { xml in
            xml.element("OrderID", order.id.text)
            xml.element("OrderNumber", order.number, limit: 50)
            xml.element("OrderDate", ShipStationDate.text(order.placedAt))
            xml.element("OrderStatus", feed.state.rawValue)
            xml.element("LastModified", ShipStationDate.text(feed.modifiedAt))
            xml.element("ShippingMethod", order.kind == .express ? "express" : "standard")
            xml.element("PaymentMethod", order.payment.method.rawValue, limit: 50)
            xml.element("CurrencyCode", order.currency.rawValue)
            xml.element("OrderTotal", decimal(order.total))
            xml.element("TaxAmount", decimal(order.tax))
            xml.element("ShippingAmount", decimal(order.shipping))
            xml.element("CustomerNotes", order.note, limit: 1000)
            xml.element("CustomField1", "\(order.channel)/\(order.shop)", limit: 100)
            xml.element("CustomField2", order.externalID, limit: 100)
            xml.element("Source", order.channel, limit: 50)
            xml.element("Customer") { xml in writeCustomer(of: order, &xml) }
            xml.element("Items") { xml in
                for line in order.lines { write(line, decimal(line.unitPrice), &xml) }
                let discount = order.lines.reduce(order.discount) { $0 + $1.discount }
                if discount != 0 { adjustment("Discount", decimal(-discount), &xml) }
                if order.fees != 0 { adjustment("Fees", decimal(order.fees), &xml) }
            }
        }
    }

    private static func writeCustomer(of order: Order, _ xml: inout XMLWriter) {
        let customer = order.customer
        let billing = order.billingAddress ?? order.shippingAddress
        xml.element("CustomerCode", customer.externalID ?? customer.email ?? order.id.text, limit: 50)
        xml.element("BillTo") { xml in
            xml.element("Name", billing?.name ?? customer.name ?? order.number, limit: 100)
            xml.element("Company", billing?.company, limit: 100)
            xml.element("Phone", billing?.phone ?? customer.phone, limit: 50)
            xml.element("Email", customer.email, limit: 100)
        }
        xml.element("ShipTo") { xml in
            let address = address(of: order)
            xml.element("Name", address?.name ?? customer.name ?? order.number, limit: 100)
            xml.element("Company", address?.company, limit: 100)
            xml.element("Address1", address?.line1 ?? "", limit: 200)
            xml.element("Address2", address?.line2, limit: 200)
            xml.element("City", address?.city ?? "", limit: 100)
            xml.element("State", address?.region ?? "", limit: 100)
            xml.element("PostalCode", address?.postcode ?? "", limit: 50)
            xml.element("Country", address?.country ?? "", limit: 2)
            xml.element("Phone", address?.phone ?? customer.phone, limit: 50)
        }
    }

    private static func write(_ line: OrderLine, _ unitPrice: String, _ xml: inout XMLWriter) {
        xml.element("Item") { xml in
            xml.element("LineItemID", line.id, limit: 50)
            xml.element("SKU", line.sku, limit: 100)
            xml.element("Name", line.title ?? line.sku, limit: 200)
            xml.element("Quantity", String(line.quantity))
            xml.element("UnitPrice", unitPrice)
        }
    }

    /// What is no goods: without a SKU, so that nobody looks for it.
    private static func adjustment(_ name: String, _ amount: String, _ xml: inout XMLWriter) {
        xml.element("Item") { xml in
            xml.element("SKU", "", limit: 100)
            xml.element("Name", name, limit: 200)
            xml.element("Quantity", "1")
            xml.element("UnitPrice", amount)
            xml.element("Adjustment", "true")
        }
    }
}
