import Contracts
import FoundationEssentials
import OrderIntake
import Testing

@Suite("ShipStation reads orders, and says what it has sent")
struct ShipStationTests {
    @Test("Only what a site has is to be sent; what is not paid, held, gone or off is shown as that")
    func states() {
        #expect(Orders.feed(.allocated).state == .awaitingShipment)
        // What has left is not known.
        #expect(Orders.feed(.partiallyShipped).state == .onHold)
        #expect(Orders.feed(nil).state == .onHold)
        #expect(Orders.feed(.onHold).state == .onHold)
        #expect(Orders.feed(.shipped).state == .shipped && Orders.feed(.delivered).state == .shipped)
        for headline in [HeadlineStatus.cancelled, .expired, .rejected] {
            #expect(Orders.feed(headline).state == .cancelled)
        }
        #expect(Orders.feed(.allocated, recorded: .cancelled).state == .cancelled)
        #expect(Orders.feed(nil, recorded: .fulfilled).state == .shipped)
        #expect(Orders.feed(nil, recorded: .awaitingChannel).state == .onHold)
        #expect(Orders.feed(nil) { $0.payment.state = .unpaid }.state == .unpaid)
        let cash = Orders.feed(.allocated) {
            $0.payment.method = .cashOnDelivery
            $0.payment.state = .unpaid
        }
        #expect(cash.state == .awaitingShipment)
    }

    @Test("Moments are month, day, year, hour and minute in UTC, both ways")
    func dates() throws {
        let moment = try #require(Timestamp(rfc3339: "2026-03-05T21:09:00Z"))
        #expect(ShipStationDate.text(moment) == "03/05/2026 21:09")
        for text in ["03/05/2026 21:09", "3/5/2026 09:09 PM", "03/05/2026 21:09:00"] {
            #expect(ShipStationDate.read(text) == moment)
        }
        #expect(ShipStationDate.read("03/05/2026 12:09 AM") == moment - .seconds(21 * 3600))
        for text in ["", "2026-03-05", "13/05/2026 10:00", "02/30/2026 10:00", "03/05/2026 10", "03/05/2026 1:1 xm"] {
            #expect(ShipStationDate.read(text) == nil, "\(text)")
        }
    }

    @Test("The document has every order with its goods, and discounts as adjustments without a SKU")
    func document() throws {
        let order = Orders.feed(.allocated) { order in
            order.number = String(repeating: "9", count: 60)
            order.note = "<script> & so on"
            order.discount = 150
            order.fees = 20
            order.lines[0].discount = 100
        }
        let page = FeedPage(orders: [order], total: 201)
        let root = try XMLReader.parse(Array(ShipStationOrders.document(page).utf8))
        #expect(ShipStationOrders.document(page).contains("<Orders pages=\"3\">"))
        let shown = try #require(root["Order"])
        #expect(shown.value("OrderNumber")?.count == 50)
        #expect(shown.value("OrderID") == order.order.id.text)
        #expect(shown.value("OrderStatus") == "paid")
        #expect(shown.value("CustomerNotes") == "<script> & so on")
        #expect(shown["Customer"]?["ShipTo"]?.value("Country")?.count == 2)
        let items = try #require(shown["Items"]).all("Item")
        #expect(items.count == order.order.lines.count + 2)
        let discount = try #require(items.first { $0.value("Name") == "Discount" })
        #expect(discount.value("UnitPrice") == "-2.50")
        #expect(discount.value("Adjustment") == "true" && discount.value("SKU") == nil && discount["SKU"] != nil)
    }

    @Test("An order that ShipStation's schema does not take, or with nothing to ship, keeps no other from being read")
    func omitted() throws {
        func feed(_ id: String, _ headline: HeadlineStatus?, _ change: (inout Order) -> Void) -> FeedOrder {
            Orders.feed(headline) { order in
                order.number = id
                change(&order)
            }
        }
        func country(_ country: String) -> (inout Order) -> Void { { $0.shippingAddress?.country = country } }
        let page = FeedPage(
            orders: [
                feed("none", .allocated, country("")), feed("long", .onHold, country("TUR")),
                feed("digits", .allocated, country("9 ")), feed("accents", .allocated, country("é")),
                feed("gift", .allocated) { $0.lines[0].requiresShipping = false },
                feed("nowhere", .allocated) { $0.shippingAddress = nil },
                feed("pending", nil) { $0.shippingAddress = nil },
                feed("off", .cancelled) { $0.lines = [] },
                feed("billed", .allocated) { ($0.billingAddress, $0.shippingAddress) = ($0.shippingAddress, nil) },
                feed("good", .allocated) { _ in },
            ], total: 10)
        let root = try XMLReader.parse(Array(ShipStationOrders.document(page).utf8))
        #expect(root.all("Order").map { $0.value("OrderNumber") } == ["off", "billed", "good"])
        let refused = ShipStationOrders.refused(page)
        #expect(refused.map(\.order.number) == ["none", "long", "digits", "accents", "nowhere"])
        #expect(refused[1].problem == "its country is not two letters: 'TUR'")
    }

    @Test("What has left is not shown as goods to send, and an order all of which has left waits for the word of it")
    func handedOver() throws {
        var feed = Orders.feed(.partiallyShipped) { order in
            order.lines = [
                OrderLine(id: "1", sku: "TEA", quantity: 4, unitPrice: 1000),
                OrderLine(id: "2", sku: "CUP", quantity: 1, unitPrice: 500),
            ]
            (order.shipping, order.total) = (0, 4500)
        }
        feed.remaining = [LineQuantity(lineID: "1", quantity: 3)]
        // Two parcels.
        feed.handedOver = ["1", "1"].map { LineQuantity(lineID: $0, quantity: 1) }
        #expect(feed.state == .awaitingShipment)
        #expect(feed.wanted.lines.map { "\($0.id) \($0.quantity)" } == ["1 1", "2 1"])
        #expect(feed.wanted.total == 1500)
        feed.handedOver.append(LineQuantity(lineID: "2", quantity: 1))
        #expect(feed.wanted.lines.map { "\($0.id) \($0.quantity)" } == ["1 1"])
        feed.handedOver.append(LineQuantity(lineID: "1", quantity: 1))
        for headline in [HeadlineStatus.partiallyShipped, .packed] {
            feed.headline = headline
            #expect(feed.state == .onHold)
        }
        // As it was sent.
        feed.headline = .shipped
        #expect(feed.state == .shipped && feed.wanted.lines.map(\.quantity) == [3, 1])
    }

    @Test("A notice comes in the address, in a document, or in both")
    func notices() throws {
        let body = """
            <?xml version="1.0" encoding="utf-8"?>
            <ShipNotice><OrderNumber>#1001</OrderNumber><Carrier>UPS</Carrier><Service>Ground</Service>\
            <TrackingNumber>1Z9</TrackingNumber><Items><Item><SKU>TEA</SKU><LineItemID>1</LineItemID><Quantity>2</Quantity></Item>\
            <Item><SKU></SKU><Name>Discount</Name><Quantity>1</Quantity></Item></Items></ShipNotice>
            """
        let query = ["order_number": "#1002", "carrier": "USPS", "service": "", "tracking_number": "9405"]
        let both = try ShipNotice.read(query: { query[$0] }, body: Array(body.utf8))
        #expect(both.orderNumber == "#1002" && both.label.trackingNumber == "9405")
        #expect(both.label.carrier == "USPS" && both.label.service == "Ground")
        #expect(both.items == [OutsideNotice.Item(lineID: "1", sku: "TEA", quantity: 2)])
        let alone = try ShipNotice.read(query: { query[$0] }, body: Array("\r\n".utf8))
        #expect(alone.items.isEmpty)
        #expect(throws: FeedProblem.self) { try ShipNotice.read(query: { _ in nil }, body: []) }
        #expect(throws: FeedProblem.self) { try ShipNotice.read(query: { query[$0] }, body: Array("<a>".utf8)) }
    }

    @Test(
        "A notice of no goods is not one of everything", arguments: ["<SKU>TEA</SKU>", "<SKU></SKU><Name>Fees</Name>"])
    func nothing(item: String) throws {
        let quantity = item.contains("TEA") ? 0 : 1
        let body = """
            <ShipNotice><OrderNumber>#1001</OrderNumber><TrackingNumber>1Z9</TrackingNumber>\
            <Items><Item>\(item)<Quantity>\(quantity)</Quantity></Item></Items></ShipNotice>
            """
        #expect(throws: FeedProblem.unreadable("Items holds no goods")) {
            try ShipNotice.read(query: { _ in nil }, body: Array(body.utf8))
        }
    }

    @Test("Units go to the lines that they name, else to those of their SKU; all of them are everything")
    func units() throws {
        var order = Orders.plain(state: .paid)
        order.lines = [
            OrderLine(id: "1", sku: "TEA", quantity: 2, unitPrice: 100),
            OrderLine(id: "2", sku: "TEA", quantity: 1, unitPrice: 100),
            OrderLine(id: "3", sku: "CUP", quantity: 1, unitPrice: 100),
        ]
        func lines(_ items: [OutsideNotice.Item]) -> [LineQuantity]? {
            let label = OutsideLabel(carrier: "a", service: "b", trackingNumber: "c", source: "test")
            return OutsideNotice(orderNumber: "1", label: label, items: items).lines(of: order)
        }
        #expect(lines([]) == [])
        #expect(lines([.init(sku: "TEA", quantity: 3), .init(sku: "CUP", quantity: 1)]) == [])
        #expect(lines([.init(lineID: "2", sku: "TEA", quantity: 1)]) == [LineQuantity(lineID: "2", quantity: 1)])
        #expect(
            lines([.init(lineID: "unknown", sku: "TEA", quantity: 3)])
                == [LineQuantity(lineID: "1", quantity: 2), LineQuantity(lineID: "2", quantity: 1)])
        #expect(lines([.init(sku: "TEA", quantity: 4)]) == nil)
        #expect(lines([.init(lineID: "3", sku: "CUP", quantity: 2)]) == nil)
        #expect(lines([.init(sku: "HAT", quantity: 1)]) == nil)
        #expect(lines([.init(sku: "TEA", quantity: 0)]) == nil)
    }
}
