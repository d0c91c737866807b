import Contracts
import OrderIntake
import Testing
import WireJSON

@Suite("A package of Trendyol's")
struct TrendyolMappingTests {
    private func order(_ changes: [String: String] = [:], line: [String: String] = [:]) throws -> Order {
        try ChannelFixtures.order("trendyol", ChannelFixtures.trendyol(changes, line: line))
    }

    private func outcome(_ changes: [String: String] = [:], line: [String: String] = [:]) throws -> String {
        try ChannelFixtures.outcome("trendyol", ChannelFixtures.trendyol(changes, line: line))
    }

    @Test("becomes a canonical order, known by its order number")
    func plain() throws {
        let order = try order()
        #expect(order.externalID == "10990001234" && order.number == "10990001234")
        #expect(order.tags == ["package:3330000001"] && order.kind == .standard)
        #expect(order.total == 46_401 && order.taxesIncluded && order.tax == 7734 && order.mismatches.isEmpty)
        #expect(
            order.lines == [
                OrderLine(
                    id: "7001", sku: "TEA-1", title: "Çay", quantity: 2, unitPrice: 25_000, discount: 3599, tax: 7734)
            ])
        #expect(order.shippingAddress?.line2 == "Maslak, Sarıyer" && order.shippingAddress?.city == "İstanbul")
        #expect(order.customer.name == "Ayşe Yılmaz" && order.customer.externalID == "55")
        #expect(
            order.payment
                == PaymentInstruction(
                    method: .marketplace, state: .paid, amount: 46_401, currency: Currency(rawValue: "TRY")))
    }

    @Test("was placed three hours before what orderDate says, and no other time is shifted")
    func wallClock() throws {
        let order = try order()
        #expect(order.placedAt.rfc3339 == "2026-02-11T08:40:00Z")
        #expect(order.updatedAt?.rfc3339 == "2026-02-11T08:53:20Z")
        let history = #"[{"createdDate": 1770800000000}, {"createdDate": 1770801000000}]"#
        let other = try self.order(["lastModifiedDate": "0", "packageHistories": history])
        #expect(other.updatedAt?.rfc3339 == "2026-02-11T09:10:00Z")
    }

    @Test("is the same in the old spelling, in the new one, and in a mixture, of which the new one holds")
    func spellings() throws {
        let new = try order()
        #expect(try ChannelFixtures.order("trendyol", ChannelFixtures.oldTrendyol()) == new)
        let mixed = try order(["totalPrice": "1.00", "id": "5"], line: ["merchantSku": "\"other\"", "price": "1.00"])
        #expect(mixed == new)
    }

    @Test(
        "goes on, waits or is recorded by its status",
        arguments: [
            ("Created", "proceed paid"), ("Picking", "proceed paid"), ("Invoiced", "proceed paid"),
            ("Awaiting", "recorded awaiting_channel"), ("Shipped", "recorded fulfilled"),
            ("AtCollectionPoint", "recorded fulfilled"), ("Delivered", "recorded fulfilled"),
            ("UnDelivered", "recorded fulfilled"), ("Returned", "recorded returned"),
            ("Cancelled", "recorded cancelled"), ("UnSupplied", "recorded cancelled"),
            ("UnPacked", "recorded repackaged"),
            ("Levitating", "unfit unknown_order_status $.shipmentPackageStatus"),
        ])
    func status(status: String, expected: String) throws {
        #expect(try outcome(["shipmentPackageStatus": "\"\(status)\""]) == expected)
    }

    @Test("has its status in status where shipmentPackageStatus is missing, as it was for two days")
    func fallback() throws {
        #expect(try outcome(["shipmentPackageStatus": "", "status": "\"Cancelled\""]) == "recorded cancelled")
        #expect(try outcome(["shipmentPackageStatus": "null", "status": "null"]).hasPrefix("unfit unknown_order"))
    }

    @Test("has amounts of a unit or of a line: what the package comes to decides")
    func readings() throws {
        // The discounts of a unit as one figure.
        let even = try order(
            ["packageSellerDiscount": "26.00", "packageTotalPrice": "464.00"], line: ["discountDetails": "null"])
        #expect(even.lines[0].discount == 3600 && even.mismatches.isEmpty)
        // Of the whole line.
        let whole = try order(
            [
                "packageGrossAmount": "250.00", "packageSellerDiscount": "13.00", "packageTyDiscount": "5.00",
                "packageTotalPrice": "232.00",
            ], line: ["discountDetails": "null"])
        #expect(whole.lines[0].unitPrice == 12_500 && whole.lines[0].discount == 1800 && whole.mismatches.isEmpty)
        // Nothing fits: it is recorded, and goes on.
        let neither = try order(["packageTotalPrice": "400.00"])
        #expect(neither.mismatches.map(\.code) == ["total_mismatch"])
    }

    @Test("is identified by the seller's code, else by the barcode")
    func sku() throws {
        #expect(try order(line: ["stockCode": "\"\""]).lines[0].sku == "trendyol:8680000000017")
        #expect(try order(line: ["stockCode": "null", "barcode": "null"]).lines[0].sku == "trendyol:line-7001")
    }

    @Test("says what is special about it")
    func marks() throws {
        let order = try order([
            "fastDelivery": "true", "micro": "true", "commercial": "true", "giftBoxRequested": "true",
        ])
        #expect(order.kind == .express)
        #expect(order.tags == ["package:3330000001", "commercial", "micro-export", "gift-box"])
    }

    @Test("that cannot be understood is refused with every reason")
    func unfit() throws {
        #expect(
            try outcome(["orderDate": "-1", "currencyCode": "\"lira\""])
                == "unfit invalid_currency $.currencyCode, missing $.orderDate")
        #expect(try outcome(line: ["quantity": "1.5"]) == "unfit fractional_quantity $.lines[0].quantity")
        #expect(try outcome(["lines": "[]"]) == "unfit no_lines $.lines")
        #expect(try outcome(["packageTotalPrice": ""]) == "unfit missing $.packageTotalPrice")
        #expect(try outcome(line: ["lineGrossAmount": "-5"]) == "unfit out_of_range $.lines")
    }

    @Test("stands alone in a webhook and in a list in an answer; claims are none")
    func documents() throws {
        let mapping = TrendyolMapping()
        func count(_ text: String) throws -> Int {
            mapping.orders(in: try JSONDocument(parsing: Array(text.utf8)).root).count
        }
        let package = ChannelFixtures.trendyol()
        #expect(try count(package) == 1)
        #expect(try count("{\"content\": [\(package), \(package)]}") == 2)
        #expect(try count("[\(package)]") == 1)
        #expect(try count(#"{"content": [{"orderNumber": "1", "lines": [], "claimId": "c"}]}"#) == 0)
    }
}
