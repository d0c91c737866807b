import WireJSON

/// N11's package.
struct N11Payload {
    static let statuses = ["Created", "Picking", "Shipped", "Delivered", "Cancelled", "Unpacked", "UnSupplied"]

    /// - Parameter isOlder: as the help page has splits: the parent is cancelled.
    static func status(of package: MarketPackage, isOlder: Bool) -> String {
        switch package.state {
        case .awaiting, .created: "Created"
        case .picking, .invoiced: "Picking"
        case .shipped: "Shipped"
        case .cancelled: "Cancelled"
        case .unpacked: isOlder ? "Cancelled" : "Unpacked"
        case .unsupplied: "UnSupplied"
        }
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
                        "orderLineId": .id(line.id), "stockCode": .string(line.sku), "barcode": nil, "productId": 77,
                        "productName": "Çay", "quantity": .int(units), "price": .amount(line.unitPrice),
                        "sellerDiscount": 0, "sellerCouponDiscount": 0, "totalSellerDiscountPrice": 0,
                        "totalMallDiscountPrice": 0, "sellerInvoiceAmount": .amount(line.unitPrice * Int64(units)),
                        "vatRate": 10,
                    ]
                }),
        ]
    }
}
