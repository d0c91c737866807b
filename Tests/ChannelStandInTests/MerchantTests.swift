import ChannelStandIns
import TestSupport
import Testing
import WireJSON

@Suite("What a merchant tells a stand-in")
struct MerchantTests {
    private let clock = HandClock()

    private func graphQL(
        _ query: String, _ variables: String = "{}", on standIn: ChannelStandIn
    ) async throws -> JSONNode {
        let body = [
            "query": JSONValue.string(query),
            "variables": try JSONValue(from: JSONDocument(parsing: Array(variables.utf8)).root),
        ]
        let text = String(decoding: JSONValue.object(body.map { ($0.key, $0.value) }).jsonBytes, as: UTF8.self)
        return try #require(await standIn.call("POST", "/admin/api/2026-01/graphql.json", text).content)
    }

    private static let fulfil = """
        mutation Ship($fulfillment: FulfillmentInput!) {
          fulfillmentCreate(fulfillment: $fulfillment) {
            fulfillment { id trackingInfo { number company } } userErrors { field message }
          }
        }
        """

    @Test("Shopify: fulfilment orders of two places cannot be sent in one call, each of them once")
    func locations() async throws {
        let standIn = await clock.standIn(ShopifyDialect(locations: ["7001", "7002"]))
        let id = await standIn.place([("SKU-1", 2), ("SKU-2", 1)])
        let answer = try await graphQL(
            """
            query($id: ID!) { order(id: $id) { name fulfillmentOrders(first: 10) {
              nodes { id status assignedLocation { location { id } }
                lineItems(first: 50) { edges { node { id remainingQuantity lineItem { sku } } } } }
              pageInfo { hasNextPage } } } }
            """, #"{"id": "gid://shopify/Order/\#(id)"}"#, on: standIn)
        let orders = try #require(answer["data"]?["order"]?["fulfillmentOrders"]?["nodes"])
        let ids = orders.elements.compactMap { $0["id"]?.string }
        #expect(ids.count == 2)
        #expect(orders[0]?["lineItems"]?["edges"]?[0]?["node"]?["remainingQuantity"]?.int == 2)
        func ship(_ ids: [String]) async throws -> JSONNode? {
            let groups = ids.map { #"{"fulfillmentOrderId": "\#($0)"}"# }.joined(separator: ",")
            let tracking = #"{"number": "T-1", "company": "DHL", "url": "https://dhl.example/T-1"}"#
            return try await graphQL(
                Self.fulfil,
                #"{"fulfillment": {"lineItemsByFulfillmentOrder": [\#(groups)], "trackingInfo": \#(tracking)}}"#,
                on: standIn)["data"]?["fulfillmentCreate"]
        }
        let both = try await ship(ids)
        #expect(both?["userErrors"]?[0]?["message"]?.string?.contains("same location") == true)
        for one in ids {
            let done = try await ship([one])
            #expect(done?["userErrors"]?.count == 0)
            #expect(done?["fulfillment"]?["trackingInfo"]?[0]?["number"]?.string == "T-1")
        }
        #expect(try await ship([ids[0]])?["userErrors"]?.count == 1)
        #expect(await standIn.world[id]?.isShipped == true)
        #expect(await standIn.world.pushes.doubled.isEmpty)
    }

    @Test("Shopify: a field that a type has not is an error; so is a connection without its size")
    func unknownFields() async throws {
        let standIn = await clock.standIn(ShopifyDialect())
        let id = await standIn.place([("SKU-1", 1)])
        for selection in ["colour", "fulfillmentOrders { nodes { id } }", "name { text }"] {
            let answer = try await graphQL(
                #"{ order(id: "gid://shopify/Order/\#(id)") { \#(selection) } }"#, on: standIn)
            #expect(answer["errors"]?.count == 1, "\(selection)")
        }
    }

    @Test("Shopify: a stock level is only set where the one before is as expected, all of them or none")
    func compareAndSet() async throws {
        let standIn = await clock.standIn(ShopifyDialect())
        let set = """
            mutation($input: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $input) {
              inventoryAdjustmentGroup { reason } userErrors { code message } } }
            """
        func level(_ article: Int, _ quantity: Int, _ expected: Int) -> String {
            #"{"inventoryItemId": "gid://shopify/InventoryItem/\#(article)", "#
                + #""locationId": "gid://shopify/Location/7001", "quantity": \#(quantity), "#
                + #""compareQuantity": \#(expected)}"#
        }
        func send(_ levels: [String]) async throws -> JSONNode? {
            try await graphQL(
                set,
                #"{"input": {"name": "available", "reason": "correction", "quantities": [\#(levels.joined(separator: ","))]}}"#,
                on: standIn)["data"]?["inventorySetQuantities"]
        }
        let stale = try await send([level(9000, 50, 100), level(9001, 50, 99)])
        #expect(stale?["userErrors"]?[0]?["code"]?.string == "COMPARE_QUANTITY_STALE")
        #expect(await standIn.world.articles["SKU-1"]?.stock == 100)
        #expect(try await send([level(9000, 50, 100), level(9001, 60, 100)])?["userErrors"]?.count == 0)
        #expect(await standIn.world.articles["SKU-2"]?.stock == 60)
    }

    @Test("WooCommerce: goods of a refund go back on the shelf unless it is told not to, and every change is told")
    func restock() async throws {
        let standIn = await clock.standIn(WooCommerceDialect())
        let id = await standIn.place([("SKU-1", 3)])
        let line = try #require(await standIn.world[id]?.lines.first?.id)
        #expect(await standIn.world.articles["SKU-1"]?.stock == 97)
        let refund = "/wp-json/wc/v3/orders/\(id)/refunds"
        func body(_ more: String) -> String {
            #"{"amount": "10.00", "line_items": [{"id": \#(line), "quantity": 1}]\#(more)}"#
        }
        #expect(await standIn.call("POST", refund, body(#", "api_restock": false, "api_refund": false"#)).status == 201)
        #expect(await standIn.world.articles["SKU-1"]?.stock == 97)
        #expect(await standIn.call("POST", refund, body("")).status == 201)
        #expect(await standIn.world.articles["SKU-1"]?.stock == 98)
        _ = await standIn.takeWebhooks()
        let order = "/wp-json/wc/v3/orders/\(id)"
        for _ in 0..<2 { #expect(await standIn.call("PUT", order, #"{"status": "completed"}"#).status == 200) }
        #expect(await standIn.world.pushes.counts["completed/\(id)"] == .init(calls: 2, carriedOut: 1))
        #expect(await standIn.takeWebhooks().map(\.topic) == ["order.updated"])
    }

    @Test("WooCommerce and Magento give back no more than was paid, and Magento cancels no order that is")
    func tooMuch() async throws {
        let woo = await clock.standIn(WooCommerceDialect())
        let first = await woo.place([("SKU-1", 1)], shipping: 400)
        let paid = try #require(await woo.world[first]?.kept)
        func refund(_ cents: Int64) async -> Int {
            let body = #"{"amount": "\#(Amounts.text(cents))", "line_items": []}"#
            return await woo.call("POST", "/wp-json/wc/v3/orders/\(first)/refunds", body).status
        }
        #expect(await refund(250) == 201)
        #expect(await refund(paid) == 400)
        #expect(await refund(paid - 250) == 201)
        #expect(await woo.world[first]?.kept == 0)

        let magento = await clock.standIn(MagentoDialect())
        let second = await magento.place([("SKU-1", 1)], shipping: 400)
        let line = try #require(await magento.world[second]?.lines.first?.id)
        #expect(await magento.call("POST", "/rest/V1/orders/\(second)/cancel", "{}").content?.bool == false)
        func credit(_ shipping: String) async -> Int {
            let body =
                #"{"items": [{"order_item_id": \#(line), "qty": 1}], "arguments": {"shipping_amount": \#(shipping)}}"#
            return await magento.call("POST", "/rest/V1/order/\(second)/refund", body).status
        }
        #expect(await credit("4.01") == 400)
        #expect(await credit("4.00") == 200)
        #expect(await magento.world[second]?.isCancelled == true)
    }

    @Test("Magento: a shipment needs its track in full; the child of a line stands for the line; twice is refused")
    func magento() async throws {
        let standIn = await clock.standIn(MagentoDialect())
        let id = await standIn.place([("SKU-1", 2)])
        let line = try #require(await standIn.world[id]?.lines.first?.id)
        let target = "/rest/V1/order/\(id)/ship"
        func body(_ track: String) -> String {
            #"{"items": [{"order_item_id": \#(line)1, "qty": 2}], "tracks": [{\#(track)}]}"#
        }
        #expect(await standIn.call("POST", target, body(#""track_number": "T-1""#)).status == 400)
        let track = #""track_number": "T-1", "title": "DHL", "carrier_code": "custom""#
        #expect(await standIn.call("POST", target, body(track)).status == 200)
        #expect(await standIn.call("POST", target, body(track)).status == 400)
        #expect(await standIn.world.pushes.counts["fulfilment/\(id)/T-1"] == .init(calls: 2, carriedOut: 1))
        let found = await standIn.call(
            "GET",
            "/rest/V1/shipments?searchCriteria[filterGroups][0][filters][0][field]=order_id"
                + "&searchCriteria[filterGroups][0][filters][0][value]=\(id)")
        #expect(found.content?["items"]?[0]?["tracks"]?[0]?["track_number"]?.string == "T-1")
    }

    @Test("Amazon: tokens are given for the right secret and end; a shipment that is told again is the same")
    func amazon() async throws {
        let dialect = AmazonDialect(tokenLife: 60)
        let standIn = await clock.standIn(dialect)
        func token(_ secret: String) async -> StandInAnswer {
            await standIn.call(
                "POST", "/auth/o2/token",
                "grant_type=refresh_token&refresh_token=Atzr%7Cstand-in&client_id=\(dialect.clientID)&client_secret=\(secret)"
            )
        }
        #expect(await token("wrong").status == 401)
        let given = try #require(await token(dialect.clientSecret).content?["access_token"]?.string)
        let id = await standIn.place([("SKU-1", 2)])
        let line = try #require(await standIn.world[id]?.lines.first?.id)
        let body = """
            {"marketplaceId": "\(dialect.marketplaceID)", "packageDetail": {"packageReferenceId": "1",
             "carrierCode": "DHL", "trackingNumber": "T-1", "shipDate": "2026-02-02T03:00:00Z",
             "orderItems": [{"orderItemId": "\(line)", "quantity": 2}]}}
            """
        let target = "/orders/v0/orders/\(id)/shipmentConfirmation"
        for _ in 0..<2 {
            #expect(await standIn.call("POST", target, body, headers: ["x-amz-access-token": given]).status == 204)
        }
        #expect(await standIn.world.pushes.counts["fulfilment/\(id)/T-1"] == .init(calls: 2, carriedOut: 1))
        clock.move(seconds: 61)
        let late = await standIn.call("POST", target, body, headers: ["x-amz-access-token": given])
        #expect(late.status == 403)
    }
}
