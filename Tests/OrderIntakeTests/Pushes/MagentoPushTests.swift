import Contracts
import HTTPClient
import Testing
import WireJSON

@testable import OrderIntake

@Suite("Magento: what goes back through its gateway")
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
}
