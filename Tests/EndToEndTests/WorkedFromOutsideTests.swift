import Contracts
import Foundation
import Messaging
import TestSupport
import Testing

@Suite("Orders that somebody outside works", .serialized)
struct WorkedFromOutsideTests {
    private static let number = "9405511899560327012345"

    @Test(
        """
        ShipStation sees an order when a site has it, says what it has sent, and the order goes its way with its label; when it is \
        delivered its customer is forgotten everywhere, as Shopify asks
        """)
    func shipStation() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "credentials-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("ship-hush\n".utf8).write(to: folder.appending(path: "shopify.main.shipstation"))
        try await WaybillSystem.with(settings: ["WAYBILL_INTAKE_CREDENTIALS": folder.path]) { system in
            let room = Stockroom("OUT", floor: .manual)
            try await room.open(in: system, stock: 10)
            let shop = UpsertShop(channel: "shopify", shop: "main", webhookSecrets: ["hush-shopify"])
            #expect(try await system.ask(shop, for: ShopChanged.self).isOpen)
            let intake = try #require(system.services.first { $0.name == ServiceName.intake.executable })
            let shopify = WebhookSender(platform: .shopify, shop: "main", secret: "hush-shopify", port: intake.port)
            #expect(try await shopify.send(Self.order(room), topic: "orders/create") == 200)
            try await waitUntil("it is to be sent") { try await Self.status(intake.port) == "paid" }

            let notice =
                "action=shipnotify&order_number=%231001&carrier=USPS&service=Priority&tracking_number=\(Self.number)"
            for _ in 0..<2 { #expect(try await Self.call(intake.port, notice, method: "POST").status == 200) }
            try await waitUntil("it has left") { try await Self.status(intake.port) == "shipped" }
            let view = try system.waybill(["show", "1001", "--json"], reading: OrderView.self)
            #expect(view.parcels.compactMap(\.tracking?.trackingNumber) == [Self.number])
            #expect(view.parcels.compactMap(\.tracking?.carrier) == ["USPS"])
            #expect(view.units("handed_over") == 3)
            #expect(try await system.count(in: .shipping, "SELECT count(*) FROM sandbox_carrier_ledger") == 0)

            // The goods have left: a cancel comes too late.
            try system.run("waybill", "cancel", "1001", allowing: [1])
            // While it is on its way somebody needs the address.
            let redact = #"{"shop_id": 1, "shop_domain": "x", "orders_to_redact": [1001], "customer": {"id": 1}}"#
            try system.run("waybill", "parcel", "track", Self.number, "delivered")
            try await waitUntil("it is delivered") {
                try system.waybill(["show", "1001", "--json"], reading: OrderView.self).phase == "closed"
            }
            #expect(try await shopify.send(redact, topic: "customers/redact") == 200)
            for service in [ServiceName.intake, .saga, .shipping, .notifications] {
                try await system.waitForCount(1, in: service, "SELECT count(*) FROM erasure")
            }
            #expect(
                try await system.count(
                    in: .saga, "SELECT count(*) FROM saga_order WHERE document::text LIKE '%Lovelace%'") == 0)
            try await system.auditByCommand()
        }
    }

    @Test(
        "an order of an article that nobody knows waits, and is sent when a product feed brings the article and then its goods"
    )
    func unknownArticle() async throws {
        try await WaybillSystem.with(settings: ["WAYBILL_PRODUCTS_KEY": "pim-hush"]) { system in
            let shop = DemoShop()
            try await shop.open(in: system)
            var order = shop.order(1, lines: [(sku: "SKU-1", quantity: 1)])
            order.lines[0].sku = "NEW-1"
            try await shop.submit([order], to: system)
            try await system.waitForCount(1, in: .inventory, "SELECT count(*) FROM reservation_waiting")
            let inventory = try #require(system.services.first { $0.name == ServiceName.inventory.executable })
            let url = try #require(URL(string: "http://127.0.0.1:\(inventory.port)/v1/products"))
            let feed = #"[{"sku": "NEW-1", "title": "Novelty", "weight": 300, "hsCode": "950300", "origin": "TR"}]"#
            func post(
                _ body: String, key: String, type: String = "application/json"
            ) async throws -> (
                status: Int, text: String
            ) {
                try await HTTP.post(url, body: Array(body.utf8), headers: ["x-api-key": key, "Content-Type": type])
            }
            #expect(try await post(feed, key: "wrong").status == 401)
            #expect(try await post("[{}]", key: "pim-hush").status == 400)
            let fed = try await post(feed, key: "pim-hush")
            #expect(fed.status == 200 && fed.text.contains("\"added\":1"))
            #expect(try await post(feed, key: "pim-hush").text.contains("\"unchanged\":1"))
            let csv = "sku,title,weight\nNEW-1,Novelty,300\n"
            #expect(try await post(csv, key: "pim-hush", type: "text/csv").text.contains("\"unchanged\":1"))
            #expect(try await post(csv, key: "pim-hush").status == 400)
            try await waitUntil("it waits for the goods") {
                try system.show(order).units("backordered") == 1
            }
            let booked = try await system.ask(
                BookStock(
                    kind: "receive", reference: "DN-9", actor: "test",
                    movements: [StockMovementRequest(site: "BER", sku: "NEW-1", bin: "A-9", quantity: 5)]),
                for: StockBooked.self)
            #expect(booked.reasons.isEmpty)
            try await system.expect("delivered", of: order)
            let file = system.logs.appending(path: "feed.csv")
            try Data("sku,title,price,currency\nNEW-1,Other,12.50,EUR\n".utf8).write(to: file)
            let report = try system.run("waybill", "catalogue", "feed", file.path, "--preview", "--complete")
            #expect(
                report.contains("Novelty") && report.contains("12.50 EUR") && report.contains("not in the feed: SKU-1"))
            try await system.auditByCommand()
        }
    }

    private static func status(_ port: Int) async throws -> String? {
        let window = "action=export&start_date=01/01/2020%2000:00&end_date=12/31/2099%2000:00"
        let text = try await call(port, window, method: "GET").text
        return text.split(separator: "<OrderStatus>").last?.split(separator: "<").first.map(String.init)
    }

    private static func call(_ port: Int, _ query: String, method: String) async throws -> (status: Int, text: String) {
        let url = try #require(URL(string: "http://127.0.0.1:\(port)/feeds/shipstation/shopify/main?\(query)"))
        let credentials = Data("shipstation:ship-hush".utf8).base64EncodedString()
        return try await HTTP.post(url, body: [], headers: ["Authorization": "Basic \(credentials)"], method: method)
    }

    private static func order(_ room: Stockroom) -> String {
        """
        {"id": 1001, "name": "#1001", "email": "ada@example.com", "created_at": "2026-02-02T10:00:00Z",
         "updated_at": "2026-02-02T10:00:00Z", "currency": "EUR", "financial_status": "paid",
         "fulfillment_status": null, "test": false, "taxes_included": true, "total_price": "23.50",
         "total_tax": "0.00", "payment_gateway_names": ["shopify_payments"],
         "line_items": [
           {"id": 11, "sku": "\(room.sku(1))", "title": "Article 1", "quantity": 1, "price": "10.00", "requires_shipping": true},
           {"id": 12, "sku": "\(room.sku(2))", "title": "Article 2", "quantity": 2, "price": "5.00", "requires_shipping": true}],
         "shipping_lines": [{"id": 21, "title": "Standard", "price": "3.50"}],
         "shipping_address": {"first_name": "Ada", "last_name": "Lovelace", "address1": "Example Street 1",
           "city": "Berlin", "zip": "10117", "country_code": "DE"}}
        """
    }
}
