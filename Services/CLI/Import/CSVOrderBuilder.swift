import CSV
import Contracts
import WireJSON

/// Makes a canonical order of its rows. Only what is no number, amount or flag is refused here; all else is intake's to
/// judge, which knows the rules.
struct CSVOrderBuilder {
    let rows: [CSVTable.Row]
    let shop: Storefront
    private var errors: [RowError] = []

    init(rows: [CSVTable.Row], shop: Storefront) {
        self.rows = rows
        self.shop = shop
    }

    mutating func build(_ externalID: String) -> Result<ImportedOrder, RowErrors> {
        let head = rows[0]
        let currency = Currency(rawValue: head.text("currency") ?? "")
        var order: [(String, JSONValue)] = [
            ("channel", .string(shop.channel)), ("shop", .string(shop.shop)), ("externalId", .string(externalID)),
            ("number", .string(head.text("number") ?? externalID)),
        ]
        add(
            [
                "kind": "kind", "placed_at": "placedAt", "updated_at": "updatedAt", "currency": "currency",
                "note": "note",
            ],
            from: head, to: &order)
        if let included = check({ () throws(RowError) in try head.flag("taxes_included") }) ?? nil {
            order.append(("taxesIncluded", .bool(included)))
        }
        for column in ["shipping", "discount", "fees", "tax", "total"] {
            if let amount = money(column, head, currency) { order.append((column, amount)) }
        }
        order.append(("customer", customer(head)))
        if let address = address(head) { order.append(("shippingAddress", address)) }
        var payment: [(String, JSONValue)] = []
        add(
            [
                "payment_method": "method", "payment_state": "state", "payment_token": "token",
                "payment_reference": "reference",
            ], from: head, to: &payment)
        order.append(("payment", .object(payment)))

        let items = rows.filter { row in ["sku", "quantity", "unit_price"].contains { row.text($0) != nil } }
        let lines = items.enumerated().map { line($1, position: $0 + 1, currency) }
        order.append(("lines", .array(lines)))
        guard errors.isEmpty else { return .failure(RowErrors(all: errors)) }
        return .success(
            ImportedOrder(
                line: head.line, itemLines: items.map(\.line), externalID: externalID,
                data: JSONValue.object([("order", .object(order))]).jsonBytes))
    }

    private mutating func line(_ row: CSVTable.Row, position: Int, _ currency: Currency) -> JSONValue {
        var line: [(String, JSONValue)] = [("id", .string(row.text("line_id") ?? String(position)))]
        add(["sku": "sku", "title": "title"], from: row, to: &line)
        if let quantity = check({ () throws(RowError) in try row.integer("quantity") }) ?? nil {
            line.append(("quantity", .int(quantity)))
        }
        for (column, key) in [("unit_price", "unitPrice"), ("line_discount", "discount"), ("line_tax", "tax")] {
            if let amount = money(column, row, currency) { line.append((key, amount)) }
        }
        if let ships = check({ () throws(RowError) in try row.flag("requires_shipping") }) ?? nil {
            line.append(("requiresShipping", .bool(ships)))
        }
        return .object(line)
    }

    private mutating func customer(_ row: CSVTable.Row) -> JSONValue {
        var customer: [(String, JSONValue)] = []
        add(
            [
                "customer_id": "externalId", "customer_name": "name", "customer_email": "email",
                "customer_phone": "phone",
                "customer_language": "language",
            ], from: row, to: &customer)
        return .object(customer)
    }

    private mutating func address(_ row: CSVTable.Row) -> JSONValue? {
        var address: [(String, JSONValue)] = []
        add(
            [
                "ship_name": "name", "ship_company": "company", "ship_line1": "line1", "ship_line2": "line2",
                "ship_city": "city", "ship_region": "region", "ship_postcode": "postcode", "ship_country": "country",
                "ship_phone": "phone",
            ], from: row, to: &address)
        for (column, key) in [("ship_latitude", "latitudeE6"), ("ship_longitude", "longitudeE6")] {
            guard let text = row.text(column) else { continue }
            if let degrees = Double(text), degrees.isFinite, abs(degrees) <= 180 {
                address.append((key, .int(Int((degrees * 1_000_000).rounded()))))
            } else {
                errors.append(
                    RowError(line: row.line, place: column, code: "not_degrees", "\(column) must be degrees"))
            }
        }
        return address.isEmpty ? nil : .object(address)
    }

    private mutating func money(_ column: String, _ row: CSVTable.Row, _ currency: Currency) -> JSONValue? {
        (check { () throws(RowError) in try row.money(column, currency) } ?? nil).map { .int($0) }
    }

    private func add(
        _ columns: KeyValuePairs<String, String>, from row: CSVTable.Row, to object: inout [(String, JSONValue)]
    ) {
        for (column, key) in columns {
            if let text = row.text(column) { object.append((key, .string(text))) }
        }
    }

    private mutating func check<Value>(_ read: () throws(RowError) -> Value) -> Value? {
        do throws(RowError) {
            return try read()
        } catch {
            errors.append(error)
            return nil
        }
    }
}
