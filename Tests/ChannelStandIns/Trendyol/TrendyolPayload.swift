import TestSupport
import WireJSON

/// Trendyol's package, in the field names of now or of before December 2025.
struct TrendyolPayload {
    static func status(of state: MarketPackage.State) -> String {
        switch state {
        case .awaiting: "Awaiting"
        case .created: "Created"
        case .picking: "Picking"
        case .invoiced: "Invoiced"
        case .shipped: "Shipped"
        case .cancelled: "Cancelled"
        case .unpacked: "UnPacked"
        case .unsupplied: "UnSupplied"
        }
    }

    func package(
        _ package: MarketPackage, of order: MarketOrder, in world: Marketplace, _ day: inout Day
    ) -> JSONValue {
        let isOld = day.strikes(.oldFieldNames)
        let lines = order.lines.filter { package.units[$0.id] != nil }
        let gross = lines.reduce(Int64(0)) { $0 + $1.unitPrice * Int64(package.units[$1.id] ?? 0) }
        let status = JSONValue.string(Self.status(of: package.state))
        // The customer is masked until the order is cleared.
        let isMasked = package.state == .awaiting
        let name: JSONValue = isMasked ? "***" : "Ayşe"
        let address: JSONValue = [
            "fullName": isMasked ? "***" : "Ayşe Yılmaz",
            "address1": isMasked ? "***" : .string("Saat Sokak \(order.number)"),
            "address2": "", "city": "İstanbul", "district": "Sarıyer", "neighborhood": "Maslak",
            "postalCode": "34200", "countryCode": "TR", "phone": nil,
        ]
        var members: [(String, JSONValue)] = [
            ("orderNumber", .string(order.number)), (isOld ? "id" : "shipmentPackageId", .id(package.id)),
            ("status", status), ("currencyCode", "TRY"),
            // The clock on a Turkish wall, as if it were UTC.
            ("orderDate", .int(order.placedAt + 3 * 3_600_000)), ("lastModifiedDate", .int(package.modifiedAt)),
            ("customerId", 55), ("customerFirstName", name), ("customerLastName", isMasked ? "***" : "Yılmaz"),
            ("customerEmail", .string("pf+\(order.number)@trendyolmail.example")), ("fastDelivery", false),
            ("commercial", false), ("micro", false), ("cargoTrackingNumber", .id("7260242095704\(order.id.suffix(7))")),
            ("cargoProviderName", "Kendi Kargosu"), ("createdBy", .string(package.maker)),
            ("originPackageIds", package.origins.isEmpty ? nil : .array(package.origins.map { .id($0) })),
            ("shipmentAddress", address), ("invoiceAddress", address),
            (isOld ? "grossAmount" : "packageGrossAmount", .amount(gross)),
            (isOld ? "totalDiscount" : "packageSellerDiscount", 0),
            (isOld ? "totalTyDiscount" : "packageTyDiscount", 0),
            (isOld ? "totalPrice" : "packageTotalPrice", .amount(gross)),
            ("lines", .array(lines.map { line($0, package.units[$0.id] ?? 0, isOld, in: world) })),
        ]
        let past = [MarketPackage.State.created] + package.history + (package.state == .shipped ? [.shipped] : [])
        let histories = past.map { state -> JSONValue in
            ["createdDate": .int(package.modifiedAt), "status": .string(Self.status(of: state))]
        }
        members.append(("packageHistories", .array(histories)))
        members.append(("invoiceLink", .string(package.invoiceLink ?? "")))
        if !day.strikes(.packageStatusMissing) { members.append(("shipmentPackageStatus", status)) }
        // Its own number stays; the one that it was told stands beside it.
        if let number = package.trackingNumber { members.append(("cargoSenderNumber", .string(number))) }
        return .object(members)
    }

    private func line(_ line: MarketLine, _ units: Int, _ isOld: Bool, in world: Marketplace) -> JSONValue {
        [
            (isOld ? "id" : "lineId"): .id(line.id), "quantity": .int(units), "productName": "Çay",
            (isOld ? "merchantSku" : "stockCode"): .string(line.sku),
            "barcode": .string(world.articles[line.sku]?.barcode ?? ""), "currencyCode": "TRY",
            (isOld ? "amount" : "lineGrossAmount"): .amount(line.unitPrice),
            (isOld ? "price" : "lineUnitPrice"): .amount(line.unitPrice),
            (isOld ? "discount" : "lineSellerDiscount"): 0, (isOld ? "tyDiscount" : "lineTyDiscount"): 0,
            // Which was the rate.
            (isOld ? "vatBaseAmount" : "vatRate"): 20,
        ]
    }
}
