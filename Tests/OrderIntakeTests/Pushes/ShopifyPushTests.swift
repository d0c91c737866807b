import Contracts
import HTTPClient
import Testing
import WireJSON

@testable import OrderIntake

@Suite("Shopify: what it is told")
struct ShopifyPushTests {
    private static let graphQL = "POST /admin/api/2025-07/graphql.json"

    /// Lines 11 and 12, booked at places 1 and 2; some of line 11 at both.
    private func order(_ fulfilments: String = "") -> HTTPAnswer {
        .scripted(
            """
            {"data": {"order": {"id": "gid://shopify/Order/500", "cancelledAt": null, "fulfillments": [\(fulfilments)],
             "fulfillmentOrders": {"nodes": [
              {"id": "gid://shopify/FulfillmentOrder/1", "status": "OPEN",
               "assignedLocation": {"location": {"id": "gid://shopify/Location/1"}},
               "lineItems": {"nodes": [
                {"id": "gid://shopify/FulfillmentOrderLineItem/101", "remainingQuantity": 1,
                 "lineItem": {"id": "gid://shopify/LineItem/11"}}]}},
              {"id": "gid://shopify/FulfillmentOrder/2", "status": "IN_PROGRESS",
               "assignedLocation": {"location": {"id": "gid://shopify/Location/2"}},
               "lineItems": {"nodes": [
                {"id": "gid://shopify/FulfillmentOrderLineItem/201", "remainingQuantity": 2,
                 "lineItem": {"id": "gid://shopify/LineItem/11"}},
                {"id": "gid://shopify/FulfillmentOrderLineItem/202", "remainingQuantity": 1,
                 "lineItem": {"id": "gid://shopify/LineItem/12"}}]}}]}}}}
            """)
    }

    private let created = HTTPAnswer.scripted(
        #"{"data": {"fulfillmentCreate": {"fulfillment": {"id": "gid://shopify/Fulfillment/9"}, "userErrors": []}}}"#)

    @Test("A parcel's units are told by place, the place that it came from first, one call for each")
    func byPlace() async throws {
        let shop = ScriptedChannel([(Self.graphQL, order()), (Self.graphQL, created), (Self.graphQL, created)])
        let lines = [ChannelPush.Line(lineID: "11", quantity: 3), ChannelPush.Line(lineID: "12", quantity: 1)]
        let outcome = try await shop.push(.parcel(lines), to: "shopify", options: ["location.IST": "2"])
        #expect(outcome == .done(reference: "gid://shopify/Fulfillment/9"))
        let told = try shop.calls.dropFirst().map { call in
            let input = try JSONDocument(parsing: Array(call.body.utf8)).root["variables"]?["fulfillment"]
            #expect(input?["trackingInfo"]?["number"]?.string == "T1")
            let groups = input?["lineItemsByFulfillmentOrder"]?.elements.map(\.self) ?? []
            return groups.map { group in
                let items = group["fulfillmentOrderLineItems"]?.elements.map {
                    "\($0["id"]?.string?.split(separator: "/").last ?? "")x\($0["quantity"]?.int ?? 0)"
                }
                return (items ?? []).joined(separator: "+")
            }
        }
        #expect(told == [["201x2+202x1"], ["101x1"]])
    }

    @Test("A parcel that was told before is found by its number; half told, the other half is told")
    func repeated() async throws {
        func fulfilment(_ units: Int) -> String {
            """
            {"id": "gid://shopify/Fulfillment/8", "status": "SUCCESS", "trackingInfo": [{"number": "T1"}],
             "fulfillmentLineItems": {"nodes": [{"quantity": \(units), "lineItem": {"id": "gid://shopify/LineItem/11"}}]}}
            """
        }
        let found = ScriptedChannel([(Self.graphQL, order(fulfilment(2)))])
        #expect(
            try await found.push(.parcel(), to: "shopify", isRepeat: true)
                == .found(reference: "gid://shopify/Fulfillment/8"))
        let half = ScriptedChannel([(Self.graphQL, order(fulfilment(1))), (Self.graphQL, created)])
        _ = try await half.push(.parcel(), to: "shopify", isRepeat: true)
        #expect(
            try half.body(Self.graphQL)?["variables"].map {
                String(decoding: $0.rawBytes, as: UTF8.self).contains(#""quantity":1"#)
            } == true)
    }

    @Test("More than Shopify has open is refused for a person; its own errors in an answer of 200, too")
    func refused() async throws {
        let shop = ScriptedChannel([(Self.graphQL, order())])
        let lines = [ChannelPush.Line(lineID: "12", quantity: 5)]
        await #expect { _ = try await shop.push(.parcel(lines), to: "shopify") } throws: {
            ($0 as? ChannelFailure)?.isFinal == true
        }
        let error = HTTPAnswer.scripted(
            #"{"data": {"fulfillmentCreate": {"fulfillment": null, "userErrors": [{"message": "on hold"}]}}}"#)
        let held = ScriptedChannel([(Self.graphQL, order()), (Self.graphQL, error)])
        await #expect { _ = try await held.push(.parcel(), to: "shopify") } throws: {
            ($0 as? ChannelFailure)?.message.contains("on hold") == true
        }
        let throttled = ScriptedChannel([
            (Self.graphQL, .scripted(#"{"errors": [{"message": "x", "extensions": {"code": "THROTTLED"}}]}"#))
        ])
        await #expect { _ = try await throttled.push(.parcel(), to: "shopify") } throws: {
            ($0 as? ChannelFailure)?.code == .rateLimited
        }
    }

    private func levels(_ tea: Int) -> HTTPAnswer {
        .scripted(
            """
            {"data": {"inventoryItems": {"nodes": [
             {"id": "gid://shopify/InventoryItem/1", "sku": "TEA-100",
              "inventoryLevel": {"quantities": [{"name": "available", "quantity": \(tea)}]}}]}}}
            """)
    }

    @Test("Stock is set by comparison, again when Shopify has sold in between; what it has not is said")
    func stock() async throws {
        let stale = HTTPAnswer.scripted(
            """
            {"data": {"inventorySetQuantities": {"userErrors": [
             {"code": "COMPARE_QUANTITY_STALE", "message": "stale"}]}}}
            """)
        let done = HTTPAnswer.scripted(#"{"data": {"inventorySetQuantities": {"userErrors": []}}}"#)
        let shop = ScriptedChannel([
            (Self.graphQL, levels(9)), (Self.graphQL, stale), (Self.graphQL, levels(8)), (Self.graphQL, done),
        ])
        let outcome = try await shop.push(.levels, to: "shopify", options: ["location": "1"])
        #expect(outcome == .partly(refused: ["POT-1": "Shopify has no article with this SKU at the location"]))
        let quantity = try shop.body(Self.graphQL)?["variables"]?["input"]?["quantities"]?[0]
        #expect(quantity?["quantity"]?.int == 7 && quantity?["compareQuantity"]?.int == 8)
    }

    @Test("Stock: there is room for articles that share a SKU")
    func sharedSKU() async throws {
        let shop = ScriptedChannel([
            (Self.graphQL, .scripted(#"{"data": {"inventoryItems": {"nodes": []}}}"#))
        ])
        let items = (0..<ChannelDirectory.stockBatchSize(of: "shopify")).map {
            ChannelPush.StockItem(sku: "S\($0)", units: 7, version: 2)
        }
        _ = try await shop.push(.stock(items), to: "shopify", options: ["location": "1"])
        let count = try shop.body(Self.graphQL)?["variables"]?["count"]?.int
        #expect(try #require(count) >= 2 * items.count)
    }

    @Test("A cancel of units gives their money back and leaves the shelf alone; a repeat finds nothing of it")
    func cancel() async throws {
        func order(_ units: Int) -> HTTPAnswer {
            .scripted(
                """
                {"data": {"order": {"id": "gid://shopify/Order/500", "cancelledAt": null,
                 "lineItems": {"nodes": [{"id": "gid://shopify/LineItem/11", "currentQuantity": \(units)}]}, "refunds": [],
                 "transactions": [{"id": "gid://shopify/OrderTransaction/3", "kind": "SALE", "status": "SUCCESS",
                 "gateway": "bogus", "amountSet": {"shopMoney": {"amount": "19.95"}}, "parentTransaction": null}]}}}
                """)
        }
        let done = HTTPAnswer.scripted(
            #"{"data": {"refundCreate": {"refund": {"id": "gid://shopify/Refund/4"}, "userErrors": []}}}"#)
        let shop = ScriptedChannel([(Self.graphQL, order(2)), (Self.graphQL, done)])
        #expect(try await shop.push(.cancel(), to: "shopify") == .done(reference: "gid://shopify/Refund/4"))
        let input = try shop.body(Self.graphQL)?["variables"]?["input"]
        #expect(input?["refundLineItems"]?[0]?["restockType"]?.string == "NO_RESTOCK")
        #expect(input?["refundLineItems"]?[0]?["quantity"]?.int == 1)
        #expect(input?["transactions"]?[0]?["amount"]?.string == "19.95")
        let again = ScriptedChannel([(Self.graphQL, order(1))])
        #expect(try await again.push(.cancel(), to: "shopify", isRepeat: true) == .found(reference: nil))
    }

    private static let page = #""pageInfo": {"hasNextPage": true, "endCursor": "c1"}"#

    private func data(_ text: String) -> HTTPAnswer { .scripted(#"{"data": {\#(text)}}"#) }

    private func cursor(_ call: Int, of shop: ScriptedChannel) throws -> String? {
        try JSONDocument(parsing: Array(shop.calls[call].body.utf8)).root["variables"]?["after"]?.string
    }

    @Test("Lines, fulfilment orders and what is in them are read to their last page")
    func pages() async throws {
        func fulfilmentOrder(_ id: Int, _ items: String, _ info: String) -> String {
            """
            {"id": "gid://shopify/FulfillmentOrder/\(id)", "status": "OPEN",
             "assignedLocation": {"location": {"id": "gid://shopify/Location/1"}},
             "lineItems": {"nodes": [\(items)], \(info)}}
            """
        }
        func item(_ line: Int) -> String {
            """
            {"id": "gid://shopify/FulfillmentOrderLineItem/1\(line)", "remainingQuantity": 1,
             "lineItem": {"id": "gid://shopify/LineItem/\(line)"}}
            """
        }
        let last = #""pageInfo": {"hasNextPage": false, "endCursor": "c2"}"#
        let shop = ScriptedChannel([
            (
                Self.graphQL,
                data(
                    #""order": {"id": "x", "cancelledAt": null, "fulfillments": [], "fulfillmentOrders": {"nodes": [\#(fulfilmentOrder(1, item(99), last))], \#(Self.page)}}"#
                )
            ),
            (
                Self.graphQL,
                data(
                    #""order": {"id": "x", "fulfillmentOrders": {"nodes": [\#(fulfilmentOrder(2, item(98), Self.page))], \#(last)}}"#
                )
            ),
            (Self.graphQL, data(#""fulfillmentOrder": {"lineItems": {"nodes": [\#(item(11))], \#(last)}}"#)),
            (Self.graphQL, created),
        ])
        let lines = [ChannelPush.Line(lineID: "11", quantity: 1)]
        _ = try await shop.push(.parcel(lines), to: "shopify")
        #expect(shop.calls.count == 4)
        #expect(try [cursor(1, of: shop), cursor(2, of: shop)] == ["c1", "c1"])
        #expect(shop.calls[3].body.contains("FulfillmentOrderLineItem/111"))

        // What was told of a parcel before may be longer than a page too.
        func told(_ line: Int) -> String { #"{"quantity": 1, "lineItem": {"id": "gid://shopify/LineItem/\#(line)"}}"# }
        let found = ScriptedChannel([
            (
                Self.graphQL,
                data(
                    #""order": {"id": "x", "fulfillments": [{"id": "f", "status": "SUCCESS", "trackingInfo": [{"number": "T1"}], "fulfillmentLineItems": {"nodes": [\#(told(99))], \#(Self.page)}}], "fulfillmentOrders": {"nodes": []}}"#
                )
            ),
            (Self.graphQL, data(#""fulfillment": {"fulfillmentLineItems": {"nodes": [\#(told(11))], \#(last)}}"#)),
        ])
        #expect(try await found.push(.parcel(lines), to: "shopify", isRepeat: true) == .found(reference: "f"))
        // One that may stand among those that are not read is a person's.
        let other = #"{"id": "f", "status": "SUCCESS", "trackingInfo": [{"number": "T9"}]}"#
        let many = Array(repeating: other, count: ShopifyQueries.fulfilments).joined(separator: ",")
        let full = ScriptedChannel([
            (
                Self.graphQL,
                data(#""order": {"id": "x", "fulfillments": [\#(many)], "fulfillmentOrders": {"nodes": []}}"#)
            )
        ])
        await #expect { _ = try await full.push(.parcel(lines), to: "shopify") } throws: {
            ($0 as? ChannelFailure)?.message.contains("30 fulfilments") == true
        }

        // A line of the second page is cancelled.
        func order(_ line: Int, _ info: String) -> HTTPAnswer {
            data(
                #""order": {"id": "x", "cancelledAt": null, "refunds": [], "transactions": [\#(Self.payment(1, "SALE", "50.0"))], "lineItems": {"nodes": [{"id": "gid://shopify/LineItem/\#(line)", "currentQuantity": 2}], \#(info)}}"#
            )
        }
        let done = data(#""refundCreate": {"refund": {"id": "r"}, "userErrors": []}"#)
        let cancelled = ScriptedChannel([
            (Self.graphQL, order(99, Self.page)), (Self.graphQL, order(11, last)), (Self.graphQL, done),
        ])
        #expect(try await cancelled.push(.cancel(), to: "shopify") == .done(reference: "r"))
    }

    @Test("A cancel of a whole order is done when the order says so; a job that ends without is for a person")
    func wholeCancel() async throws {
        func order(_ time: String) -> HTTPAnswer {
            data(#""order": {"id": "x", "cancelledAt": \#(time), "lineItems": {"nodes": []}}"#)
        }
        func job(_ isDone: Bool) -> HTTPAnswer { data(#""job": {"id": "j", "done": \#(isDone)}"#) }
        let (open, gone) = (order("null"), order(#""2026-02-01T10:00:00Z""#))
        let begun = data(#""orderCancel": {"job": {"id": "j"}, "orderCancelUserErrors": [], "userErrors": []}"#)
        let shop = ScriptedChannel([(Self.graphQL, open), (Self.graphQL, begun)])
        #expect(try await shop.push(.cancel(isWhole: true), to: "shopify") == .underway(reference: "j"))
        let asked = ScriptedChannel([(Self.graphQL, open), (Self.graphQL, job(false))])
        #expect(try await asked.progress("j", of: .cancel(isWhole: true), at: "shopify") == .underway(reference: "j"))
        let ended = ScriptedChannel([(Self.graphQL, gone)])
        #expect(try await ended.progress("j", of: .cancel(isWhole: true), at: "shopify") == .done(reference: "j"))
        let late = ScriptedChannel([(Self.graphQL, open), (Self.graphQL, job(true)), (Self.graphQL, gone)])
        #expect(try await late.progress("j", of: .cancel(isWhole: true), at: "shopify") == .done(reference: "j"))
        let failed = ScriptedChannel([(Self.graphQL, open), (Self.graphQL, job(true)), (Self.graphQL, open)])
        await #expect { _ = try await failed.progress("j", of: .cancel(isWhole: true), at: "shopify") } throws: {
            ($0 as? ChannelFailure)?.isFinal == true
        }
        let refusal = data(
            #""orderCancel": {"job": null, "orderCancelUserErrors": [{"code": "INVALID", "message": "has fulfilments"}], "userErrors": []}"#
        )
        let refused = ScriptedChannel([(Self.graphQL, open), (Self.graphQL, refusal)])
        await #expect { _ = try await refused.push(.cancel(isWhole: true), to: "shopify") } throws: {
            ($0 as? ChannelFailure)?.message.contains("has fulfilments") == true
        }
    }

    @Test("Variants that share a SKU are all told, and articles are read to the last page")
    func sharedLevels() async throws {
        func item(_ id: Int, _ units: Int) -> String {
            """
            {"id": "gid://shopify/InventoryItem/\(id)", "sku": "TEA-100",
             "inventoryLevel": {"quantities": [{"name": "available", "quantity": \(units)}]}}
            """
        }
        let shop = ScriptedChannel([
            (Self.graphQL, data(#""inventoryItems": {"nodes": [\#(item(1, 9)), \#(item(2, 7))], \#(Self.page)}"#)),
            (Self.graphQL, data(#""inventoryItems": {"nodes": [\#(item(3, 8))]}"#)),
            (Self.graphQL, data(#""inventorySetQuantities": {"userErrors": []}"#)),
        ])
        let level = ChannelPush.stock([ChannelPush.StockItem(sku: "TEA-100", units: 7, version: 2)])
        #expect(try await shop.push(level, to: "shopify", options: ["location": "1"]) == .done(reference: nil))
        let told = try JSONDocument(parsing: Array(shop.calls[2].body.utf8))
            .root["variables"]?["input"]?["quantities"]?.elements.map {
                "\($0["inventoryItemId"]?.string?.split(separator: "/").last ?? "") \($0["compareQuantity"]?.int ?? 0)"
            }
        #expect(told == ["1 9", "3 8"])
    }

    @Test("What a customer paid in his own currency goes back in it, by the shop's share of the payment")
    func presentment() async throws {
        func order(_ transaction: String) -> HTTPAnswer {
            data(
                #""order": {"id": "x", "cancelledAt": null, "presentmentCurrencyCode": "JPY", "lineItems": {"nodes": []}, "refunds": [], "transactions": [\#(transaction)]}"#
            )
        }
        let sale = Self.payment(1, "SALE", "90.0")
        let paid = sale.replacing(
            #""shopMoney""#, with: #""presentmentMoney": {"amount": "14701"}, "shopMoney""#)
        let refund = ChannelPush.Refund(
            order: "500", reference: "r1", amount: 5000, currency: Currency(rawValue: "EUR"), reason: "return")
        let done = data(#""refundCreate": {"refund": {"id": "r"}, "userErrors": []}"#)
        let shop = ScriptedChannel([(Self.graphQL, order(paid)), (Self.graphQL, done)])
        _ = try await shop.push(.refund(refund), to: "shopify")
        let input = try shop.body(Self.graphQL)?["variables"]?["input"]
        #expect(input?["currency"]?.string == "JPY" && input?["transactions"]?[0]?["amount"]?.string == "8167")
        let silent = ScriptedChannel([(Self.graphQL, order(sale))])
        await #expect { _ = try await silent.push(.refund(refund), to: "shopify") } throws: {
            ($0 as? ChannelFailure)?.isFinal == true
        }
    }

    private static func payment(
        _ id: Int, _ kind: String, _ amount: String, _ gateway: String = "shopify_payments", of parent: Int? = nil
    ) -> String {
        let parent = parent.map { #"{"id": "gid://shopify/OrderTransaction/\#($0)"}"# } ?? "null"
        return """
            {"id": "gid://shopify/OrderTransaction/\(id)", "kind": "\(kind)", "status": "SUCCESS", "gateway": "\(gateway)",
             "amountSet": {"shopMoney": {"amount": "\(amount)"}}, "parentTransaction": \(parent)}
            """
    }

    @Test(
        "A return's money comes of the payments, of each no more than is left of it; what they do not cover is for a person",
        arguments: [
            ([payment(1, "SALE", "10.0", "gift_card"), payment(2, "SALE", "90.0")], "1=10.00 2=40.00"),
            ([payment(1, "AUTHORIZATION", "90.0"), payment(2, "CAPTURE", "90.0")], "2=50.00"),
            (
                [
                    payment(1, "SALE", "45.0"), payment(2, "SALE", "60.0"), payment(3, "REFUND", "25.0", of: 1),
                ], "1=20.00 2=30.00"
            ),
            ([payment(1, "SALE", "49.99")], nil), ([], nil),
        ] as [([String], String?)])
    func tenders(payments: [String], shares: String?) async throws {
        let order = HTTPAnswer.scripted(
            """
            {"data": {"order": {"id": "gid://shopify/Order/500", "cancelledAt": null, "lineItems": {"nodes": []},
             "refunds": [], "transactions": [\(payments.joined(separator: ","))]}}}
            """)
        let done = HTTPAnswer.scripted(
            #"{"data": {"refundCreate": {"refund": {"id": "gid://shopify/Refund/4"}, "userErrors": []}}}"#)
        let refund = ChannelPush.Refund(
            order: "500", reference: "r1", amount: 5000, currency: Currency(rawValue: "EUR"), reason: "return")
        let shop = ScriptedChannel([(Self.graphQL, order), (Self.graphQL, done)])
        guard let shares else {
            await #expect { _ = try await shop.push(.refund(refund), to: "shopify") } throws: {
                ($0 as? ChannelFailure)?.isFinal == true
            }
            #expect(shop.calls.count == 1)
            return
        }
        _ = try await shop.push(.refund(refund), to: "shopify")
        let told = try shop.body(Self.graphQL)?["variables"]?["input"]?["transactions"]?.elements.map { share in
            "\(share["parentId"]?.string?.split(separator: "/").last ?? "")=\(share["amount"]?.string ?? "")"
        }
        #expect(told?.joined(separator: " ") == shares)
    }
}
