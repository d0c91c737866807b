import Contracts
import FoundationEssentials
import Messaging
import OrderIntake
import Testing
import WireJSON

@Suite("What marketplaces' customers give back")
struct ClaimTests {
    private static func trendyol(_ statuses: [String], id: String = "c-1", order: String = "10990001") -> [UInt8] {
        let units = statuses.map { status in
            """
            {"id": "u", "orderLineItemId": 5, "customerClaimItemReason": {"id": "1", "name": "Beden", "code": "SMALL"},
             "claimItemStatus": {"name": "\(status)"}, "resolved": false}
            """
        }
        return Array(
            """
            {"totalElements": 1, "content": [{"id": "\(id)", "orderNumber": "\(order)", "claimDate": 1770030000000,
             "items": [{"orderLine": {"id": 4765113, "productName": "Tea", "barcode": "869"},
                        "claimItems": [\(units.joined(separator: ","))]}]}]}
            """.utf8)
    }

    private static func n11(_ status: String, result: String = "success") -> [UInt8] {
        Array(
            """
            <SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body>
            <ns3:ClaimReturnListResponse xmlns:ns3="http://www.n11.com/ws/schemas"><result><status>\(result)</status></result>
            <claimReturnList><claimReturn><claimReturnId>2001</claimReturnId><status>\(status)</status>
            <orderNumber>2038</orderNumber><productName>Çay &amp; bardak</productName><quantity>2</quantity>
            <returnReasonType>WRONG_PRODUCT</returnReasonType></claimReturn></claimReturnList>
            </ns3:ClaimReturnListResponse></SOAP-ENV:Body></SOAP-ENV:Envelope>
            """.utf8)
    }

    @Test("Trendyol's claimed units are counted by line and reason, whatever was decided of some; all over is nothing")
    func trendyolClaims() throws {
        let mapping = TrendyolMapping()
        let claims = try #require(mapping.claims(in: Self.trendyol(["Created", "Accepted", "Rejected", "Cancelled"])))
        #expect(
            claims == [
                ChannelClaim(
                    id: "c-1", orderID: "10990001", items: [.init(lineID: "4765113", quantity: 4, reason: "small")])
            ])
        #expect(mapping.claims(in: Self.trendyol(["Rejected", "Cancelled"]))?.first?.items == [])
        #expect(mapping.claims(in: Array("{\"content\": []}".utf8)) == [])
        for bad in ["", "{}", "{\"content\": [{}]}", "{\"content\": [{\"id\": 1, \"orderNumber\": 2}]}"] {
            #expect(mapping.claims(in: Array(bad.utf8)) == nil)
        }
    }

    @Test("N11's SOAP list is read; one that failed is not an empty one")
    func n11Claims() throws {
        let mapping = N11Mapping()
        let claims = try #require(mapping.claims(in: Self.n11("REQUESTED")))
        #expect(claims.map(\.id) == ["2001"] && claims.map(\.orderID) == ["2038"])
        #expect(claims[0].items == [.init(title: "Çay & bardak", quantity: 2, reason: "wrong_product")])
        #expect(mapping.claims(in: Self.n11("DENIED"))?[0].items.map(\.quantity) == [0])
        #expect(mapping.claims(in: Self.n11("REQUESTED", result: "failure")) == nil)
        #expect(mapping.claims(in: Array("<Fault/>".utf8)) == nil)
        #expect(ShopifyMapping().claims(in: Self.n11("REQUESTED")) == nil)
    }

    @Test("An article that is named by its title must be one line; an order of one line needs no title")
    func lines() {
        var order = Orders.plain()
        order.lines = [
            OrderLine(id: "1", sku: "A", title: "Tea", quantity: 1, unitPrice: 1),
            OrderLine(id: "2", sku: "B", title: "Tea", quantity: 1, unitPrice: 1),
            OrderLine(id: "3", sku: "C", title: "Cup", quantity: 1, unitPrice: 1),
        ]
        func lines(_ item: ChannelClaim.Item) -> [ReturnLine]? {
            ChannelClaim(id: "c", orderID: "o", items: [item]).lines(of: order)
        }
        #expect(lines(.init(title: "Cup", quantity: 1, reason: "x"))?.map(\.lineID) == ["3"])
        #expect(lines(.init(title: "Tea", quantity: 1, reason: "x")) == nil)
        #expect(lines(.init(lineID: "9", title: "Cup", quantity: 1, reason: "x")) == nil)
        #expect(lines(.init(title: "Cup", quantity: 0, reason: "x")) == [])
        order.lines = [order.lines[0]]
        #expect(lines(.init(title: "Other", quantity: 1, reason: "x"))?.map(\.lineID) == ["1"])
    }

    @Test(
        "A line is given back once, whatever reasons its units have, and for the same one in whatever order they are told"
    )
    func reasons() {
        var order = Orders.plain()
        order.lines = [OrderLine(id: "1", sku: "A", title: "Tea", quantity: 9, unitPrice: 1)]
        func lines(_ reasons: [(String, Int)]) -> [ReturnLine]? {
            let items = reasons.map { ChannelClaim.Item(lineID: "1", quantity: $0.1, reason: $0.0) }
            return ChannelClaim(id: "c", orderID: "o", items: items).lines(of: order)
        }
        let most = [ReturnLine(lineID: "1", quantity: 4, reason: "small")]
        #expect(
            lines([("broken", 1), ("small", 2), ("broken", 1)]) == [
                ReturnLine(lineID: "1", quantity: 4, reason: "broken")
            ])
        #expect(lines([("broken", 1), ("small", 2), ("small", 1)]) == most)
        #expect(lines([("small", 1), ("small", 2), ("broken", 1)]) == most)
    }

    @Test("A claim becomes one return, read as often as it may be and whatever becomes of it")
    func returns() throws {
        var harness = IntakeHarness()
        let order = try ChannelFixtures.order("trendyol", ChannelFixtures.trendyol())
        let body = Self.trendyol(["Created"], order: order.externalID)
        func claim(_ body: [UInt8]) throws -> ChannelClaim {
            let list = TrendyolMapping().claims(in: body) ?? []
            var found = try #require(list.first)
            for index in found.items.indices { found.items[index].lineID = order.lines[0].id }
            return found
        }
        let unknown = #expect(throws: HandlerError.self) {
            try harness.webhook("trendyol", WebhookDescription.claimsTopic, try claim(body).jsonBytes)
        }
        #expect(unknown?.isRetriable == true)
        _ = try harness.webhook("trendyol", "package", ChannelFixtures.trendyol())
        let first = try harness.webhook("trendyol", WebhookDescription.claimsTopic, try claim(body).jsonBytes)
        let request = try #require(try first.first(RequestReturn.self))
        #expect(request.lines == [ReturnLine(lineID: order.lines[0].id, quantity: 1, reason: "small")])
        #expect(request.settlement == .refund && request.actor == "trendyol/main")
        // Known by its claim, and not as one that was approved there.
        #expect(request.openClaimID == "c-1" && request.claimID == nil)
        let again = try harness.webhook("trendyol", WebhookDescription.claimsTopic, try claim(body).jsonBytes)
        #expect(again.messages.map(\.envelope.id) == first.messages.map(\.envelope.id))
        let more = Self.trendyol(["Created", "Created"], order: order.externalID)
        let other = try harness.webhook("trendyol", WebhookDescription.claimsTopic, try claim(more).jsonBytes)
        // The same message with another content: the returns service parks it.
        #expect(other.messages.map(\.envelope.id) == first.messages.map(\.envelope.id))
        let over = Self.trendyol(["Cancelled"], order: order.externalID)
        #expect(
            try harness.webhook("trendyol", WebhookDescription.claimsTopic, try claim(over).jsonBytes).messages.isEmpty)
        var stranger = try claim(body)
        stranger.items[0].lineID = "9"
        let parked = #expect(throws: HandlerError.self) {
            try harness.webhook("trendyol", WebhookDescription.claimsTopic, stranger.jsonBytes)
        }
        #expect(parked?.code == "claim_without_line")
    }
}
