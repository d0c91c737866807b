import WireJSON

/// N11's package.
struct N11Payload {
    static let statuses = ["Created", "Picking", "Shipped", "Delivered", "Cancelled", "Unpacked", "UnSupplied"]

    /// - Parameter isOlder: as the help page has splits: the parent is cancelled, and what takes its place is unpacked.
    static func status(of package: MarketPackage, isOlder: Bool) -> String {
        switch package.state {
        case .awaiting, .created: isOlder && !package.origins.isEmpty ? "Unpacked" : "Created"
        case .picking, .invoiced: "Picking"
        case .shipped: "Shipped"
        case .cancelled: "Cancelled"
        case .unpacked: isOlder ? "Cancelled" : "Unpacked"
        case .unsupplied: "UnSupplied"
        }
    }

    /// Units of a line that go into several packages keep its id in the first of them; in each other they are a line of their own.
    static func lineID(_ line: String, in package: MarketPackage, of order: MarketOrder) -> String {
        guard let origin = order.packages.first(where: { package.origins.contains($0.id) }) else { return line }
        let first = order.packages.first { $0.origins == package.origins && $0.units[line] != nil }
        return first?.id == package.id ? lineID(line, in: origin, of: order) : "7\(package.id)\(line.suffix(3))"
    }

    func package(_ package: MarketPackage, of order: MarketOrder, isOlder: Bool) -> JSONValue {
        let lines = order.lines.filter { package.units[$0.id] != nil }
        let total = lines.reduce(Int64(0)) { $0 + $1.unitPrice * Int64(package.units[$1.id] ?? 0) }
        let address: JSONValue = [
            "fullName": "Ayşe Yılmaz", "address": .string("Bağdat Cad. \(order.number)"), "neighborhood": "Caferağa",
            "district": "Kadıköy", "city": "İstanbul", "gsm": "5550001122", "postalCode": "34710", "tcId": "",
        ]
        return [
            "id": .id(package.id), "orderNumber": .string(order.number),
            "shipmentPackageStatus": .string(Self.status(of: package, isOlder: isOlder)),
            "lastModifiedDate": .int(package.modifiedAt), "agreedDeliveryDate": .int(order.placedAt + 172_800_000),
            "totalAmount": .amount(total), "totalDiscountAmount": 0, "customerfullName": "Ayşe Yılmaz",
            "customerEmail": .string("n\(order.number)@n11.example"), "customerId": 9,
            "cargoSenderNumber": .text(package.trackingNumber), "cargoTrackingNumber": .string("K\(package.id)"),
            "packageHistories": [["createdDate": .int(order.placedAt), "status": "Created"]],
            "shippingAddress": address, "billingAddress": address, "micro": false, "deliveryAddressType": 1,
            "lines": .array(
                lines.map { line in
                    let units = package.units[line.id] ?? 0
                    return [
                        "orderLineId": .id(Self.lineID(line.id, in: package, of: order)),
                        "stockCode": .string(line.sku), "barcode": nil, "productId": 77,
                        "productName": "Çay", "quantity": .int(units), "price": .amount(line.unitPrice),
                        "sellerDiscount": 0, "sellerCouponDiscount": 0, "totalSellerDiscountPrice": 0,
                        "totalMallDiscountPrice": 0, "sellerInvoiceAmount": .amount(line.unitPrice * Int64(units)),
                        "vatRate": 10,
                    ]
                }),
        ]
    }
}
