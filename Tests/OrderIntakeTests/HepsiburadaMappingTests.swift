import Contracts
import OrderIntake
import Testing
import WireJSON

@Suite("Order lines of Hepsiburada's")
struct HepsiburadaMappingTests {
    private func order(_ changes: [String: String] = [:], lines: [String]? = nil) throws -> Order {
        try ChannelFixtures.order("hepsiburada", ChannelFixtures.hepsiburada(changes, lines: lines))
    }

    private func outcome(_ changes: [String: String] = [:], lines: [String]? = nil) throws -> String {
        try ChannelFixtures.outcome("hepsiburada", ChannelFixtures.hepsiburada(changes, lines: lines))
    }

    @Test("become a canonical order that comes to the lines' own totals, and keeps the zeros of its number")
    func plain() throws {
        let order = try order()
        #expect(order.externalID == "041241341" && order.total == 17_399 && order.mismatches.isEmpty)
        #expect(
            order.lines == [
                OrderLine(
                    id: "5f0c3c9a-1111", sku: "TEA-1", title: "Çay", quantity: 6, unitPrice: 2900, discount: 1,
                    tax: 1582)
            ])
        #expect(order.placedAt.rfc3339 == "2026-02-11T09:40:00.123456Z" && order.customer.name == "Ayşe Yılmaz")
        #expect(order.updatedAt?.rfc3339 == "2026-02-11T09:41:00Z")
        #expect(order.shippingAddress?.line2 == "Şişli" && order.billingAddress?.city == "İstanbul")
    }

    @Test("have their tax as a rate, as a number or as an amount of money")
    func tax() throws {
        #expect(try order(["vatRate": "", "vat": "15.82"]).tax == 1582)
        #expect(try order(["vatRate": "null", "vat": #"{"currency": "TRY", "amount": 15.82}"#]).tax == 1582)
        #expect(try order(["vatRate": "0", "vat": "0"]).tax == 0)
    }

    @Test("of a package have its address and its items' ids")
    func package() throws {
        let line = ChannelFixtures.hepsiburadaLine([
            "id": "", "lineItemId": "\"L1\"", "shippingAddress": "", "invoice": "", "customerName": "",
            "unitPrice": "", "price": #"{"currency": "TRY", "amount": 28.99833}"#, "status": "",
        ])
        let package = """
            {"packageNumber": "1", "status": "Open", "recipientName": "Ada", "shippingAddressDetail": "Street 1",
             "shippingCity": "İzmir", "shippingTown": "Konak", "shippingDistrict": "", "customerName": "Ada",
             "items": [\(line)]}
            """
        let order = try ChannelFixtures.order("hepsiburada", package)
        #expect(order.lines.map(\.id) == ["L1"] && order.customer.name == "Ada")
        #expect(
            order.shippingAddress
                == Address(name: "Ada", line1: "Street 1", line2: "Konak", city: "İzmir", country: "TR"))
    }

    @Test("go on, wait or are recorded by where all of them are")
    func states() throws {
        func line(_ id: String, _ status: String) -> String {
            ChannelFixtures.hepsiburadaLine(["id": "\"\(id)\"", "status": "\"\(status)\""])
        }
        for (states, expected) in [
            (["Open", "Packaged"], "proceed paid"), (["Open", "CancelledByCustomer"], "proceed paid"),
            (["CancelledByMerchant", "CancelledBySap"], "recorded cancelled"),
            (["PaymentAwaiting"], "recorded awaiting_channel"), (["InTransit", "Delivered"], "recorded fulfilled"),
            (["Open", "InTransit"], "recorded partially_fulfilled"), (["ClaimCreated"], "recorded returned"),
            (["Dreaming"], "unfit unknown_order_status $.items[0].status"),
        ] {
            let lines = states.enumerated().map { line("\($0.offset)", $0.element) }
            #expect(try outcome(lines: lines) == expected)
        }
        #expect(try order(lines: [line("a", "Open"), line("b", "CancelledByCustomer")]).lines.map(\.id) == ["a"])
    }

    @Test("that cannot be understood are refused with every reason")
    func unfit() throws {
        let other = ChannelFixtures.hepsiburadaLine(["id": "\"2\"", "orderNumber": "\"9\""])
        #expect(try outcome(lines: [ChannelFixtures.hepsiburadaLine(), other]) == "unfit several_orders $")
        #expect(
            try outcome(lines: [ChannelFixtures.hepsiburadaLine(), ChannelFixtures.hepsiburadaLine()])
                == "unfit duplicate_line_id $")
        #expect(try outcome(["orderDate": "\"yesterday\""]) == "unfit missing $.items[0].orderDate")
        #expect(try outcome(["totalPrice": "5", "unitPrice": ""]) == "unfit invalid_currency $.items[0].totalPrice")
    }

    @Test("are cancelled one by one, by the units that a cancel names")
    func cancel() throws {
        let body = #"{"id": "L1", "quantity": 2, "orderNumber": "041", "cancelDate": "2026-02-11T13:00:00"}"#
        let root = try JSONDocument(parsing: Array(body.utf8)).root
        let refund = HepsiburadaMapping().refund(in: root, for: ChannelFixtures.shop("hepsiburada"))
        #expect(refund?.orderID == "041" && refund?.refund.content.lines == [LineQuantity(lineID: "L1", quantity: 2)])
        #expect(refund?.refund.content.externalRefundID == "cancel/L1/2/2026-02-11T13:00:00")
    }
}
