import Contracts
import FoundationEssentials
import OrderIntake
import Testing
import WireJSON

@Suite("Linnworks reads orders, and says what it has sent")
struct LinnworksTests {
    private func shown(_ orders: [FeedOrder], total: Int? = nil, page: Int = 1) throws -> JSONNode {
        let document = LinnworksOrders.document(FeedPage(orders: orders, total: total ?? orders.count), page: page)
        return try JSONDocument(parsing: document.jsonBytes).root
    }

    @Test(
        """
        What a site has is paid; what must wait is unpaid, so that nobody sends it; what has left is not shown, so that nobody \
        sends it again
        """)
    func states() throws {
        let orders = [
            Orders.feed(.allocated), Orders.feed(.onHold), Orders.feed(nil), Orders.feed(.cancelled),
            Orders.feed(.shipped), Orders.feed(.delivered),
        ]
        let root = try shown(orders)
        #expect(
            root["Orders"]?.elements.map { $0["PaymentStatus"]?.string } == ["PAID", "UNPAID", "UNPAID", "CANCELLED"])
        #expect(root["Error"]?.isNull == true)
    }

    @Test("Pages go on until the last")
    func pages() throws {
        #expect(try shown([Orders.feed(.allocated)], total: 201, page: 2)["HasMorePages"]?.bool == true)
        #expect(try shown([Orders.feed(.allocated)], total: 201, page: 3)["HasMorePages"]?.bool == false)
        #expect(try shown([], total: 0)["HasMorePages"]?.bool == false)
    }

    @Test("An order has its goods, tax as a rate, discounts in one sum, and fees as a service")
    func order() throws {
        let feed = Orders.feed(.allocated) { order in
            order.number = "#1001"
            order.note = "ring <twice>"
            order.discount = 150
            order.fees = 20
            order.lines = [
                OrderLine(id: "77", sku: "TEA", quantity: 2, unitPrice: 1200, discount: 100, tax: 383),
                OrderLine(id: "78", sku: "CARD", quantity: 1, unitPrice: 500, requiresShipping: false),
            ]
        }
        let order = try #require(try shown([feed])["Orders"]?[0])
        #expect(order["ReferenceNumber"]?.string == feed.order.id.text)
        #expect(order["SecondaryReferenceNumber"]?.string == "#1001")
        #expect(order["ExternalReference"]?.string == feed.order.externalID)
        #expect(order["Discount"]?.rawNumber == "2.50")
        #expect(order["Notes"]?[0]?["Note"]?.string == "ring <twice>")
        let items = try #require(order["OrderItems"])
        #expect(items.elements.map { $0["OrderLineNumber"]?.string } == ["77", "78", "waybill-fees"])
        #expect(items.elements.map { $0["IsService"]?.bool } == [false, true, true])
        // 3.83 of 23.00 with tax are 20 % of what it costs without.
        #expect(items[0]?["TaxRate"]?.rawNumber == "19.98")
        #expect(items[0]?["Qty"]?.int == 2 && items[0]?["PricePerUnit"]?.rawNumber == "12.00")
        #expect(items[2]?["PricePerUnit"]?.rawNumber == "0.20")
    }

    @Test("What is cancelled of an order is not shown as goods to send, whoever cancelled it")
    func cancelledUnits() throws {
        var feed = Orders.feed(.allocated) { order in
            order.lines = [
                OrderLine(id: "77", sku: "TEA", quantity: 3, unitPrice: 1000, discount: 100, tax: 99),
                OrderLine(id: "78", sku: "CUP", quantity: 1, unitPrice: 500, tax: 7),
                OrderLine(id: "79", sku: "POT", quantity: 1, unitPrice: 500),
            ]
            (order.taxesIncluded, order.shipping, order.tax, order.total) = (true, 400, 110, 4300)
        }
        func items(_ feed: FeedOrder) throws -> [String] {
            try shown([feed])["Orders"]?[0]?["OrderItems"]?.elements.map {
                "\($0["OrderLineNumber"]?.string ?? "") \($0["Qty"]?.int ?? 0)"
            } ?? []
        }
        #expect(try items(feed) == ["77 3", "78 1", "79 1"])
        // The second of them the channel's own content may be less by already.
        feed.remaining = [LineQuantity(lineID: "77", quantity: 2), LineQuantity(lineID: "79", quantity: 1)]
        #expect(try items(feed) == ["77 2", "78 1", "79 1"])
        #expect(feed.wanted.total == 3333 && feed.wanted.tax == 77 && feed.wanted.lines[0].discount == 67)
        feed.remaining.append(LineQuantity(lineID: "78", quantity: 0))
        #expect(try items(feed) == ["77 2", "79 1"])
        #expect(!ShipStationOrders.document(FeedPage(orders: [feed], total: 1)).contains("CUP"))
        // As a whole: as it was ordered.
        feed.headline = .cancelled
        #expect(try items(feed) == ["77 3", "78 1", "79 1"])
    }

    @Test("Moments are written in UTC, and read with or without a zone")
    func dates() throws {
        let moment = try #require(Timestamp(rfc3339: "2026-03-05T21:09:07Z"))
        #expect(LinnworksDate.text(moment) == "2026-03-05 21:09:07Z")
        for text in [
            "2026-03-05 21:09:07Z", "2026-03-05T21:09:07Z", "2026-03-05 21:09:07", "2026-03-05T22:09:07+01:00",
        ] {
            #expect(LinnworksDate.read(text) == moment, "\(text)")
        }
        for text in ["", "yesterday", "2026-13-05 00:00:00Z"] { #expect(LinnworksDate.read(text) == nil, "\(text)") }
    }

    @Test("Each despatch is read for itself: the fees' line is no goods, and one that is wrong keeps no other back")
    func despatches() throws {
        let id = UUID.v5("order")
        let body = """
            {"Orders": [
              {"ReferenceNumber": "\(id.text)", "ShippingVendor": "UPS", "ShippingMethod": "Ground", "TrackingNumber": "1Z9",
               "Items": [{"SKU": "TEA", "OrderLineNumber": "77", "DespatchedQuantity": 2},
                         {"SKU": "FEES", "OrderLineNumber": "waybill-fees", "DespatchedQuantity": 1}]},
              {"ReferenceNumber": "\(id.text)", "TrackingNumber": ""},
              {"ReferenceNumber": "#1001", "TrackingNumber": "1"}
            ]}
            """
        let read = try LinnworksDespatch.read(try JSONDocument(parsing: Array(body.utf8)).root)
        let notice = try read[0].notice.get()
        #expect(notice.orderID == id && notice.label.carrier == "UPS" && notice.label.source == "linnworks")
        #expect(notice.items == [OutsideNotice.Item(lineID: "77", sku: "TEA", quantity: 2)])
        #expect(throws: FeedProblem.unreadable("TrackingNumber is missing")) { try read[1].notice.get() }
        #expect(throws: FeedProblem.unknownOrder("#1001")) { try read[2].notice.get() }
        #expect(throws: FeedProblem.self) {
            try LinnworksDespatch.read(try JSONDocument(parsing: Array("{}".utf8)).root)
        }
    }

    @Test(
        "A despatch of no goods is not one of everything",
        arguments: [
            #"{"SKU": "TEA", "OrderLineNumber": "77", "DespatchedQuantity": 0}"#,
            #"{"SKU": "FEES", "OrderLineNumber": "waybill-fees", "DespatchedQuantity": 1}"#,
        ])
    func nothing(item: String) throws {
        func notice(_ items: String) throws -> OutsideNotice {
            let order = #"{"ReferenceNumber": "\#(UUID.v5("o").text)", "TrackingNumber": "1", "Items": [\#(items)]}"#
            let body = Array(#"{"Orders": [\#(order)]}"#.utf8)
            return try LinnworksDespatch.read(try JSONDocument(parsing: body).root)[0].notice.get()
        }
        #expect(throws: FeedProblem.unreadable("Items holds no goods")) { try notice(item) }
        #expect(try notice("").items.isEmpty)
    }

    @Test("A token is good for its shop, feed and account, and as long as the password that it was made with")
    func tokens() throws {
        let shop = ShopKey(channel: "shopify", shop: "main")
        let made = FeedToken(account: "Ana's büro.2", feed: "linnworks", shop: shop, password: "hush")
        let token = try #require(FeedToken(made.text))
        #expect(token == made && token.account == "Ana's büro.2")
        func isGood(_ token: FeedToken, _ shop: ShopKey, _ passwords: [String], feed: String = "linnworks") -> Bool {
            token.isGood(for: feed, of: shop, passwords: passwords)
        }
        #expect(isGood(token, shop, ["hush"]) && isGood(token, shop, ["new", "hush"]))
        #expect(!isGood(token, shop, ["new"]) && !isGood(token, shop, []) && !isGood(token, shop, [""]))
        #expect(!isGood(token, shop, ["hush"], feed: "shipstation"))
        #expect(!isGood(token, ShopKey(channel: "shopify", shop: "other"), ["hush"]))
        // Another account under the same code.
        let code = made.text.prefix { $0 != "." }
        let other = try #require(FeedToken("\(code).41"))
        #expect(other.account == "A" && !isGood(other, shop, ["hush"]))
        for text in ["", ".", "x.y", "\(code)", "\(code).4", "\(code.dropLast(2)).41", "\(code).+1"] {
            #expect(FeedToken(text) == nil, "\(text)")
        }
    }
}
