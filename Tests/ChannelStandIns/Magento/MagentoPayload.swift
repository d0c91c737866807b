import Contracts
import WireJSON

/// Magento's resources.
struct MagentoPayload {
    /// UTC, without saying so.
    static func time(_ milliseconds: Int64) -> String {
        Timestamp(microseconds: milliseconds / 1000 * 1_000_000).rfc3339.replacing("T", with: " ")
            .replacing("Z", with: "")
    }

    static func state(of order: MarketOrder) -> String {
        if order.isCancelled { return "canceled" }
        if order.isGivenBack { return "closed" }
        if let status = order.status { return status }
        guard order.isPaid else { return "new" }
        return order.isShipped ? "complete" : "processing"
    }

    /// Of what is paid somebody has made one.
    static func invoiceID(of order: MarketOrder) -> String { order.invoice ?? "9\(order.id)" }

    /// Every second order is paid by card, which the shop's gateway captures with the invoice; the others by bank transfer.
    static func isOfGateway(_ order: MarketOrder) -> Bool { order.isPaid && Int(order.id).map { $0 % 2 == 0 } ?? false }

    func invoice(of order: MarketOrder) -> JSONValue {
        [
            "entity_id": .id(Self.invoiceID(of: order)), "order_id": .id(order.id), "state": 2,
            "transaction_id": Self.isOfGateway(order) ? .string("txn_\(order.id)") : nil,
            "base_grand_total": .amount(order.originalTotal), "grand_total": .amount(order.originalTotal),
            "base_total_refunded": .amount(order.refunds.reduce(0) { $0 + $1.amount }),
            "items": .array(
                order.lines.flatMap { line in
                    [line.id, "\(line.id)1"].map { ["order_item_id": .id($0), "qty": .int(line.ordered)] }
                }),
        ]
    }

    /// Every article is chosen by its size: a line with a price, and a child with the same SKU and none.
    func order(_ order: MarketOrder) -> JSONValue {
        let address: JSONValue = [
            "firstname": "Ada", "lastname": "Lovelace", "street": [.string("Street \(order.id)"), "Floor 2"],
            "city": "Calder", "region": "Michigan", "region_code": "MI", "postcode": "49628", "country_id": "US",
            "telephone": "555",
        ]
        let total = order.originalTotal
        let goods = total - order.shipping
        var members: JSONValue = [
            "entity_id": .id(order.id), "increment_id": .string(order.number),
            "state": .string(Self.state(of: order)), "status": .string(Self.state(of: order)),
            "created_at": .string(Self.time(order.placedAt)), "updated_at": .string(Self.time(order.updatedAt)),
            "base_currency_code": "USD", "order_currency_code": "EUR", "base_grand_total": .amount(total),
            "grand_total": .amount(total), "subtotal": .amount(goods), "tax_amount": 0, "discount_amount": 0,
            "total_refunded": .amount(order.refunds.reduce(0) { $0 + $1.amount }),
            "adjustment_positive": .amount(order.refunds.reduce(0) { $0 + Self.adjustment(of: $1) }),
            "total_due": .amount(order.isPaid ? 0 : total), "shipping_amount": .amount(order.shipping),
            "shipping_tax_amount": 0, "customer_email": .string("m\(order.id)@example.com"),
            "customer_firstname": "Ada", "customer_lastname": "Lovelace", "customer_is_guest": 1,
            "billing_address": address, "payment": ["method": Self.isOfGateway(order) ? "braintree" : "banktransfer"],
            "store_name": "Main\nStore\nDefault",
            "extension_attributes": [
                "shipping_assignments": [["shipping": ["method": "flatrate_flatrate", "address": address]]]
            ],
            "items": .array(order.lines.flatMap { items($0, of: order) }),
        ]
        if let before = order.editOf {
            members = members.with([
                ("original_increment_id", .string(before)), ("relation_parent_real_id", .string(before)),
            ])
        }
        return members
    }

    private func items(_ line: MarketLine, of order: MarketOrder) -> [JSONValue] {
        let parent: JSONValue = [
            "item_id": .id(line.id), "order_id": .id(order.id), "sku": .string(line.sku),
            "product_type": "configurable", "name": "Tee", "qty_ordered": .int(line.ordered),
            "qty_canceled": .int(order.isCancelled ? line.wanted : 0),
            "qty_refunded": .int(line.cancelled + order.sentBack(line.id)),
            "qty_shipped": .int(line.shipped),
            "qty_invoiced": .int(order.isPaid ? line.ordered : 0), "price": .amount(line.unitPrice),
            "row_total": .amount(line.unitPrice * Int64(line.ordered)), "discount_amount": 0, "tax_amount": 0,
            "is_virtual": 0,
        ]
        return [
            parent,
            parent.with([
                ("item_id", .id("\(line.id)1")), ("parent_item_id", .id(line.id)), ("product_type", "simple"),
                ("price", 0), ("row_total", 0), ("parent_item", parent),
            ]),
        ]
    }

    /// Money that is the price of no units.
    private static func adjustment(of refund: MarketRefund) -> Int64 {
        refund.units.isEmpty && refund.sent.isEmpty ? refund.amount : 0
    }

    func creditMemo(_ refund: MarketRefund, of order: MarketOrder) -> JSONValue {
        let units = refund.units.merging(refund.sent) { $0 + $1 }
        let price = units.reduce(0) { $0 + (order.line($1.key)?.unitPrice ?? 0) * Int64($1.value) }
        // What goes back with goods that have left, and is not their price.
        let rest = refund.sent.isEmpty ? 0 : refund.amount - price
        return [
            "entity_id": .id(refund.id), "order_id": .id(order.id), "increment_id": .string("C\(refund.id)"),
            "invoice_id": Self.isOfGateway(order) ? .id(Self.invoiceID(of: order)) : nil, "state": 2,
            "created_at": .string(Self.time(refund.at)), "grand_total": .amount(refund.amount),
            "adjustment_positive": .amount(Self.adjustment(of: refund)),
            "adjustment_negative": .amount(max(0, -rest)), "shipping_amount": .amount(max(0, rest)),
            "items": .array(
                units.sorted { $0.key < $1.key }.map { ["order_item_id": .id($0), "qty": .int($1)] }),
            "comments": refund.note.map { [["comment": .string($0), "parent_id": .id(refund.id)]] } ?? [],
        ]
    }

    func shipment(_ shipment: Shipment, of order: MarketOrder) -> JSONValue {
        [
            "entity_id": .id(shipment.id), "order_id": .id(order.id), "increment_id": .string("S\(shipment.id)"),
            "created_at": .string(Self.time(shipment.at)),
            "items": .array(
                shipment.units.sorted { $0.key < $1.key }.map { ["order_item_id": .id($0), "qty": .int($1)] }),
            "tracks": [
                [
                    "track_number": .string(shipment.trackingNumber), "title": .text(shipment.carrier),
                    "carrier_code": "custom", "order_id": .id(order.id), "parent_id": .id(shipment.id),
                ]
            ],
        ]
    }
}
