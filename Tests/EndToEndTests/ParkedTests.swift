import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import TestSupport
import Testing
import WireJSON

@Suite("What cannot be handled", .serialized)
struct ParkedTests {
    @Test("a message that throws, is no JSON, is of no known type or reuses an id is parked; its neighbours go through")
    func parked() async throws {
        try await WaybillSystem.with { system in
            let shop = DemoShop()
            try await shop.open(in: system)
            let orders = (1...20).map { shop.order($0, method: .marketplace, state: .paid, token: nil) }
            let booking = Envelope(
                id: UUID(), source: "/test", type: BookStock.type, time: .wallClock,
                data: BookStock(
                    kind: "receive", reference: "DN-2", actor: "test",
                    movements: [StockMovementRequest(site: "BER", sku: "SKU-9", bin: nil, quantity: 7)]
                ).jsonBytes)
            var reused = booking
            reused.data =
                BookStock(
                    kind: "receive", reference: "DN-2", actor: "test",
                    movements: [StockMovementRequest(site: "BER", sku: "SKU-9", bin: nil, quantity: 70)]
                ).jsonBytes
            let unfit = Envelope(
                id: UUID(), source: "/test", type: BookStock.type, time: .wallClock,
                data: Array(#"{"kind": "receive", "reference": "DN-3", "actor": "test", "movements": "many"}"#.utf8))
            let unknown = Envelope(
                id: UUID(), source: "/test", type: "waybill.inventory.stock.conjure.v1", time: .wallClock,
                data: Array("{}".utf8))
            let key = "inventory.stock.book"
            try await shop.submit(Array(orders[..<10]), to: system)
            try await system.publish(
                [booking, unfit, reused, booking, unknown], exchange: Topology.commands, routingKey: key)
            try await system.publish(raw: "this is not JSON", exchange: Topology.commands, routingKey: key)
            try await system.publish(raw: "this is not JSON", exchange: Topology.intake, routingKey: "orders.web.main")
            // Its handler throws.
            let impossible = Envelope(
                id: UUID(), source: "/test", type: UpsertShop.type, time: .wallClock,
                data: UpsertShop(channel: "Not a name", shop: "main").jsonBytes)
            try await system.publish([impossible], exchange: Topology.commands, routingKey: "intake.shop.upsert")
            try await shop.submit(Array(orders[10...]), to: system)

            try await system.waitForCount(
                20, in: .saga, "SELECT count(*) FROM saga WHERE phase = 'closed' AND headline = 'delivered'")
            try await system.waitForCount(4, in: .inventory, "SELECT count(*) FROM inbox WHERE state = 2")
            try await system.waitForCount(2, in: .intake, "SELECT count(*) FROM inbox WHERE state = 2")
            let reasons = try await system.rows(
                in: .inventory,
                "SELECT split_part(split_part(reason, ':', 1), ' ', 1) FROM inbox WHERE state = 2 ORDER BY 1"
            ).map { try $0.string(0) }
            #expect(reasons == ["content_differs", "unknown_type", "unreadable", "wrong_type"])
            // The first of the two with one id counts, once.
            #expect(
                try await system.count(
                    in: .inventory, "SELECT on_hand FROM stock_balance WHERE sku = 'SKU-9' AND site = 'BER'") == 10_007)
            let broken = try await system.audit()
            #expect(broken == ["2 messages are parked in intake", "4 messages are parked in inventory"])
        }
    }
}
