import Contracts
import Foundation
import TestSupport
import Testing

@Suite("From a marketplace's webhook to the customer's door", .serialized)
struct MarketplaceWebhookTests {
    private static let secret = "hush-marketplace"

    @Test(
        """
        orders of Trendyol's and Hepsiburada's are delivered, without the units that were cancelled in another package or by \
        the line; who does not know the password is refused, and what is not cleared yet has its goods held
        """)
    func delivered() async throws {
        try await WaybillSystem.with { system in
            try await DemoShop().open(in: system)
            for channel in ["trendyol", "hepsiburada"] {
                let shop = UpsertShop(channel: channel, shop: "main", webhookSecrets: [Self.secret])
                #expect(try await system.ask(shop, for: ShopChanged.self).isOpen)
            }
            let first = Self.package(1, "Awaiting", [11: 1, 12: 3], at: 0)
            #expect(try await post("trendyol/main", first, ["x-api-key": "wrong"], in: system) == 401)
            // A unit is cancelled while it waits; what is left is a package of its own, and the first is no more.
            let other = { Self.package(9, $0, [11: 2], at: $1, order: "10990002") }
            for body in [first, other("Awaiting", 0)] {
                #expect(try await post("ty/main", body, ["x-api-key": Self.secret], in: system) == 200)
            }
            let held: StaticString = "SELECT sum(quantity - consumed - released)::int8 FROM reservation_line"
            try await system.waitForCount(4 + 2, in: .inventory, held)
            #expect(try await post("ty/main", other("Cancelled", 1), ["x-api-key": Self.secret], in: system) == 200)
            try await system.waitForCount(4, in: .inventory, held)
            for body in [
                Self.package(3, "Cancelled", [12: 1], at: 2, from: 1),
                Self.package(2, "Created", [11: 1, 12: 2], at: 2, from: 1),
                Self.package(1, "UnPacked", [11: 1, 12: 3], at: 2),
            ] {
                #expect(try await post("ty/main", body, ["x-api-key": Self.secret], in: system) == 200)
            }
            let basic = ["Authorization": "Basic " + Data("any:\(Self.secret)".utf8).base64EncodedString()]
            let cancel = #"{"id": "L1", "orderNumber": "0413", "quantity": 2, "cancelDate": "2026-02-02T13:00:00"}"#
            #expect(
                try await post("hepsiburada/main/lineitems/L1/cancel", cancel, basic, method: "PUT", in: system) == 204)
            #expect(try await post("hepsiburada/main/orders", Self.line, basic, in: system) == 201)

            try await system.waitForCount(
                2, in: .saga, "SELECT count(*) FROM saga WHERE phase = 'closed' AND headline = 'delivered'")
            // What is left of 173.99 for six units, and of 40.00 for four.
            let ends = try await [
                system.count(
                    in: .saga,
                    """
                    SELECT count(*) FROM saga s JOIN saga_order o USING (order_id)
                    WHERE o.channel = 'trendyol' AND s.captured - s.refunded = 3000 AND 3 = (
                        SELECT sum(delivered) FROM saga_line l WHERE l.order_id = s.order_id)
                    """),
                system.count(
                    in: .saga,
                    """
                    SELECT count(*) FROM saga s JOIN saga_order o USING (order_id)
                    WHERE o.channel = 'hepsiburada' AND s.captured - s.refunded BETWEEN 11599 AND 11600 AND (4, 2) = (
                        SELECT sum(delivered), sum(cancelled) FROM saga_line l WHERE l.order_id = s.order_id)
                    """),
            ]
            #expect(ends == [1, 1])
            try await system.auditByCommand()
        }
    }

    private func post(
        _ path: String, _ body: String, _ headers: [String: String], method: String = "POST", in system: WaybillSystem
    ) async throws -> Int {
        guard let intake = system.services.first(where: { $0.name == ServiceName.intake.executable }),
            let url = URL(string: "http://127.0.0.1:\(intake.port)/webhooks/\(path)")
        else { return 0 }
        let headers = headers.merging(["Content-Type": "application/json"]) { $1 }
        return try await HTTP.post(url, body: Array(body.utf8), headers: headers, method: method).status
    }

    /// Units of 10.00 each.
    private static func package(
        _ id: Int, _ status: String, _ units: [Int: Int], at minute: Int, from origin: Int? = nil,
        order: String = "10990001"
    ) -> String {
        let lines = units.sorted { $0.key < $1.key }.map { line, quantity in
            """
            {"lineId": \(line), "stockCode": "SKU-\(line - 10)", "quantity": \(quantity), "lineGrossAmount": 10.00,
             "lineUnitPrice": 10.00, "vatRate": 20}
            """
        }
        let total = units.values.reduce(0, +) * 10
        return """
            {"orderNumber": "\(order)", "shipmentPackageId": \(id), "shipmentPackageStatus": "\(status)",
             "currencyCode": "TRY", "orderDate": 1770030000000, "lastModifiedDate": \(1_770_020_000_000 + minute * 60_000),
             "packageGrossAmount": \(total).0, "packageTotalPrice": \(total).0,
             "originPackageIds": \(origin.map { "[\($0)]" } ?? "null"), "customerEmail": "ada@example.com",
             "shipmentAddress": {"fullName": "Ada Lovelace", "address1": "Saat Sokak 5", "city": "İstanbul",
               "district": "Sarıyer", "postalCode": "34200", "countryCode": "TR"}, "lines": [\(lines.joined(separator: ","))]}
            """
    }

    /// Six units, of which two are cancelled.
    private static let line = """
        {"items": [{"id": "L1", "orderNumber": "0413", "merchantSku": "SKU-3", "quantity": 6, "status": "Open",
          "orderDate": "2026-02-02T12:40:00", "lastStatusUpdateDate": "2026-02-02T12:41:00", "vatRate": 10,
          "totalPrice": {"currency": "TRY", "amount": 173.98998}, "unitPrice": {"currency": "TRY", "amount": 28.99833},
          "shippingAddress": {"name": "Ada Lovelace", "address": "Trump Towers Kule 2", "email": "ada@example.com",
            "town": "Şişli", "city": "İstanbul", "postalCode": "34387", "countryCode": "TR", "phoneNumber": "5550001122"}}]}
        """
}
