import Contracts
import OrderIntake
import Testing

@Suite("A package of N11's")
struct N11MappingTests {
    private func order(_ changes: [String: String] = [:], line: [String: String] = [:]) throws -> Order {
        try ChannelFixtures.order("n11", ChannelFixtures.n11(changes, line: line))
    }

    private func outcome(_ changes: [String: String] = [:], line: [String: String] = [:]) throws -> String {
        try ChannelFixtures.outcome("n11", ChannelFixtures.n11(changes, line: line))
    }

    @Test("becomes a canonical order, known by its order number, with or without an id")
    func plain() throws {
        let order = try order()
        #expect(order.externalID == "202739833194" && order.tags.isEmpty && order.total == 29_500)
        #expect(order.currency.rawValue == "TRY" && order.taxesIncluded && order.mismatches.isEmpty)
        #expect(
            order.lines == [
                OrderLine(
                    id: "88001", sku: "TEA-1", title: "Çay", quantity: 2, unitPrice: 15_000, discount: 500, tax: 2682)
            ])
        #expect(order.placedAt.rfc3339 == "2026-02-11T06:06:40Z" && order.updatedAt?.rfc3339 == "2026-02-11T08:53:20Z")
        #expect(order.shippingAddress?.line2 == "Caferağa, Kadıköy" && order.shippingAddress?.country == "TR")
        #expect(order.customer.phone == "5550001122")
        let other = try self.order(["id": "7", "currency": "\"TL\""])
        #expect(other.tags == ["package:7"] && other.currency.rawValue == "TRY")
    }

    @Test(
        "goes on or is recorded by its status",
        arguments: [
            ("Created", "proceed paid"), ("Picking", "proceed paid"), ("Shipped", "recorded fulfilled"),
            ("Delivered", "recorded fulfilled"), ("Cancelled", "recorded cancelled"),
            ("UnSupplied", "recorded cancelled"), ("Unpacked", "recorded repackaged"),
            ("Lost", "unfit unknown_order_status $.shipmentPackageStatus"),
        ])
    func status(status: String, expected: String) throws {
        #expect(try outcome(["shipmentPackageStatus": "\"\(status)\""]) == expected)
    }

    @Test("has the discounts that N11 pays itself in its total, or not")
    func mallDiscount() throws {
        #expect(try order(["totalAmount": "285.00"]).lines[0].discount == 1500)
        #expect(try order(["totalAmount": "285.00"]).mismatches.isEmpty)
        let parts = try order(line: ["totalSellerDiscountPrice": ""])
        #expect(parts.lines[0].discount == 500)
        #expect(try order(["totalAmount": "280.00"]).mismatches.map(\.code) == ["total_mismatch"])
    }

    @Test("that cannot be understood is refused with every reason")
    func unfit() throws {
        #expect(
            try outcome(["packageHistories": "null", "lastModifiedDate": "0"]) == "unfit missing $.lastModifiedDate")
        #expect(
            try outcome(line: ["orderLineId": "null", "price": "null"])
                == "unfit missing $.lines[0].orderLineId, missing $.lines[0].price")
        #expect(try outcome(["lines": "[]"]) == "unfit no_lines $.lines")
    }
}
