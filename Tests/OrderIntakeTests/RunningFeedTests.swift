import Contracts
import Foundation
import HTTPClient
import Messaging
import OrderIntake
import Postgres
import AMQP
import WireJSON
import TestSupport
import Testing

@Suite("The whole service shows orders to those who work them from outside", .timeLimit(.minutes(10)))
struct RunningFeedTests {
    private static let client = HTTPPool(
        HTTPConfiguration(
            reach: .anywhere, timeout: .seconds(180), bodyLimit: 1 << 20, refusesLongBodies: true), connections: 1)

    private static func call(
        _ intake: RunningIntake, _ query: String, body: String? = nil, password: String? = "shipstation password",
        path: String = "shopify/main"
    ) async throws -> HTTPAnswer {
        var headers: [HTTPCall.Header] = []
        if let password {
            let credentials = Data("anybody:\(password)".utf8).base64EncodedString()
            headers.append(HTTPCall.Header("Authorization", "Basic \(credentials)"))
        }
        return try await client.send(
            HTTPCall(
                method: body == nil ? "GET" : "POST",
                url: "http://127.0.0.1:\(intake.port)/feeds/shipstation/\(path)?\(query)", headers: headers,
                body: body.map { Array($0.utf8) }))
    }

    private static let window = "action=export&start_date=01%2F01%2F2020+00%3A00&end_date=12%2F31%2F2099+00%3A00"

    private static func say(
        _ status: HeadlineStatus, of order: IntakeOrder, _ sequence: Int64, remaining: [LineQuantity] = []
    ) -> Outbound {
        let envelope = Envelope(
            id: .v5("status \(sequence)"), source: "/waybill/saga", type: OrderStatusChanged.type, time: Orders.now,
            orderID: order.id, sequence: sequence, channel: "shopify/main",
            data: OrderStatusChanged(
                orderID: order.id, externalID: order.key.externalID, number: order.order.number, status: status,
                remaining: remaining
            ).jsonBytes)
        return Outbound(
            exchange: Topology.publicEvents, routingKey: "order.shopify.main.\(status.rawValue)",
            properties: MessageProperties(contentType: Envelope.contentType, messageID: envelope.id.text),
            body: envelope.jsonBytes)
    }

    private static func states(_ intake: RunningIntake) async throws -> [String] {
        let answer = try await call(intake, window)
        #expect(answer.status == 200)
        return try XMLReader.parse(answer.body).all("Order").compactMap { $0.value("OrderStatus") }
    }

    @Test("An order is shown as it stands, and what was sent goes to the warehouse, once a tracking number")
    func shipStation() async throws {
        try await RunningIntake.with { intake in
            try await intake.broker.withAdministrator { administrator in
                _ = try await administrator.declareQueue("test.commands")
                try await administrator.bind(
                    queue: "test.commands", exchange: Topology.commands, routingKey: "warehouse.#")
            }
            #expect(try await intake.post(Array(ChannelFixtures.shopify().utf8)) == 200)
            let accepted = try OrderAccepted.parse(try await intake.take(1, from: RunningIntake.events)[0].data)
            let order = accepted.order
            #expect(try await Self.states(intake) == ["on_hold"])
            let row = IntakeOrder(
                order: order, hash: ContentHash(of: []), disposition: .proceed, updatedAt: Orders.now,
                isAnnounced: true, version: 1)
            // The older comes last, and in a batch of its own.
            for (index, said) in [Self.say(.allocated, of: row, 7), Self.say(.onHold, of: row, 5)].enumerated() {
                try await intake.broker.withAdministrator { try await $0.publishAndConfirm([said]) }
                try await waitUntil("the status is written down") {
                    try await intake.texts(
                        "SELECT id::text FROM inbox WHERE type = 'waybill.saga.order.status.v1' AND state = 0"
                    ).count == index + 1
                }
            }
            #expect(try await Self.states(intake) == ["paid"])
            // Nobody without the password, and none of a shop without a feed.
            let strangers: [(String?, String)] = [
                (nil, "shopify/main"), ("x", "shopify/main"), ("shipstation password", "n11/main"),
            ]
            for (password, path) in strangers {
                #expect(try await Self.call(intake, Self.window, password: password, path: path).status == 401)
            }
            #expect(try await Self.call(intake, "action=export").status == 400)
            let later = "action=export&start_date=12/31/2098%2000:00&end_date=12/31/2099%2000:00&page=1"
            #expect(try XMLReader.parse(try await Self.call(intake, later).body).all("Order").isEmpty)

            // It was committed a little later than it says, or ShipStation's clock is ahead.
            let ahead = ShipStationDate.text(Timestamp.wallClock + .seconds(200)).replacing(" ", with: "%20")
            let late = "action=export&start_date=\(ahead)&end_date=12/31/2099%2000:00&page=1"
            #expect(try XMLReader.parse(try await Self.call(intake, late).body).all("Order").count == 1)
            // A part of it has left, of which the channel was to be told.
            try await intake.broker.withAdministrator {
                try await $0.publishAndConfirm([Self.say(.partiallyShipped, of: row, 8)])
            }
            try await waitUntil("nobody sends it until it is known what has left") {
                try await Self.states(intake) == ["on_hold"]
            }
            let line = order.lines[0].id
            let push = ChannelPush.fulfilment(
                ChannelPush.Fulfilment(
                    order: order.externalID, parcel: "p", lines: [LineQuantity(lineID: line, quantity: 1)],
                    carrier: "UPS", trackingNumber: "1", shippedAt: Orders.now))
            try await intake.database.withConnection(schema: IntakeDatabase.schema) { connection in
                try await connection.execute(
                    script: """
                        INSERT INTO channel_push (key, channel, shop, external_id, order_id, kind, content, state)
                        VALUES ('fulfilment/p', 'shopify', 'main', '\(order.externalID)', '\(order.id.text)', 'fulfilment',
                            '\(String(decoding: push.jsonBytes, as: UTF8.self))', 'done')
                        """)
            }
            let rest = try XMLReader.parse(try await Self.call(intake, Self.window).body)["Order"]
            #expect(rest?.value("OrderStatus") == "paid")
            let item = rest?["Items"]?.all("Item").first { $0.value("LineItemID") == line }
            #expect(item?.value("Quantity") == "\(order.lines[0].quantity - 1)")

            let number = try #require(
                order.number.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            let notice =
                "action=shipnotify&order_number=\(number)&carrier=USPS&service=Priority+Mail&tracking_number=9405"
            for _ in 0..<2 { #expect(try await Self.call(intake, notice, body: "").status == 200) }
            #expect(try await Self.call(intake, notice.replacing("9405", with: "9406"), body: "").status == 200)
            #expect(try await Self.call(intake, notice.replacing(number, with: "nobody"), body: "").status == 404)
            #expect(try await Self.call(intake, notice.replacing("9405", with: ""), body: "").status == 400)
            #expect(try await Self.call(intake, notice, body: "<a>").status == 400)
            let told = try await intake.take(2, from: "test.commands")
            let shipments = try told.map { try RecordShipment.parse($0.data) }
            #expect(shipments.map(\.label.trackingNumber).sorted() == ["9405", "9406"])
            #expect(shipments.allSatisfy { $0.label.service == "Priority Mail" && $0.lines.isEmpty })
            #expect(told.allSatisfy { $0.orderID == order.id })
            #expect(try await intake.waiting(in: "test.commands") == 0)
        }
    }

    private static func linnworks(
        _ intake: RunningIntake, _ endpoint: String, _ body: String, query: String = "", path: String = "shopify/main"
    ) async throws -> JSONNode {
        let answer = try await client.send(
            HTTPCall(
                method: "POST", url: "http://127.0.0.1:\(intake.port)/feeds/linnworks/\(path)/\(endpoint)\(query)",
                headers: [HTTPCall.Header("Content-Type", "application/json")], body: Array(body.utf8)))
        #expect(answer.status == 200)
        return try JSONDocument(parsing: answer.body).root
    }

    @Test(
        "Linnworks is let in by password, then by token, sees what is to be sent; what it has sent goes to the warehouse"
    )
    func linnworks() async throws {
        try await RunningIntake.with { intake in
            try await intake.broker.withAdministrator { administrator in
                _ = try await administrator.declareQueue("test.commands")
                try await administrator.bind(
                    queue: "test.commands", exchange: Topology.commands, routingKey: "warehouse.#")
            }
            let newUser = #"{"LinnworksUniqueIdentifier": "\#(UUID())", "Email": "a@b.c", "AccountName": "Ana"}"#
            for query in ["", "?password=wrong"] {
                let answer = try await Self.linnworks(intake, "Config/AddNewUser", newUser, query: query)
                #expect(answer["Error"]?.string != nil && answer["AuthorizationToken"] == nil)
            }
            let added = try await Self.linnworks(
                intake, "Config/AddNewUser", newUser, query: "?password=linnworks+password")
            let token = try #require(added["AuthorizationToken"]?.string)
            let me = #""AuthorizationToken": "\#(token)""#
            let config = try await Self.linnworks(intake, "Config/UserConfig", "{\(me)}")
            #expect(config["StepName"]?.string == "UserConfig" && config["AccountName"]?.string == "Ana")
            #expect(try await Self.linnworks(intake, "Config/ShippingTags", "{\(me)}")["ShippingTags"]?.count == 2)
            #expect(try await Self.linnworks(intake, "Config/ConfigTest", "{\(me)}")["Error"]?.isNull == true)
            #expect(try await Self.linnworks(intake, "Config/ConfigTest", "{}")["Error"]?.string != nil)
            let elsewhere = try await Self.linnworks(intake, "Config/ConfigTest", "{\(me)}", path: "n11/main")
            #expect(elsewhere["Error"]?.string != nil)
            #expect(try await Self.linnworks(intake, "Config/ConfigTest", "{")["Error"]?.string != nil)

            #expect(try await intake.post(Array(ChannelFixtures.shopify().utf8)) == 200)
            let order = try OrderAccepted.parse(try await intake.take(1, from: RunningIntake.events)[0].data).order
            let since = #"{\#(me), "UTCTimeFrom": "2020-01-01 00:00:00Z", "PageNumber": 1}"#
            func statuses() async throws -> [String?] {
                try await Self.linnworks(intake, "Order/Orders", since)["Orders"]?.elements.map {
                    $0["PaymentStatus"]?.string
                } ?? []
            }
            #expect(try await statuses() == ["UNPAID"])
            let row = IntakeOrder(
                order: order, hash: ContentHash(of: []), disposition: .proceed, updatedAt: Orders.now,
                isAnnounced: true, version: 1)
            try await intake.broker.withAdministrator {
                try await $0.publishAndConfirm([Self.say(.allocated, of: row, 7)])
            }
            try await waitUntil("it is to be sent") { try await statuses() == ["PAID"] }
            let left = LineQuantity(lineID: order.lines[0].id, quantity: 1)
            try await intake.broker.withAdministrator {
                try await $0.publishAndConfirm([Self.say(.allocated, of: row, 8, remaining: [left])])
            }
            try await waitUntil("one of two units is to be sent") {
                let orders = try await Self.linnworks(intake, "Order/Orders", since)["Orders"]
                return orders?[0]?["OrderItems"]?[0]?["Qty"]?.int == 1
            }
            let future = since.replacing("2020", with: "2099")
            #expect(try await Self.linnworks(intake, "Order/Orders", future)["Orders"]?.count == 0)
            // It was committed a little later than it says, or Linnworks' clock is ahead.
            let ahead = LinnworksDate.text(Timestamp.wallClock + .seconds(200))
            let late = since.replacing("2020-01-01 00:00:00Z", with: ahead)
            #expect(try await Self.linnworks(intake, "Order/Orders", late)["Orders"]?.count == 1)
            #expect(try await Self.linnworks(intake, "Order/Orders", "{\(me)}")["Error"]?.string != nil)

            let sent = """
                {\(me), "Orders": [
                  {"ReferenceNumber": "\(order.id.text)", "ShippingVendor": "Royal Mail", "ShippingMethod": "First",
                   "TrackingNumber": "RM1", "Items": []},
                  {"ReferenceNumber": "\(UUID().uuidString)", "TrackingNumber": "RM2", "Items": []}]}
                """
            for _ in 0..<2 {
                let answer = try await Self.linnworks(intake, "Order/Despatch", sent)
                #expect(answer["Orders"]?[0]?["Error"]?.isNull == true)
                #expect(answer["Orders"]?[0]?["ReferenceNumber"]?.string == order.id.text)
                #expect(answer["Orders"]?[1]?["Error"]?.string != nil && answer["Orders"]?[1]?["Retry"]?.bool == false)
            }
            let told = try await intake.take(1, from: "test.commands")
            let shipment = try RecordShipment.parse(told[0].data)
            #expect(shipment.label.trackingNumber == "RM1" && shipment.label.carrier == "Royal Mail")
            #expect(shipment.actor == "linnworks:shopify/main" && told[0].orderID == order.id)
            #expect(try await intake.waiting(in: "test.commands") == 0)
        }
    }

    @Test("Linnworks is told what a shop sells, and may not say how much there is of it")
    func linnworksProducts() async throws {
        try await RunningIntake.with { intake in
            try await intake.database.withConnection(schema: IntakeDatabase.schema) { connection in
                try await connection.execute(
                    script: """
                        INSERT INTO channel_stock (channel, shop, sku, units, version)
                        SELECT 'shopify', 'main', 'S' || to_char(n, 'FM0000'), n, 1 FROM generate_series(1, 501) n
                        """)
            }
            let newUser = #"{"AccountName": "Ana"}"#
            let added = try await Self.linnworks(
                intake, "Config/AddNewUser", newUser, query: "?password=linnworks+password")
            let me = #""AuthorizationToken": "\#(added["AuthorizationToken"]?.string ?? "")""#
            let first = try await Self.linnworks(intake, "Products/Products", #"{\#(me), "PageNumber": 1}"#)
            #expect(first["Products"]?.count == 500 && first["HasMorePages"]?.bool == true)
            #expect(first["Products"]?[6]?["SKU"]?.string == "S0007" && first["Products"]?[6]?["Quantity"]?.int == 7)
            let last = try await Self.linnworks(intake, "Products/Products", #"{\#(me), "PageNumber": 2}"#)
            #expect(last["Products"]?.count == 1 && last["HasMorePages"]?.bool == false)
            let update = #"{\#(me), "Products": [{"SKU": "S0007", "Quantity": 99}]}"#
            let refused = try await Self.linnworks(intake, "Products/InventoryUpdate", update)
            #expect(refused["Products"]?[0]?["SKU"]?.string == "S0007")
            #expect(refused["Products"]?[0]?["Error"]?.string != nil)
        }
    }
}
