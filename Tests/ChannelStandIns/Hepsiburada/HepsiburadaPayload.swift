import Contracts
import WireJSON

/// Hepsiburada's lines, packages and cancels.
struct HepsiburadaPayload {
    let dialect: HepsiburadaDialect

    /// The clock on a Turkish wall with seven digits of a second and no zone.
    static func time(_ milliseconds: Int64) -> JSONValue {
        let local = Timestamp(microseconds: (milliseconds / 1000 + 3 * 3600) * 1_000_000).rfc3339
        let fraction = String(milliseconds % 1000 + 1000).dropFirst()
        return .string(local.replacing("Z", with: ".\(fraction)0000"))
    }

    /// Units that are in no package yet.
    func unpacked(of order: MarketOrder) -> [(line: MarketLine, units: Int)] {
        order.lines.compactMap { line in
            let packed = order.packages.filter(\.isLive).reduce(0) { $0 + $1.units[line.id, default: 0] }
            return line.wanted > packed ? (line, line.wanted - packed) : nil
        }
    }

    private func address(_ order: MarketOrder) -> JSONValue {
        [
            "addressId": "2c311509", "name": "Ayşe Yılmaz", "address": .string("Trump Towers  Kule \(order.number)"),
            "email": .string("h\(order.number)@example.com"), "countryCode": "TR", "phoneNumber": "5550001122",
            "alternatePhoneNumber": "", "district": "", "town": "Şişli", "city": "İstanbul", "postalCode": "34387",
        ]
    }

    func line(_ line: MarketLine, _ units: Int, of order: MarketOrder) -> JSONValue {
        [
            "id": .string(line.id), "lineItemId": .string(line.id), "orderNumber": .string(order.number),
            "orderId": .string("o-\(order.number)"), "sku": .string("HBV\(line.sku)"),
            "merchantSku": .string(line.sku), "merchantId": .string(dialect.merchant), "quantity": .int(units),
            "productName": "Çay", "orderDate": Self.time(order.placedAt),
            "dueDate": Self.time(order.placedAt + 86_400_000),
            "lastStatusUpdateDate": Self.time(order.updatedAt), "status": order.isPaid ? "Open" : "PaymentAwaiting",
            "totalPrice": ["currency": "TRY", "amount": .amount(line.unitPrice * Int64(units))],
            "unitPrice": ["currency": "TRY", "amount": .amount(line.unitPrice)], "vat": 0, "vatRate": 10,
            "hbDiscount": ["totalPrice": ["currency": "TRY", "amount": 0]], "deliveryType": "Standart Teslimat",
            "customerName": "Ayşe Yılmaz ", "shippingAddress": address(order),
            "invoice": ["turkishIdentityNumber": "99999999999", "address": address(order)],
        ]
    }

    func detail(of order: MarketOrder) -> JSONValue {
        [
            "orderNumber": .string(order.number), "orderDate": Self.time(order.placedAt),
            "paymentStatus": order.isPaid ? "Paid" : "Awaiting",
            "items": .array(
                order.lines.filter { $0.wanted > 0 }.map { line in
                    let isPacked = !unpacked(of: order).contains { $0.line.id == line.id }
                    let status: JSONValue =
                        order.isCancelled
                        ? "CancelledByCustomer" : line.shipped > 0 ? "InTransit" : isPacked ? "Packaged" : "Open"
                    return self.line(line, line.wanted, of: order).with([("status", status)])
                }),
        ]
    }

    func package(_ package: MarketPackage, of order: MarketOrder) -> JSONValue {
        [
            "id": .string("p-\(package.id)"), "packageNumber": .string(package.id), "status": .string(status(package)),
            "barcode": .string("HB\(package.id)"), "cargoCompany": "Kendi Kargosu", "customerName": "Ayşe Yılmaz",
            "recipientName": "Ayşe Yılmaz", "shippingAddressDetail": .string("Trump Towers  Kule \(order.number)"),
            "shippingCity": "İstanbul", "shippingTown": "Şişli", "shippingDistrict": "", "shippingCountryCode": "TR",
            "phoneNumber": "5550001122", "orderDate": Self.time(order.placedAt),
            "trackingInfoCode": .text(package.trackingNumber),
            "items": .array(
                order.lines.filter { package.units[$0.id] != nil }.map {
                    line($0, package.units[$0.id] ?? 0, of: order).with([("status", .string(status(package)))])
                }),
        ]
    }

    private func status(_ package: MarketPackage) -> String {
        switch package.state {
        case .shipped: "InTransit"
        case .unpacked: "Unpacked"
        default: "Packaged"
        }
    }

    /// In part, or of what was left when the whole was cancelled.
    func cancels(of order: MarketOrder) -> [JSONValue] {
        var cancels = order.refunds.flatMap { refund in
            refund.units.sorted { $0.key < $1.key }.map { cancel($0, $1, at: refund.at, of: order) }
        }
        if order.isCancelled {
            cancels += order.lines.filter { $0.wanted > 0 }.map {
                cancel($0.id, $0.wanted, at: order.updatedAt, of: order)
            }
        }
        return cancels
    }

    func cancel(_ line: String, _ units: Int, at moment: Int64, of order: MarketOrder) -> JSONValue {
        [
            "id": .string(line), "lineItemId": .string(line), "merchantId": .string(dialect.merchant),
            "orderNumber": .string(order.number), "quantity": .int(units), "cancelDate": Self.time(moment),
            "cancelledBy": "Customer", "cancelReasonCode": "1", "isUnpackedLine": true,
        ]
    }
}
