import Contracts
import HTTPClient
import Testing
import WireJSON

@testable import OrderIntake

@Suite("WooCommerce and Magento: what they are told")
struct ShopPushTests {
    private static let trackings = "/wp-json/wc-shipment-tracking/v3/orders/500/shipment-trackings"
    private static let order = "/wp-json/wc/v3/orders/500"

    @Test(
        "WooCommerce: the number goes to the plug-in, the last parcel completes the order, a repeat is asked about first"
    )
    func wooParcel() async throws {
        let shop = ScriptedChannel([
            ("POST \(Self.trackings)", .scripted("{}", status: 201)), ("PUT \(Self.order)", .scripted("{}")),
        ])
        #expect(try await shop.push(.parcel(isLast: true), to: "woocommerce") == .done(reference: nil))
        let body = try shop.body("POST")
        #expect(body?["tracking_number"]?.string == "T1" && body?["date_shipped"]?.string == "2026-03-02")
        #expect(try shop.body("PUT")?["status"]?.string == "completed")
        let again = ScriptedChannel([("GET \(Self.trackings)", .scripted(#"[{"tracking_number": "T1"}]"#))])
        #expect(try await again.push(.parcel(), to: "woocommerce", isRepeat: true) == .found(reference: nil))
        #expect(again.lines.count == 1)
    }

    @Test("WooCommerce without the plug-in: a note to the customer")
    func wooNote() async throws {
        let shop = ScriptedChannel([
            ("POST \(Self.trackings)", .scripted(#"{"code": "rest_no_route"}"#, status: 404)),
            ("POST \(Self.order)/notes", .scripted("{}", status: 201)),
        ])
        #expect(try await shop.push(.parcel(), to: "woocommerce") == .done(reference: nil))
        #expect(try shop.body("POST")?["note"]?.string == "dhl T1 https://dhl.example/T1")
    }

    @Test("WooCommerce: units go back without being put on the shop's shelf, once")
    func wooCancel() async throws {
        let open = HTTPAnswer.scripted(#"{"status": "processing"}"#)
        let shop = ScriptedChannel([
            ("GET \(Self.order)", open), ("GET \(Self.order)/refunds", .scripted("[]")),
            ("POST \(Self.order)/refunds", .scripted(#"{"id": 71}"#, status: 201)),
        ])
        #expect(try await shop.push(.cancel(), to: "woocommerce") == .done(reference: "71"))
        let body = try shop.body("POST")
        #expect(body?["api_restock"]?.bool == false && body?["amount"]?.string == "19.95")
        #expect(body?["line_items"]?[0]?["quantity"]?.int == 1)
        let again = ScriptedChannel([
            ("GET \(Self.order)/refunds", .scripted(#"[{"id": 71, "reason": "waybill:cancellation/x/1"}]"#)),
            ("GET \(Self.order)", open),
        ])
        #expect(try await again.push(.cancel(), to: "woocommerce", isRepeat: true) == .found(reference: "71"))
    }

    @Test("WooCommerce: an order of which nothing is left to be sent is completed, unless it is over")
    func wooCompletion() async throws {
        let push = ChannelPush.cancellation(
            ChannelPush.Cancellation(
                order: "500", key: "completion/x", amount: 0, currency: Currency(rawValue: "EUR"), reason: "shipped",
                completesOrder: true))
        for (status, isOpen) in [("processing", true), ("completed", false), ("refunded", false), ("trash", false)] {
            let shop = ScriptedChannel(
                [("GET \(Self.order)", .scripted(#"{"status": "\#(status)"}"#))]
                    + (isOpen ? [("PUT \(Self.order)", .scripted("{}"))] : []))
            let outcome = try await shop.push(push, to: "woocommerce")
            #expect(outcome == (isOpen ? .done(reference: nil) : .found(reference: nil)), "\(status)")
            if isOpen { #expect(try shop.body("PUT")?["status"]?.string == "completed") }
            #expect(shop.lines.count == (isOpen ? 2 : 1))
        }
    }

    @Test("WooCommerce: with a whole order goes back what the customer has not had back before, if anything is left")
    func wooWhole() async throws {
        for (before, rest) in [("-2.50", "17.45"), ("-19.95", nil)] {
            let order = #"{"status": "processing", "total": "19.95", "refunds": [{"id": 70, "total": "\#(before)"}]}"#
            let given = [
                ("GET \(Self.order)/refunds", HTTPAnswer.scripted("[]")),
                ("POST \(Self.order)/refunds", HTTPAnswer.scripted(#"{"id": 71}"#, status: 201)),
            ]
            let shop = ScriptedChannel(
                [("GET \(Self.order)", .scripted(order))] + (rest == nil ? [] : given)
                    + [("PUT \(Self.order)", .scripted("{}"))])
            #expect(try await shop.push(.cancel(isWhole: true), to: "woocommerce") == .done(reference: nil))
            #expect(try shop.body("PUT")?["status"]?.string == "cancelled")
            if let rest { #expect(try shop.body("POST")?["amount"]?.string == rest) }
        }
    }

    @Test("WooCommerce: articles and variations are told in batches; who is unknown is said")
    func wooStock() async throws {
        let shop = ScriptedChannel([
            (
                "GET /wp-json/wc/v3/products",
                .scripted(#"[{"id": 5, "sku": "TEA-100", "type": "variation", "parent_id": 4}]"#)
            ), ("POST /wp-json/wc/v3/products/4/variations/batch", .scripted(#"{"update": [{"id": 5}]}"#)),
        ])
        let outcome = try await shop.push(.levels, to: "woocommerce")
        #expect(outcome == .partly(refused: ["POT-1": "the shop has no article with this SKU"]))
        #expect(try shop.body("POST")?["update"]?[0]?["stock_quantity"]?.int == 7)
    }

    @Test("Magento: shipped from its source, once by its number")
    func magentoParcel() async throws {
        let none = HTTPAnswer.scripted(#"{"items": [], "total_count": 0}"#)
        let shop = ScriptedChannel([
            ("GET /rest/V1/shipments", none), ("GET /rest/V1/orders/500", .scripted(#"{"items": []}"#)),
            ("POST /rest/V1/order/500/ship", .scripted(#""9""#)),
        ])
        let outcome = try await shop.push(.parcel(), to: "magento", options: ["source.IST": "istanbul"])
        #expect(outcome == .done(reference: "9"))
        let body = try shop.body("POST")
        #expect(body?["arguments"]?["extension_attributes"]?["source_code"]?.string == "istanbul")
        #expect(body?["items"]?[0]?["order_item_id"]?.int == 11 && body?["tracks"]?[0]?["track_number"]?.string == "T1")
        let again = ScriptedChannel([
            ("GET /rest/V1/shipments", .scripted(#"{"items": [{"entity_id": 9, "tracks": [{"track_number": "T1"}]}]}"#))
        ])
        #expect(try await again.push(.parcel(), to: "magento", isRepeat: true) == .found(reference: "9"))
    }

    @Test("Magento: unpaid it is cancelled as a whole, paid by a credit memo; what it can not do is for a person")
    func magentoCancel() async throws {
        let open = HTTPAnswer.scripted(#"{"state": "processing", "shipping_amount": 5.5, "shipping_refunded": 1.5}"#)
        let shop = ScriptedChannel([
            ("GET /rest/V1/orders/500", open), ("POST /rest/V1/orders/500/cancel", .scripted("false")),
            ("GET /rest/V1/creditmemos", .scripted(#"{"items": []}"#)),
            ("GET /rest/V1/invoices", .scripted(#"{"items": []}"#)),
            ("POST /rest/V1/order/500/refund", .scripted("3")),
        ])
        #expect(try await shop.push(.cancel(isWhole: true), to: "magento") == .done(reference: "3"))
        // With the whole order goes back what it cost to ship it.
        #expect(try shop.body("POST")?["arguments"]?["shipping_amount"]?.text == "4.00")
        let unpaid = ScriptedChannel([("GET /rest/V1/orders/500", open)])
        await #expect { _ = try await unpaid.push(.cancel(isPaidThere: false), to: "magento") } throws: {
            ($0 as? ChannelFailure)?.isFinal == true
        }
        let gone = ScriptedChannel([("GET /rest/V1/orders/500", .scripted(#"{"state": "canceled"}"#))])
        #expect(try await gone.push(.cancel(isWhole: true), to: "magento") == .found(reference: nil))
    }

    private static func order(shipping: String, _ items: String) -> HTTPAnswer {
        .scripted(
            #"{"state": "complete", "shipping_amount": \#(shipping), "shipping_refunded": 0, "items": [\#(items)]}"#)
    }

    @Test(
        "Magento: a return's money is neither more nor less, and never a memo of all that is left",
        arguments: [
            // Shipping is left: units are named, none of them is given back.
            (
                "5.5", #"{"item_id": 11, "qty_ordered": 2, "row_total": 20}, {"item_id": 12, "row_total": 9}"#,
                "11:0 12:0", "7.00", "0"
            ),
            // None is: those that came back, less the fee; a third of 10.00 is 3.33.
            (
                "0",
                #"{"item_id": 11, "qty_ordered": 3, "qty_invoiced": 3, "qty_refunded": 1, "row_total": 9, "tax_amount": 2, "discount_amount": 1}"#,
                "11:2", "0.33", "0"
            ),
            (
                "0", #"{"item_id": 11, "qty_ordered": 2, "qty_invoiced": 2, "row_total": 20}"#,
                "11:2", "0", "13.00"
            ),
        ])
    func magentoReturn(shipping: String, items: String, named: String, more: String, less: String) async throws {
        let refund = ChannelPush.Refund(
            order: "500", reference: "r1", amount: 700, currency: Currency(rawValue: "EUR"),
            accepted: [ChannelPush.Line(lineID: "11", quantity: 2)], reason: "return")
        let shop = ScriptedChannel([
            ("GET /rest/V1/creditmemos", .scripted(#"{"items": []}"#)),
            ("GET /rest/V1/orders/500", Self.order(shipping: shipping, items)),
            ("GET /rest/V1/invoices", .scripted(#"{"items": []}"#)),
            ("POST /rest/V1/order/500/refund", .scripted("3")),
        ])
        #expect(try await shop.push(.refund(refund), to: "magento") == .done(reference: "3"))
        let body = try #require(try shop.body("POST"))
        let told = body["items"]?.elements.map { "\($0["order_item_id"]?.text ?? ""):\($0["qty"]?.text ?? "")" }
        #expect(told?.joined(separator: " ") == named)
        #expect(body["arguments"]?["adjustment_positive"]?.text == more)
        #expect(body["arguments"]?["adjustment_negative"]?.text == less)
    }

    @Test(
        "Magento: what has no memo of its own is for a person",
        arguments: [
            // Given back before; in a bundle, whose price is its parent's.
            #"{"item_id": 11, "qty_ordered": 2, "qty_invoiced": 2, "qty_refunded": 1, "row_total": 20}"#,
            #"{"item_id": 11, "parent_item_id": 10, "qty_ordered": 2, "qty_invoiced": 2, "row_total": 20}"#,
        ])
    func magentoReturnByHand(items: String) async throws {
        let refund = ChannelPush.Refund(
            order: "500", reference: "r1", amount: 700, currency: Currency(rawValue: "EUR"),
            accepted: [ChannelPush.Line(lineID: "11", quantity: 2)], reason: "return")
        let shop = ScriptedChannel([
            ("GET /rest/V1/creditmemos", .scripted(#"{"items": []}"#)),
            ("GET /rest/V1/orders/500", Self.order(shipping: "0", items)),
        ])
        await #expect { _ = try await shop.push(.refund(refund), to: "magento") } throws: {
            ($0 as? ChannelFailure)?.isFinal == true
        }
    }

    @Test("Magento: one article of many that is refused is found in few calls")
    func magentoHalves() async throws {
        let path = "POST /rest/V1/inventory/source-items"
        let items = (0..<8).map { ChannelPush.StockItem(sku: "S\($0)", units: 7, version: 2) }
        // All, the first four, the others, two of them, the last two, one, and the last one.
        let answers = [400, 200, 400, 200, 400, 200, 400]
        let shop = ScriptedChannel(answers.map { (path, .scripted(#"{"message": "no S7"}"#, status: $0)) })
        guard case .partly(let refused) = try await shop.push(.stock(items), to: "magento") else { throw NotThat() }
        #expect(refused.keys.sorted() == ["S7"] && shop.calls.count == answers.count)
    }

    @Test("Magento, WooCommerce: a batch of which each article needs a call is over within an effect's time")
    func calls() async throws {
        // A shop on a slow server takes 0.6 s a call; an effect has 60 s.
        let most = 100
        let many = (0..<200).map { _ in
            ("POST /rest/V1/inventory/source-items", HTTPAnswer?.some(.scripted(#"{"message": "no"}"#, status: 400)))
        }
        let magento = ScriptedChannel(many)
        _ = try await magento.push(.stock(Self.batch(of: "magento")), to: "magento")
        #expect(magento.calls.count < most)
        let batch = Self.batch(of: "woocommerce")
        let variations = batch.indices.map {
            #"{"id": \#($0 + 1), "sku": "S\#($0)", "type": "variation", "parent_id": \#($0 + 1000)}"#
        }
        let woo = ScriptedChannel(
            [("GET /wp-json/wc/v3/products", .scripted("[\(variations.joined(separator: ","))]"))]
                + batch.indices.map { _ in ("POST /wp-json/wc/v3/products/", .scripted(#"{"update": [{"id": 1}]}"#)) })
        #expect(try await woo.push(.stock(batch), to: "woocommerce") == .done(reference: nil))
        #expect(woo.calls.count < most)
    }

    private static func batch(of channel: String) -> [ChannelPush.StockItem] {
        (0..<ChannelDirectory.stockBatchSize(of: channel)).map {
            ChannelPush.StockItem(sku: "S\($0)", units: 7, version: 2)
        }
    }

    @Test("Magento: when one article is refused, the others are told alone")
    func magentoStock() async throws {
        let path = "POST /rest/V1/inventory/source-items"
        let shop = ScriptedChannel([
            (path, .scripted(#"{"message": "no POT-1"}"#, status: 400)), (path, .scripted("[]")),
            (path, .scripted(#"{"message": "no POT-1"}"#, status: 400)),
        ])
        guard case .partly(let refused) = try await shop.push(.levels, to: "magento") else { throw NotThat() }
        #expect(refused.keys.sorted() == ["POT-1"] && shop.calls.count == 3)
    }
}
