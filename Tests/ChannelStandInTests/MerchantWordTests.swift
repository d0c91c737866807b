import ChannelStandIns
import TestSupport
import Testing
import WireJSON

@Suite("What a merchant wrote, and how it wants things split,")
struct MerchantWordTests {
    private let clock = HandClock()

    @Test("is kept by WooCommerce as the reason of a refund")
    func reason() async throws {
        let standIn = await clock.standIn(WooCommerceDialect())
        let refund = "/wp-json/wc/v3/orders/\(await standIn.place([("SKU-1", 3)]))/refunds"
        _ = await standIn.call("POST", refund, #"{"amount": "1.5", "reason": "waybill:R1", "api_restock": false}"#)
        let kept = try #require(await standIn.call("GET", refund).content?[0])
        #expect(kept["reason"]?.string == "waybill:R1" && kept["amount"]?.string == "1.50")
    }

    @Test("is kept by Magento as the comment of a credit memo, of units or of money alone")
    func creditMemo() async throws {
        let standIn = await clock.standIn(MagentoDialect())
        let id = await standIn.place([("SKU-1", 3)], shipping: 400)
        let line = try #require(await standIn.world[id]?.lines.first?.id)
        func credit(_ items: String, _ money: String, _ note: String) async -> Int {
            await standIn.call(
                "POST", "/rest/V1/order/\(id)/refund",
                """
                {"items": [\(items)], "comment": {"comment": "\(note)", "is_visible_on_front": 0},
                 "arguments": {"shipping_amount": 0, "adjustment_positive": \(money), "adjustment_negative": 0}}
                """
            ).status
        }
        #expect(await credit(#"{"order_item_id": \#(line), "qty": 1}"#, "0", "waybill:C1") == 200)
        let none = #"{"order_item_id": \#(line), "qty": 0}"#
        #expect(await credit(none, "2.5", "waybill:R1") == 200)
        #expect(await credit(none, "0", "nothing") == 400)
        #expect(await credit(#"{"order_item_id": 9, "qty": 1}"#, "0", "another's") == 400)
        #expect(await standIn.world[id]?.wanted == 2)
        let filter = "searchCriteria[filterGroups][0][filters][0]"
        let memos = await standIn.call(
            "GET", "/rest/V1/creditmemos?\(filter)[field]=order_id&\(filter)[value]=\(id)"
        ).content?["items"]?.elements.map { $0["comments"]?[0]?["comment"]?.string }
        #expect(memos == ["waybill:C1", "waybill:R1"])
        let item = await standIn.call("GET", "/rest/V1/orders/\(id)").content?["items"]?[0]
        #expect(item?["qty_refunded"]?.int == 1 && item?["qty_ordered"]?.int == 3)
        // One that names nothing is of all that is left.
        #expect(await credit("", "0", "waybill:all") == 200)
        #expect(await standIn.world[id]?.isCancelled == true)
    }

    @Test("is done by Trendyol with the lines that are named; what is left is a package of its own")
    func split() async throws {
        let standIn = await clock.standIn(TrendyolDialect())
        let id = await standIn.place([("SKU-1", 3), ("SKU-2", 1)])
        let order = try #require(await standIn.world[id])
        let package = try #require(order.packages.first?.id)
        let line = order.lines[0].id
        func split(_ package: String, _ units: Int) async -> Int {
            await standIn.call(
                "POST", "/order/sellers/107703/shipment-packages/\(package)/split-packages",
                #"{"splitPackages": [{"packageDetails": [{"orderLineId": \#(line), "quantities": \#(units)}]}]}"#
            ).status
        }
        #expect(await split(package, 4) == 400)
        #expect(await split(package, 2) == 200)
        let parts = try #require(await standIn.world[id]).packages
        #expect(parts.map(\.state) == [.unpacked, .created, .created])
        #expect(parts[1].units == [line: 2] && parts[2].units == [line: 1, order.lines[1].id: 1])
        // What is void cannot be split again.
        #expect(await split(package, 1) == 400)
    }

    @Test("is taken by Trendyol one after the other: picked, then invoiced, then gone; and one link for each package")
    func invoice() async throws {
        let standIn = await clock.standIn(TrendyolDialect())
        let id = await standIn.place([("SKU-1", 3)])
        let order = try #require(await standIn.world[id])
        let package = try #require(order.packages.first?.id)
        func tell(_ status: String, _ params: String = "{}") async -> Int {
            let line = #"{"lineId": \#(order.lines[0].id), "quantity": 3}"#
            return await standIn.call(
                "PUT", "/order/sellers/107703/shipment-packages/\(package)",
                #"{"lines": [\#(line)], "params": \#(params), "status": "\#(status)"}"#
            ).status
        }
        func link(_ link: String, _ package: String) async -> Int {
            await standIn.call(
                "POST", "/sellers/107703/seller-invoice-links",
                #"{"invoiceLink": "\#(link)", "shipmentPackageId": \#(package), "invoiceDateTime": 1772368200000}"#
            ).status
        }
        #expect(await tell("Invoiced", #"{"invoiceNumber": "A"}"#) == 400)
        #expect(await tell("Picking") == 200)
        #expect(await tell("Invoiced", #"{"invoiceNumber": "A"}"#) == 200)
        #expect(await tell("Invoiced", #"{"invoiceNumber": "B"}"#) == 400)
        #expect(await standIn.world[id]?.invoice == "A")
        #expect(await link("https://a", package) == 201)
        #expect(await link("https://b", package) == 409)
        let second = await standIn.place([("SKU-1", 1)])
        let other = try #require(await standIn.world[second]?.packages.first?.id)
        #expect(await link("https://a", other) == 409)
        let listed = await standIn.call("GET", "/order/sellers/107703/orders?orderNumber=\(order.number)").content?[
            "content"]?[0]
        #expect(listed?["invoiceLink"]?.string == "https://a")
        let past = listed?["packageHistories"]?.elements.map { $0["status"]?.string }
        #expect(past == ["Created", "Picking", "Invoiced"])
    }

    @Test("moves nothing over the edge of a page of Shopify's that is still to come")
    func cursor() async throws {
        let standIn = await clock.standIn(ShopifyDialect())
        var ids: [String] = []
        for _ in 0..<6 {
            ids.append(await standIn.place([("SKU-1", 1)]))
            clock.move(seconds: 2)
        }
        func page(_ target: String) async -> (ids: [String], next: String?) {
            let answer = await standIn.call("GET", target)
            let link = answer.headers["Link"]
            let end = link?.firstIndex(of: ">")
            let next = link.flatMap { link in
                end.map { "/" + link[..<$0].split(separator: "/").dropFirst(2).joined(separator: "/") }
            }
            return (answer.content?["orders"]?.elements.compactMap { $0["id"]?.text } ?? [], next)
        }
        let first = await page("/admin/api/2026-01/orders.json?status=any&limit=3&order=updated_at+asc")
        #expect(first.ids == Array(ids[..<3]))
        let early = ids[0]
        await standIn.act { $0.pay(early) }
        let second = await page(try #require(first.next))
        #expect(second.ids == Array(ids[3...]))
    }
}
