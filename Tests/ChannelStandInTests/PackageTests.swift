import ChannelStandIns
import Testing
import WireJSON

@Suite("A stand-in's packages")
struct PackageTests {
    private let clock = HandClock()

    @Test("Trendyol: a partial cancel voids the package, and makes one of what is left and one of what is not")
    func partialCancel() async throws {
        let standIn = await clock.standIn(TrendyolDialect())
        let id = await standIn.place([("SKU-1", 3), ("SKU-2", 1)])
        let line = try #require(await standIn.world[id]?.lines.first)
        _ = await standIn.takeWebhooks()
        clock.move(seconds: 5)
        #expect(await standIn.act { $0.cancelUnits(2, of: line.id, in: id) })
        let packages = try #require(await standIn.world[id]?.packages)
        #expect(packages.map(\.state) == [.unpacked, .created, .cancelled])
        #expect(packages.map { $0.units[line.id] ?? 0 } == [3, 1, 2])
        #expect(packages.dropFirst().allSatisfy { $0.origins == [packages[0].id] && $0.maker == "cancel" })
        let told = await standIn.takeWebhooks()
        #expect(told.map(\.topic).sorted() == ["Cancelled", "Created", "UnPacked"])
        #expect(told.allSatisfy { $0.headers["x-api-key"] == "hush-trendyol" })
        // What is void is not at work, and can be told no number.
        let target = "/integration/order/sellers/107703/shipment-packages/\(packages[0].id)"
        #expect(await standIn.call("PUT", target, #"{"lines": [], "params": {}, "status": "Picking"}"#).status == 400)
    }

    @Test("Trendyol: what the merchant has not is taken from the package that he names, one line after the other")
    func unsupplied() async throws {
        let standIn = await clock.standIn(TrendyolDialect())
        let id = await standIn.place([("SKU-1", 3), ("SKU-2", 2)])
        let lines = try #require(await standIn.world[id]?.lines.map(\.id))
        await standIn.act { $0.repackage(id) }
        let second = try #require(await standIn.world[id]?.packages.last)
        #expect(second.units == [lines[1]: 2])
        let target = "/integration/order/sellers/107703/shipment-packages"
        func tell(_ package: String, _ units: [(String, Int)]) async -> Int {
            let list = units.map { #"{"lineId": \#($0.0), "quantity": \#($0.1)}"# }.joined(separator: ",")
            let body = #"{"lines": [\#(list)], "reasonId": 500}"#
            return await standIn.call("PUT", "\(target)/\(package)/items/unsupplied", body).status
        }
        #expect(await tell(second.id, [(lines[0], 1)]) == 400)
        #expect(await tell(second.id, [(lines[1], 1)]) == 200)
        #expect(await tell(second.id, [(lines[1], 1)]) == 400)
        #expect(await standIn.world[id]?.lines.map(\.wanted) == [3, 1])
        for package in await standIn.world[id]?.packages ?? [] where package.isLive {
            #expect(await tell(package.id, package.units.map { ($0.key, $0.value) }) == 200)
        }
        #expect(await standIn.world[id]?.isCancelled == true)
        #expect(await standIn.world.pushes.doubled == [])
    }

    @Test("N11: what the merchant has not may lie in several packages, each with a line of its own")
    func cancelOverPackages() async throws {
        let standIn = await clock.standIn(N11Dialect())
        let id = await standIn.place([("SKU-1", 3)])
        await standIn.act { $0.repackage(id) }
        let list = await standIn.call("GET", "/rest/delivery/v1/shipmentPackages?status=Created").content?["content"]
        let lines = (list?.elements.map { $0 } ?? []).compactMap { $0["lines"]?[0] }
        #expect(Set(lines.compactMap { $0["orderLineId"]?.text }).count == 2)
        for line in lines {
            let item = [line["orderLineId"], line["quantity"]].map { $0?.text ?? "" }
            let body =
                #"{"cancelledItems": [{"orderLineId": \#(item[0]), "quantity": \#(item[1]), "cancelReasonId": 61}]}"#
            for status in [200, 404] {
                let answer = await standIn.call("POST", "/rest/delivery/v1/splitPackageByQuantity", body)
                #expect(answer.status == status)
            }
        }
        #expect(await standIn.world[id]?.isCancelled == true)
    }

    @Test(
        "Trendyol: the same list of stock levels is refused for a quarter of an hour; a batch is done when it is asked again"
    )
    func batches() async throws {
        let standIn = await clock.standIn(TrendyolDialect())
        let barcode = try #require(await standIn.world.articles["SKU-1"]?.barcode)
        let body = #"{"items": [{"barcode": "\#(barcode)", "quantity": 41}, {"barcode": "none", "quantity": 1}]}"#
        let target = "/integration/inventory/sellers/107703/products/price-and-inventory"
        let id = try #require(await standIn.call("POST", target, body).content?["batchRequestId"]?.string)
        #expect(await standIn.call("POST", target, body).status == 400)
        let batch = "/integration/product/sellers/107703/products/batch-requests/\(id)"
        #expect(await standIn.call("GET", batch).content?["status"]?.string == "IN_PROGRESS")
        let done = await standIn.call("GET", batch)
        #expect(done.content?["items"]?.elements.compactMap { $0["status"]?.string } == ["SUCCESS", "FAILED"])
        #expect(await standIn.world.articles["SKU-1"]?.stock == 41)
        clock.move(seconds: 901)
        #expect(await standIn.call("POST", target, body).status == 200)
    }

    @Test("Hepsiburada: what it packed itself cannot be packed again, and its package can be found")
    func race() async throws {
        let dialect = HepsiburadaDialect()
        let standIn = await clock.standIn(dialect, quirks: [.automaticPacking: 1])
        let id = await standIn.place([("SKU-1", 2)])
        let line = try #require(await standIn.world[id]?.lines.first)
        let page = await standIn.call("GET", "/orders/merchantid/\(dialect.merchant)?offset=0&limit=10")
        #expect(page.content?["items"]?.count == 0)
        let pack = #"{"lineItemRequests": [{"id": "\#(line.id)", "quantity": 2}], "parcelQuantity": 1}"#
        #expect(await standIn.call("POST", "/packages/merchantid/\(dialect.merchant)", pack).status == 400)
        let packages = await standIn.call(
            "GET", "/packages/merchantid/\(dialect.merchant)?offset=0&limit=10&timespan=24")
        let number = try #require(packages.content?[0]?["packageNumber"]?.string)
        #expect(packages.content?[0]?["items"]?[0]?["lineItemId"]?.string == line.id)
        let send = #"{"shippedDate": "2026-02-02T06:00:00", "trackingNumber": "T-1"}"#
        let target = "/packages/merchantid/\(dialect.merchant)/packagenumber/\(number)/intransit"
        #expect(await standIn.call("POST", target, send).status == 200)
        #expect(await standIn.call("POST", target, send).status == 400)
        #expect(await standIn.world[id]?.isShipped == true)
        #expect(await standIn.world.pushes.counts["fulfilment/\(id)/T-1"] == .init(calls: 2, carriedOut: 1))
    }

    @Test("N11: only Picking can be told, line by line; the carrier says that it was sent")
    func n11() async throws {
        let standIn = await clock.standIn(N11Dialect())
        let id = await standIn.place([("SKU-1", 2), ("SKU-2", 1)])
        let lines = try #require(await standIn.world[id]?.lines)
        func pick(_ ids: [String], as status: String = "Picking") async -> StandInAnswer {
            let list = ids.map { #"{"lineId": \#($0)}"# }.joined(separator: ",")
            return await standIn.call("PUT", "/rest/order/v1/update", #"{"lines": [\#(list)], "status": "\#(status)"}"#)
        }
        #expect(await pick([lines[0].id], as: "Shipped").status == 400)
        #expect(await pick([lines[0].id]).content?["content"]?[0]?["status"]?.string == "SUCCESS")
        #expect(await standIn.world[id]?.packages[0].state == .created)
        let again = await pick(lines.map(\.id)).content?["content"]?.elements.compactMap { $0["status"]?.string }
        #expect(again == ["FAILED", "SUCCESS"])
        #expect(await standIn.world[id]?.packages[0].state == .picking)
        await standIn.act { $0.carrierTakes(id, number: "C") }
        #expect(await standIn.world[id]?.isShipped == true)
    }

    @Test("N11: what is picked can be split; its units get line ids of their own, and no cancel goes alone")
    func n11Split() async throws {
        let standIn = await clock.standIn(N11Dialect())
        let id = await standIn.place([("SKU-1", 3), ("SKU-2", 1)])
        let lines = try #require(await standIn.world[id]?.lines.map(\.id))
        func split(_ body: String) async -> Int {
            await standIn.call("POST", "/rest/delivery/v1/splitPackageByQuantity", body).status
        }
        func packages(_ status: String) async -> [[String: Int]] {
            let list = await standIn.call("GET", "/rest/delivery/v1/shipmentPackages?status=\(status)").content?[
                "content"]
            return (list?.elements.map { $0 } ?? []).map { package in
                Dictionary(
                    uniqueKeysWithValues: (package["lines"]?.elements.map { $0 } ?? []).map {
                        ($0["orderLineId"]?.text ?? "", $0["quantity"]?.int ?? 0)
                    })
            }
        }
        let one = #"{"packageDetails": [{"orderLineId": \#(lines[0]), "quantities": 1}]}"#
        #expect(await split(#"{"splitPackages": [\#(one)]}"#) == 400)
        let picked = lines.map { #"{"lineId": \#($0)}"# }.joined(separator: ",")
        _ = await standIn.call("PUT", "/rest/order/v1/update", #"{"lines": [\#(picked)], "status": "Picking"}"#)
        let gone = #""cancelledItems": [{"orderLineId": \#(lines[0]), "quantity": 1, "cancelReasonId": 61}]"#
        #expect(await split(#"{"splitPackages": [], \#(gone)}"#) == 400)
        #expect(await split(#"{"splitPackages": [\#(one)], \#(gone)}"#) == 200)
        let parts = await packages("Picking")
        #expect(parts.map { $0.values.sorted() } == [[1], [1, 1]] && parts[0] == [lines[0]: 1])
        #expect(parts[1][lines[0]] == nil && parts[1][lines[1]] == 1)
        #expect(await packages("Cancelled").map { Array($0.values) } == [[1]])
        #expect(await standIn.world[id]?.lines.map(\.wanted) == [2, 1])
    }
}
