import Contracts
import HTTPClient
import Testing
import WireJSON

@testable import OrderIntake

@Suite("Magento: what goes back through its gateway, and bundles")
struct MagentoPushTests {
    private static let none = HTTPAnswer.scripted(#"{"items": []}"#)

    /// Two units of 11, captured by the gateway.
    private static func invoice(
        _ id: String, units: Int = 2, transaction: String = #""txn""#, state: Int = 2
    ) -> String {
        #"""
        {"entity_id": \#(id), "state": \#(state), "transaction_id": \#(transaction), "base_grand_total": 45.4,
         "base_total_refunded": 0, "items": [{"order_item_id": 11, "qty": \#(units)}]}
        """#
    }

    private func cancel(
        _ invoices: [String], memos: String = "", at path: String, options: [String: String] = [:]
    ) async throws -> JSONNode {
        let shop = ScriptedChannel([
            ("GET /rest/V1/orders/500", .scripted(#"{"state": "processing", "items": []}"#)),
            ("GET /rest/V1/creditmemos", .scripted("{\"items\": [\(memos)]}")),
            ("GET /rest/V1/invoices", .scripted("{\"items\": [\(invoices.joined(separator: ","))]}")),
            ("POST \(path)", .scripted("3")),
        ])
        #expect(try await shop.push(.cancel(2), to: "magento", options: options) == .done(reference: "3"))
        return try #require(try shop.body("POST"))
    }

    @Test("Money that the gateway captured goes back by its invoice, online")
    func online() async throws {
        let body = try await cancel([Self.invoice("8")], at: "/rest/V1/invoice/8/refund")
        #expect(body["isOnline"]?.bool == true && body["items"]?[0]?["order_item_id"]?.int == 11)
        #expect(body["comment"]?["comment"]?.string == "waybill:cancellation/x/1")
    }

    @Test("Of several invoices it is the one that holds the units still, and is not cancelled")
    func whichInvoice() async throws {
        let memo = #"{"entity_id": 1, "invoice_id": 8, "items": [{"order_item_id": 11, "qty": 1}]}"#
        _ = try await cancel(
            [Self.invoice("7", state: 3), Self.invoice("8"), Self.invoice("9")], memos: memo,
            at: "/rest/V1/invoice/9/refund")
        // What was paid by bank transfer the gateway cannot give back.
        let body = try await cancel(
            [Self.invoice("8", units: 1), Self.invoice("9", transaction: "null")], at: "/rest/V1/order/500/refund")
        #expect(body["isOnline"] == nil)
    }

    @Test("No gateway, or a shop that gives its money back itself: a memo of the order")
    func offline() async throws {
        _ = try await cancel([Self.invoice("8", transaction: "null")], at: "/rest/V1/order/500/refund")
        let shop = ScriptedChannel([
            ("GET /rest/V1/orders/500", .scripted(#"{"state": "processing", "items": []}"#)),
            ("GET /rest/V1/creditmemos", Self.none), ("POST /rest/V1/order/500/refund", .scripted("3")),
        ])
        let outcome = try await shop.push(.cancel(2), to: "magento", options: ["gatewayRefund": "false"])
        #expect(outcome == .done(reference: "3"))
    }

    @Test("Units of two captures have no memo of their own: a person gives them back")
    func twoCaptures() async throws {
        let two = [Self.invoice("8", units: 1), Self.invoice("9", units: 1)].joined(separator: ",")
        let shop = ScriptedChannel([
            ("GET /rest/V1/orders/500", .scripted(#"{"state": "processing", "items": []}"#)),
            ("GET /rest/V1/creditmemos", Self.none), ("GET /rest/V1/invoices", .scripted("{\"items\": [\(two)]}")),
        ])
        await #expect { _ = try await shop.push(.cancel(2), to: "magento") } throws: {
            ($0 as? ChannelFailure)?.isFinal == true
        }
    }

    @Test("The money of a return goes back by an invoice that has so much left")
    func money() async throws {
        let refund = ChannelPush.Refund(
            order: "500", reference: "r1", amount: 700, currency: Currency(rawValue: "EUR"), reason: "return")
        let poor = #"""
            {"entity_id": 7, "transaction_id": "a", "base_grand_total": 45.4, "base_total_refunded": 40, "items": []}
            """#
        let order = #"{"state": "complete", "shipping_amount": 5, "items": [{"item_id": 11}]}"#
        let shop = ScriptedChannel([
            ("GET /rest/V1/creditmemos", Self.none), ("GET /rest/V1/orders/500", .scripted(order)),
            ("GET /rest/V1/invoices", .scripted("{\"items\": [\(poor), \(Self.invoice("8"))]}")),
            ("POST /rest/V1/invoice/8/refund", .scripted("3")),
        ])
        #expect(try await shop.push(.refund(refund), to: "magento") == .done(reference: "3"))
        #expect(try shop.body("POST")?["arguments"]?["adjustment_positive"]?.text == "7.00")
    }

    @Test("With a whole order goes back no more than its customer has not had back before")
    func whole() async throws {
        let order = #"""
            {"state": "processing", "shipping_amount": 5, "adjustment_positive": 2.5, "adjustment_negative": 0, "items": []}
            """#
        let shop = ScriptedChannel([
            ("GET /rest/V1/orders/500", .scripted(order)), ("POST /rest/V1/orders/500/cancel", .scripted("false")),
            ("GET /rest/V1/creditmemos", Self.none), ("GET /rest/V1/invoices", Self.none),
            ("POST /rest/V1/order/500/refund", .scripted("3")),
        ])
        #expect(try await shop.push(.cancel(2, isWhole: true), to: "magento") == .done(reference: "3"))
        let arguments = try shop.body("POST")?["arguments"]
        #expect(arguments?["adjustment_negative"]?.text == "2.50" && arguments?["shipping_amount"]?.text == "5.00")
    }

    /// Two bundles, in each of them one 11 and two 12.
    private static func bundle(price: String = "0", partPrice: String = "10") -> String {
        let parts = [("11", 2), ("12", 4)].map { id, units in
            #"""
            {"item_id": \#(id), "parent_item_id": 10, "product_type": "simple", "qty_ordered": \#(units),
             "row_total": \#(partPrice)}
            """#
        }.joined(separator: ",")
        return #"""
            {"state": "processing", "items": [{"item_id": 10, "product_id": 51, "sku": "KIT", "product_type": "bundle",
             "qty_ordered": 2, "row_total": \#(price)}, \#(parts), {"item_id": 13, "product_type": "simple",
             "qty_ordered": 1, "row_total": 3}]}
            """#
    }

    private static func product(_ type: String) -> HTTPAnswer {
        .scripted(
            #"""
            {"items": [{"id": 51, "custom_attributes": [{"attribute_code": "shipment_type", "value": "\#(type)"}]}]}
            """#)
    }

    private static func lines(_ units: [(String, Int)]) -> [ChannelPush.Line] {
        units.map { ChannelPush.Line(lineID: $0.0, quantity: $0.1) }
    }

    private static func named(_ body: JSONNode?) -> String {
        let items = body?["items"]?.elements.map { "\($0["order_item_id"]?.text ?? ""):\($0["qty"]?.text ?? "")" } ?? []
        return items.joined(separator: " ")
    }

    @Test(
        "A bundle that is sent together is named itself, one that is sent separately by what is in it",
        arguments: [
            ("0", [("11", 1), ("12", 2), ("13", 1)], "13:1 10:1"), ("0", [("11", 2), ("12", 4)], "10:2"),
            ("1", [("11", 1), ("12", 2), ("13", 1)], "11:1 12:2 13:1"), ("1", [("12", 3)], "12:3"),
        ])
    func bundles(type: String, sent: [(String, Int)], named: String) async throws {
        let shop = ScriptedChannel([
            ("GET /rest/V1/shipments", Self.none), ("GET /rest/V1/orders/500", .scripted(Self.bundle())),
            ("GET /rest/V1/products", Self.product(type)), ("POST /rest/V1/order/500/ship", .scripted("9")),
        ])
        #expect(try await shop.push(.parcel(Self.lines(sent)), to: "magento") == .done(reference: "9"))
        #expect(Self.named(try shop.body("POST")) == named)
    }

    @Test(
        "A part of a bundle that is sent together, and one of which it is not known, are for a person",
        arguments: [("0", [("11", 1)]), ("0", [("11", 1), ("12", 4)]), ("", [("11", 1), ("12", 2)])])
    func parts(type: String, sent: [(String, Int)]) async throws {
        let shop = ScriptedChannel([
            ("GET /rest/V1/shipments", Self.none), ("GET /rest/V1/orders/500", .scripted(Self.bundle())),
            ("GET /rest/V1/products", Self.product(type)),
        ])
        await #expect { _ = try await shop.push(.parcel(Self.lines(sent)), to: "magento") } throws: {
            ($0 as? ChannelFailure)?.isFinal == true
        }
    }

    @Test("A bundle with a price of its own is given back itself, and a part of it by a person")
    func pricedBundle() async throws {
        func cancel(_ lines: [(String, Int)]) -> ChannelPush {
            .cancellation(
                ChannelPush.Cancellation(
                    order: "500", key: "cancellation/x/1", lines: Self.lines(lines), amount: 1500,
                    currency: Currency(rawValue: "EUR"), reason: "sold_out", isPaidThere: true))
        }
        func shop() -> ScriptedChannel {
            ScriptedChannel([
                ("GET /rest/V1/orders/500", .scripted(Self.bundle(price: "30", partPrice: "0"))),
                ("GET /rest/V1/creditmemos", Self.none), ("GET /rest/V1/invoices", Self.none),
                ("POST /rest/V1/order/500/refund", .scripted("3")),
            ])
        }
        let whole = shop()
        #expect(try await whole.push(cancel([("11", 1), ("12", 2)]), to: "magento") == .done(reference: "3"))
        #expect(Self.named(try whole.body("POST")) == "10:1")
        await #expect { _ = try await shop().push(cancel([("11", 1)]), to: "magento") } throws: {
            ($0 as? ChannelFailure)?.isFinal == true
        }
    }
}
