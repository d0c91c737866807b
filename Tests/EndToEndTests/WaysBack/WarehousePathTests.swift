import Contracts
import Foundation
import TestSupport
import Testing
import WireJSON

extension WaysBackTests {
    @Suite("Warehouse")
    struct WarehousePathTests {
        private static func rooms(_ code: String, _ other: String) -> (Stockroom, Stockroom) {
            (
                Stockroom(code, floor: .manual, latitudeE6: 52_520_000),
                Stockroom(other, floor: .manual, latitudeE6: 41_000_000)
            )
        }

        @Test(
            "what is not in the bin comes off the books and from another site; a site that was short is not asked again"
        )
        func shortPick() async throws {
            let system = try SharedSystem.current
            let (near, far) = Self.rooms("WHN", "WHF")
            try await near.open(in: system, stock: 10, also: [far.site])
            let order = WaysBackTests.order("wh-short", [(near.sku(1), 2), (near.sku(2), 1)])
            try await WaysBackTests.submit(order, to: system)
            try await waitUntil("it is released") { try system.show(order).units("released") == 3 }
            let worker = FloorWorker(system: system, site: "WHN")
            let task = try #require(try worker.next())
            #expect(task.number == "#wh-short" && task.lines.count == 2)
            try worker.short(task, line: "1", found: 0)
            try worker.finish(try #require(try worker.next()))
            // Eight are left there by the books, but nobody has seen them: the other site sends.
            #expect(try system.stock(near.sku(1), at: "WHN").onHand == 8)
            let other = FloorWorker(system: system, site: "WHF")
            try await waitUntil("the other site has it") { try other.next() != nil }
            let rest = try #require(try other.next())
            #expect(rest.lines.map(\.quantity) == [2])
            // Nor has that one enough: one unit goes out, for the other nobody is left.
            try other.short(rest, line: "1", found: 1)
            try other.finish(try #require(try other.next()))
            let view = try await system.expect(order, is: "delivered") { $0.phase == "closed" }
            #expect(view.units("delivered") == 2 && view.units("cancelled") == 1 && view.parcels.count == 2)
            #expect(view.money.captured == 2500 && view.money.voided == 1000)
            #expect(try worker.next() == nil, "the first site was asked again")
            #expect(
                try system.stock(near.sku(1), at: "WHF") == .init(site: "WHF", onHand: 8, reserved: 0, quarantined: 0))
        }

        @Test("what is damaged is set aside, and what is missing by it is sent from elsewhere")
        func damaged() async throws {
            let system = try SharedSystem.current
            let (near, far) = Self.rooms("WHD", "WHE")
            try await near.open(in: system, stock: 10, also: [far.site])
            let order = WaysBackTests.order("wh-damaged", [(near.sku(1), 3)])
            try await WaysBackTests.submit(order, to: system)
            try await waitUntil("it is released") { try system.show(order).units("released") == 3 }
            let worker = FloorWorker(system: system, site: "WHD")
            let task = try #require(try worker.next())
            try worker.scan(task, task.lines[0], quantity: 3)
            try worker.short(task, line: "1", found: 2, ["--damaged"])
            try worker.finish(try #require(try worker.next()))
            try await waitUntil("it is in quarantine") {
                try system.stock(near.sku(1), at: "WHD").quarantined == 1
            }
            try await FloorCrew(system: system, site: "WHE").workUntil {
                try await system.expect(order, is: "delivered") { $0.phase == "closed" }
            }
            #expect(try system.show(order).units("delivered") == 3)
            #expect(
                try system.stock(near.sku(1), at: "WHD") == .init(site: "WHD", onHand: 7, reserved: 0, quarantined: 1))
            #expect(try system.stock(near.sku(1), at: "WHE").onHand == 9)
        }

        @Test("a site that closes hands back what nobody has begun, and its stock stays on the books")
        func closed() async throws {
            let system = try SharedSystem.current
            let (near, far) = Self.rooms("WHC", "WHO")
            try await near.open(in: system, stock: 10, also: [far.site])
            let order = WaysBackTests.order("wh-closed", [(near.sku(1), 2)])
            try await WaysBackTests.submit(order, to: system)
            try await waitUntil("it is released") { try system.show(order).parcels.first?.site == "WHC" }
            var site = near.site
            site.isOpen = false
            let file = FileManager.default.temporaryDirectory.appending(path: "closed-\(UUID().uuidString).json")
            try Data(UpsertCatalogue(sites: [site]).jsonBytes).write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            try system.run("waybill", "catalogue", "import", file.path())
            try await FloorCrew(system: system, site: "WHO").workUntil {
                try await system.expect(order, is: "delivered") { $0.phase == "closed" }
            }
            #expect(try system.stock(near.sku(1), at: "WHC").onHand == 10)
            #expect(try system.stock(near.sku(1), at: "WHO").onHand == 8)
            #expect(try FloorWorker(system: system, site: "WHC").next() == nil)
        }

        @Test("what was picked before a cancel is for sale when it is scanned into its bin, and not before")
        func putBack() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("WHP", floor: .manual, articles: 1)
            try await room.open(in: system, stock: 2)
            let order = WaysBackTests.order("wh-put-back", [(room.sku(1), 2)])
            try await WaysBackTests.submit(order, to: system)
            try await waitUntil("it is released") { try system.show(order).units("released") == 2 }
            let worker = FloorWorker(system: system, site: "WHP")
            let task = try #require(try worker.next())
            #expect(try worker.scan(task, task.lines[0], quantity: 2).accepted)
            try system.run("waybill", "cancel", "wh-put-back")
            try await system.expect(order, is: "cancelled")
            let inHand = WaybillSystem.Balance(site: "WHP", onHand: 2, reserved: 2, quarantined: 0)
            #expect(try system.stock(room.sku(1), at: "WHP") == inHand)
            // Somebody else wants them: there is nothing to promise.
            let next = WaysBackTests.order("wh-put-back-next", [(room.sku(1), 1)])
            try await WaysBackTests.submit(next, to: system)
            try await system.expect(next, is: "cancelled")

            let back = try #require(try worker.next())
            #expect(back.stage == "put_back")
            #expect(try !worker.scan(back, back.lines[0], bin: "B-NOWHERE", ["--put-back"]).accepted)
            #expect(try worker.scan(back, back.lines[0], ["--put-back"]).accepted)
            try await waitUntil("one is for sale again") { try system.stock(room.sku(1), at: "WHP").reserved == 1 }
            #expect(try worker.scan(back, back.lines[0], ["--put-back"]).accepted)
            try await waitUntil("both are for sale again") { try system.stock(room.sku(1), at: "WHP").reserved == 0 }
            #expect(try worker.next() == nil)
        }
    }
}

extension FloorCrew {
    /// Works at the site until something has come about.
    func workUntil(_ done: () async throws -> Void) async throws {
        try await waitUntil("there is work at \(site)") { try await finish(atLeast: 1) }
        try await done()
    }
}
