import Contracts
import FoundationEssentials
import WireJSON

/// A page of orders as a Linnworks channel integration reads it.
package enum LinnworksOrders {
    /// The number of the line that stands for fees, which nobody sends.
    static let feesLine = "waybill-fees"

    /// - Parameter page: which of the feed's pages it is, from 1 on.
    package static func document(_ feed: FeedPage, page: Int) -> JSONValue {
        .members([
            "Error": .null, "HasMorePages": .bool(page < feed.pages),
            "Orders": .array(feed.orders.compactMap(order)),
        ])
    }

    /// What a site has is paid and to be sent. What must wait is unpaid, since Linnworks knows no other word for an order that
    /// nobody is to send yet. What has left is not shown at all: whoever did not know of it would send it again.
    private static func status(of order: FeedOrder) -> String? {
        switch order.state {
        case .awaitingShipment: "PAID"
        case .unpaid, .onHold: "UNPAID"
        case .cancelled: "CANCELLED"
        case .shipped: nil
        }
    }

    private static func order(_ feed: FeedOrder) -> JSONValue? {
        guard let status = status(of: feed) else { return nil }
        let order = feed.wanted
        func amount(_ minor: Int64) -> JSONValue { .number(text: order.currency.text(minor)) }
        let discount = order.lines.reduce(order.discount) { $0 + $1.discount }
        var items = order.lines.map { item($0, of: order, amount) }
        if order.fees != 0 { items.append(fees(amount(order.fees), order.taxesIncluded)) }
        let placed = JSONValue.string(LinnworksDate.text(order.placedAt))
        return .members([
            // Two orders with one reference would be one to Linnworks, and a shop may give a number twice.
            "ReferenceNumber": .string(order.id.text), "SecondaryReferenceNumber": .string(order.number),
            "ExternalReference": .string(order.externalID), "Site": .string(""),
            "MatchPostalServiceTag": .string(order.kind == .express ? "express" : "standard"),
            "MatchPaymentMethodTag": .string(order.payment.method.rawValue), "PaymentStatus": .string(status),
            "ChannelBuyerName": .string(order.customer.name ?? order.shippingAddress?.name ?? order.number),
            "Currency": .string(order.currency.rawValue), "ReceivedDate": placed, "PaidOn": placed,
            "PostalServiceCost": amount(order.shipping), "PostalServiceTaxRate": .whole(0),
            "UseChannelTax": .bool(true), "Discount": amount(discount), "DiscountType": .string("ItemsThenPostage"),
            "BillingAddress": address(order.billingAddress ?? order.shippingAddress, of: order.customer),
            "DeliveryAddress": address(order.shippingAddress ?? order.billingAddress, of: order.customer),
            "OrderItems": .array(items),
            "ExtendedProperties": .array([
                .members([
                    "Name": .string("Shop"), "Value": .string("\(order.channel)/\(order.shop)"),
                    "Type": .string("Info"),
                ])
            ]),
            "Notes": .array(order.note.map { [note($0, placed)] } ?? []),
        ])
    }

    private static func item(_ line: OrderLine, of order: Order, _ amount: (Int64) -> JSONValue) -> JSONValue {
        .members([
            "OrderLineNumber": .string(line.id), "SKU": .string(line.sku), "ItemTitle": .string(line.title ?? line.sku),
            "Qty": .whole(line.quantity), "PricePerUnit": amount(line.unitPrice),
            "TaxCostInclusive": .bool(order.taxesIncluded), "UseChannelTax": .bool(true),
            "TaxRate": rate(line, isIncluded: order.taxesIncluded), "LinePercentDiscount": .whole(0),
            "IsService": .bool(!line.requiresShipping), "Options": .array([]), "CancelStatus": .string("NONE"),
        ])
    }

    private static func fees(_ amount: JSONValue, _ isIncluded: Bool) -> JSONValue {
        .members([
            "OrderLineNumber": .string(feesLine), "SKU": .string("FEES"), "ItemTitle": .string("Fees"),
            "Qty": .whole(1),
            "PricePerUnit": amount, "TaxCostInclusive": .bool(isIncluded), "UseChannelTax": .bool(true),
            "TaxRate": .whole(0), "LinePercentDiscount": .whole(0), "IsService": .bool(true), "Options": .array([]),
            "CancelStatus": .string("NONE"),
        ])
    }

    /// Per cent, to two digits, from what the line's tax is of it: channels say amounts.
    private static func rate(_ line: OrderLine, isIncluded: Bool) -> JSONValue {
        let (sum, overflow) = line.unitPrice.multipliedReportingOverflow(by: Int64(line.quantity))
        let base = sum - line.discount - (isIncluded ? line.tax : 0)
        guard !overflow, base > 0, line.tax > 0 else { return .whole(0) }
        let basisPoints = (Double(line.tax) * 10_000 / Double(base)).rounded()
        guard basisPoints < 1e9 else { return .whole(0) }
        let (whole, part) = Int64(basisPoints).quotientAndRemainder(dividingBy: 100)
        return .number(text: "\(whole).\(part < 10 ? "0" : "")\(part)")
    }

    private static func address(_ address: Address?, of customer: Customer) -> JSONValue {
        func text(_ value: String?) -> JSONValue { .string(value ?? "") }
        return .members([
            "FullName": text(address?.name ?? customer.name), "Company": text(address?.company),
            "Address1": text(address?.line1), "Address2": text(address?.line2), "Address3": text(nil),
            "Town": text(address?.city), "Region": text(address?.region), "PostCode": text(address?.postcode),
            "Country": text(address?.country), "CountryCode": text(address?.country),
            "PhoneNumber": text(address?.phone ?? customer.phone), "EmailAddress": text(customer.email),
        ])
    }

    private static func note(_ text: String, _ date: JSONValue) -> JSONValue {
        .members([
            "Note": .string(text), "NoteEntryDate": date, "NoteUserName": .string("Channel"),
            "IsInternal": .bool(false),
        ])
    }
}
