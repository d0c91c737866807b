import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

extension WaysBackTests {
    @Suite("Shipping")
    struct ShippingPathTests {
        private static let room = Stockroom("SHP", articles: 1)

        private func order(_ name: String, postcode: String) -> Order {
            WaysBackTests.order(name, [(Self.room.sku(1), 1)], postcode: postcode)
        }

        @Test("a refused address holds the order; corrected by hand it goes on to the door, with one label")
        func corrected() async throws {
            let system = try SharedSystem.current
            try await Self.room.open(in: system, stock: 100)
            let order = order("shp-refused", postcode: "REFUSED")
            try await WaysBackTests.submit(order, to: system)
            let view = try await system.expect(order, is: "on_hold")
            #expect(view.hold == "address_invalid")
            try system.run(
                "waybill", "hold", "release", "shp-refused", "--ship-name", "Ada Lovelace", "--ship-line1",
                "Right Street 2",
                "--ship-city", "Berlin", "--ship-postcode", "10119", "--ship-country", "DE")
            try await system.expect(order, is: "delivered") { $0.phase == "closed" }
            let truth = try #require(try await OrderTruth.all("shp-refused", in: system)["shp-refused"])
            #expect(truth.labels == 1 && truth.voidedLabels == 0 && truth.money.captured == 1500)
        }

        @Test("a carrier that does not go there, or does not answer, leaves the parcel to another")
        func anotherCarrier() async throws {
            let system = try SharedSystem.current
            try await Self.room.open(in: system, stock: 100)
            let unserved = order("shp-unserved", postcode: "UNSERVED")
            try await WaysBackTests.submit(unserved, to: system)
            let view = try await system.expect(unserved, is: "delivered")
            #expect(view.parcels.first?.tracking?.carrier == "sandbox2")

            try await Self.set("down", in: system)
            let orders = (0..<4).map { order("shp-down-\($0)", postcode: "10117") }
            try await DemoShop().submit(orders, to: system)
            for order in orders {
                let view = try await system.expect(order, is: "delivered")
                #expect(view.parcels.first?.tracking?.carrier == "sandbox2")
            }
            try await Self.set("up", in: system)
            try await waitUntil("the first carrier is asked again") {
                let order = order("shp-up-\(UUID().uuidString.prefix(8))", postcode: "10117")
                try await WaysBackTests.submit(order, to: system)
                let view = try await system.expect(order, is: "delivered")
                return view.parcels.first?.tracking?.carrier == "sandbox"
            }
        }

        @Test("a carrier that did the work and did not answer is asked before it is asked again: one label")
        func timedOut() async throws {
            let system = try SharedSystem.current
            try await Self.room.open(in: system, stock: 100)
            let order = order("shp-timeout", postcode: "TIMEOUT")
            try await WaysBackTests.submit(order, to: system)
            try await system.expect(order, is: "delivered")
            #expect(try await OrderTruth.all("shp-timeout", in: system)["shp-timeout"]?.labels == 1)
        }

        @Test("delays and failed attempts are told, and end at the door; an old scan moves nothing")
        func delayed() async throws {
            let system = try SharedSystem.current
            try await Self.room.open(in: system, stock: 100)
            let orders = ["DELAYED", "EXCEPTION", "FAILED"].map { order("shp-\($0.lowercased())", postcode: $0) }
            try await DemoShop().submit(orders, to: system)
            for order in orders { try await system.expect(order, is: "delivered") }
            let number = try #require(try system.show(orders[0]).parcels.first?.tracking?.trackingNumber)
            let scans = try await system.database.withConnection(schema: ServiceName.shipping.schema) {
                try await $0.query(Self.scans, number).map { try $0.string(0) }
            }
            #expect(scans.contains("delayed") && scans.last == "delivered", "\(scans)")
            let old = try system.waybill(
                ["parcel", "track", number, "in_transit", "--at", "2026-01-01T00:00:00Z"], as: ScanRecorded.self,
                allowing: [1])
            #expect(!old.counted)
            #expect(try system.show(orders[0]).status == "delivered")
        }

        @Test("a lost parcel is held for a person, who ends it")
        func lost() async throws {
            let system = try SharedSystem.current
            try await Self.room.open(in: system, stock: 100)
            let order = order("shp-lost", postcode: "LOST")
            try await WaysBackTests.submit(order, to: system)
            let view = try await system.expect(order, is: "on_hold")
            #expect(view.hold == "parcel_lost" && view.units("lost") == 1)
            try system.run("waybill", "payment", "refund", "shp-lost", "15.00", "--reason", "lost")
            try system.run("waybill", "step", "skip", "shp-lost", "deliver", "--reason", "lost for good")
            let end = try await system.expect(order, is: "shipped") {
                $0.phase == "closed" && $0.money.refunded == 1500
            }
            #expect(end.timeline.contains { $0.type == SkipStep.type.rawValue && $0.actor == "deniz" })
        }

        @Test("a parcel that nobody takes comes back as a return: stock and money only after inspection")
        func returnedToSender() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("SHR", articles: 1)
            try await room.open(in: system, stock: 10)
            let order = WaysBackTests.order("shp-returned", [(room.sku(1), 2)], postcode: "RETURNED")
            try await WaysBackTests.submit(order, to: system)
            let back = try await system.expectReturn(of: order, in: "received")
            #expect(back.origin == "carrier")
            #expect(try system.stock(room.sku(1), at: "SHR").onHand == 8)
            #expect(try system.show(order).money.refunded == 0)
            try system.run(
                "waybill", "return", "inspect", back.returnId, "--line", "1=2", "--disposition", "restock")
            try await system.expectReturn(of: order, in: "closed")
            try await system.expect(order, is: "returned") { $0.money.refunded == 2500 }
            try await waitUntil("it is for sale again") { try system.stock(room.sku(1), at: "SHR").onHand == 10 }
        }

        private static func set(_ mode: String, in system: WaybillSystem) async throws {
            try await system.database.withConnection(schema: ServiceName.shipping.schema) {
                _ = try await $0.query(behave, "sandbox", mode)
            }
            // What it was asked for before is believed for a tenth of a second.
            try await Task.sleep(for: .milliseconds(150))
        }

        private static let behave = Statement(
            "test_carrier",
            """
            INSERT INTO sandbox_carrier_mode (carrier, mode) VALUES ($1::text, $2::text)
            ON CONFLICT (carrier) DO UPDATE SET mode = excluded.mode
            """)

        private static let scans = Statement(
            "test_scans",
            """
            SELECT s.status FROM carrier_scan s JOIN parcel p ON p.id = s.parcel_id
            WHERE p.tracking ->> 'trackingNumber' = $1::text ORDER BY s.at
            """)
    }
}
