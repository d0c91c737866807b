import Contracts
import FoundationEssentials
import Messaging
import OrderIntake
import TestSupport
import Testing
import WireJSON

/// Recorded payloads, which are not part of this repository: `WAYBILL_CASES` names their folder. What each must come to was
/// decided by reading it; what its order is to the last figure stands in `Golden`.
@Suite("The recorded cases", .enabled(if: RecordedCases.folder != nil, "WAYBILL_CASES does not name a folder"))
struct RecordedCasesTests {
    @Test("come to what reading them says", arguments: RecordedCases.expected.keys.sorted())
    func expected(path: String) throws {
        #expect(try RecordedCases.outcomes(of: path) == RecordedCases.expected[path])
    }

    @Test("are all in the list, those of channels that we do not have included")
    func complete() throws {
        #expect(try RecordedCases.files() == RecordedCases.expected.keys.sorted())
    }

    @Test("are the very orders that are kept here", arguments: RecordedCases.orders)
    func golden(path: String) throws {
        let orders = try RecordedCases.mappedOrders(of: path)
        try GoldenOrders(path: path).check(orders)
    }

    @Test("are kept here only as long as they are there")
    func noStrays() throws {
        #expect(try GoldenOrders.paths() == RecordedCases.orders)
    }

    @Test("are no orders to any channel but their own", arguments: RecordedCases.expected.keys.sorted())
    func foreign(path: String) throws {
        guard let root = try? JSONDocument(parsing: try RecordedCases.bytes(path)).root else { return }
        for mapping in ChannelDirectory.mappings where !path.hasPrefix(mapping.channel + "/") {
            #expect(mapping.orders(in: root).isEmpty, "\(mapping.channel) takes it for an order")
        }
    }

    @Test("keep every byte that is no card number", arguments: RecordedCases.ofChannels)
    func redaction(path: String) throws {
        let bytes = try RecordedCases.bytes(path)
        #expect(CardRedaction.redacted(bytes) == bytes)
    }

    /// The same every time, and another one each time.
    private static let seeds: [UInt64] = [
        21, 22, SeededGenerator.printedSeed(for: "recorded cases with any bytes changed"),
    ]

    @Test("with any bytes changed crash nothing, and become sound orders or reasons", arguments: seeds)
    func mutations(seed: UInt64) async throws {
        var fuzzer = PayloadFuzzer(seed: seed)
        for path in RecordedCases.ofChannels {
            let channel = String(path.prefix { $0 != "/" })
            try fuzzer.run(try RecordedCases.bytes(path), of: channel, times: 60)
            // So long a computation leaves Swift's few threads to other tests now and then.
            await Task.yield()
        }
    }

    @Test("of channels that we do not have, and in XML, crash nothing either with any bytes changed", arguments: seeds)
    func foreignMutations(seed: UInt64) async throws {
        var fuzzer = PayloadFuzzer(seed: seed)
        for path in RecordedCases.expected.keys.sorted() {
            let bytes = try RecordedCases.bytes(path)
            if path.hasSuffix(".xml") {
                fuzzer.runXML(bytes, times: 60)
            } else if !RecordedCases.ofChannels.contains(path) {
                for mapping in ChannelDirectory.mappings { try fuzzer.run(bytes, of: mapping.channel, times: 5) }
            }
            await Task.yield()
        }
    }

    @Test("that no document can be read of are kept and parked, since their sender is authentic")
    func unreadable() throws {
        for path in RecordedCases.own.filter({ $0.value == ["unreadable"] }).keys.sorted() {
            var intake = IntakeHarness()
            let error = #expect(throws: HandlerError.self) {
                _ = try intake.webhook(
                    String(path.prefix { $0 != "/" }), "page", try RecordedCases.bytes(path))
            }
            #expect(error?.code == "unreadable_body" && error?.isRetriable == false, "\(path)")
        }
    }

    @Test("of ShipStation's notice are what was sent")
    func shipNotice() throws {
        let body = try RecordedCases.bytes("shipstation/custom_store_shipnotify_post.xml")
        let notice = try ShipNotice.read(query: { _ in nil }, body: body)
        #expect(notice.orderNumber == "ABC123" && notice.label.carrier == "USPS")
        #expect(notice.label.trackingNumber == "trn_19726378123jabdkjakjsadg")
        #expect(notice.items.map(\.quantity) == [5] && notice.items.first?.lineID == "item_qwerty1234")
    }
}

enum RecordedCases {
    static let folder = TestEnvironment.cases.flatMap { $0.isEmpty ? nil : $0 }

    /// Per file what its orders come to: disposition, total, lines as `quantity × SKU`, and remarks. `-` is no order.
    static let own: [String: [String]] = [
        // Paid with the bogus gateway, test: true.
        "shopify/devstore_orders_list_page1.json": [
            "recorded test; 470.00 EUR; 3 × shopify:41733347588, 5 × shopify:42077492100"
        ],
        "shopify/disputes_rest.json": ["-"],
        "shopify/draft_orders_list.json": ["-"],
        "shopify/fulfillment_order_go.json": ["-"],
        "shopify/fulfillment_rest.json": ["-"],
        "shopify/hmac_worked_example.json": ["-"],
        "shopify/location_inventory_levels.json": ["-"],
        "shopify/refunds_rest_two_lines_transaction.json": ["-"],
        "shopify/transactions_rest.json": ["-"],
        // Cancelled and voided, but first of all test: true. The lines have no variant, only a product.
        "shopify/order_cancelled_voided_nulls.json": [
            "recorded test; 10.00 USD; 1 × shopify:product-111475476, 1 × shopify:product-5410685889"
        ],
        // 3 × 74.99 + 13.50 tax; a custom line; nobody says where to.
        "shopify/order_rest_eur_two_taxes_no_sku.json": [
            "proceed paid; 238.47 EUR; 3 × shopify:line-1071823207; no_shipping_address"
        ],
        // Said to be paid, and outstanding in full.
        "shopify/order_rest_multi_items_tax_no_sku.json": [
            "proceed paid; 270.37 USD; 1 × shopify:line-1071823190, 1 × shopify:line-1071823191, "
                + "2 × shopify:line-1071823192; outstanding_mismatch, no_shipping_address"
        ],
        // Two of three lines were refunded; 199.00 - 3.33 + 3.98 is left. The gateway is bogus.
        "shopify/order_rest_partially_refunded_taxlines_discount.json": [
            "recorded test; 199.65 USD; 1 × IPOD2008RED"
        ],
        // 99.00 + 100.00 - 34.10 + 22.00, from a draft without an address.
        "shopify/webhook_orders_create_hkd_percentage_discount.json": [
            "proceed paid; 186.90 HKD; 1 × shopify:50398373085484, 1 × shopify:50451770802476; no_shipping_address"
        ],

        // Sent to a shop on Main Street; 39.99 and 10.00 tax.
        "amazon/orders2026_getOrder_sandbox_2.json": ["proceed paid; 49.99 USD; 1 × ECHO-POP-US-BLK"],
        "amazon/orders2026_searchOrders_sandbox_2_br.json": ["proceed paid; 1599.90 BRL; 1 × DELL-I15-BR-001"],
        // To be sent by the merchant, and v0 tells the lines apart.
        "amazon/samples_orders-getOrder.json": ["unfit lines_apart $.payload.OrderItems"],
        // Sent from Amazon's own warehouse.
        "amazon/v0_getOrder_sandbox_IBA.json": ["recorded fulfilled_by_channel; 100.00 EUR; "],
        // Pending: no total, and only the marketplace says that it will be dollars.
        "amazon/v0_getOrders_example.json": ["recorded awaiting_channel; 0.00 USD; "],
        // A notification names the order and its items without prices: it is asked for.
        "amazon/notification_OrderChangeNotification.json": ["-"],
        "amazon/v0_confirmShipment_request_sandbox.json": ["-"],
        "amazon/v0_getOrderAddress_example.json": ["-"],
        "amazon/v0_getOrderItems_example.json": ["-"],

        // What one posts to get a test order, not what one gets; and a new address of an order.
        "hepsiburada/sit_create_test_order_doc.json": ["-"],
        "hepsiburada/webhook_change_shipping_address_doc.json": ["-"],

        // Lines were taken out of the example, so that what is left does not come to the total.
        "magento/adobe_doc_get_order_3.json": ["proceed unpaid; 165.00 USD; 1 × WS12-M-Orange; total_mismatch"],
        "magento/adobe_doc_invoice_3.json": ["-"],
        "magento/adobe_doc_refund_request.json": ["-"],
        "magento/adobe_doc_ship_request.json": ["-"],
        // The line and its child have one SKU: 138.00 + 224.00 + 5.00 + 29.87 tax.
        "magento/m2_order_configurable_parent_and_simple_child.json": [
            "proceed unpaid; 396.87 USD; 2 × MH09-XS-Blue, 1 × RACER"
        ],
        "magento/m2_order_guest_ship_to_AF.json": ["proceed unpaid; 54.00 USD; 1 × WP13-28-Blue"],

        // The old SOAP interface: XML, which is not read.
        "n11/soap_order_detail_response_fixture.xml": ["unreadable"],

        "trendyol/getShipmentPackages_doc_2025_new_field_names.json": ["recorded fulfilled; 498.90 TRY; 1 × 111111"],
        // The documentation has `whoPays` twice in one object, which is refused whatever the channel.
        "trendyol/webhook_model_doc_cleaned.json": ["unreadable"],

        // 6.00 + 12.00 + 10.00 + 1.35 tax; a bank transfer that has come.
        "woocommerce/doc_order_727_created.json": ["proceed paid; 29.35 USD; 2 × woocommerce:93, 1 × Bar3"],
        "woocommerce/doc_refund_726.json": ["-"],
        "woocommerce/order-fully-refunded.json": ["recorded refunded; 223.71 USD; 2 × woocommerce:379"],
        // 18.00 + 10.00, of which two gift cards paid 24.00.
        "woocommerce/order-with-attribution-info.json": ["proceed paid; 4.00 USD; 1 × Woo-beanie-logo"],
        // Prices include tax in the shop, but not in the payload: 17.65 + 15.00 + 0.65.
        "woocommerce/order-with-charge.json": ["proceed paid; 33.30 USD; 1 × woo-beanie"],
        "woocommerce/order-without-data.json": ["proceed paid; 31.20 USD; 2 × woocommerce:52"],
        // A line of one and a half.
        "woocommerce/order.json": ["unfit fractional_quantity $.data.line_items[1].quantity"],
        "woocommerce/refund-single.json": ["-"],
        "woocommerce/shipment_tracking_single.json": ["-"],
    ]

    /// Those of channels that we speak, and those that have orders in them.
    static let ofChannels = own.keys.sorted()
    static let orders = own.filter { !["-", "unreadable"].contains($0.value[0]) && !$0.value[0].hasPrefix("unfit") }
        .keys.sorted()

    static func files() throws -> [String] {
        let folder = try #require(self.folder)
        return try FileManager.default.contentsOfDirectory(atPath: folder).flatMap { channel in
            try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(channel)")
                .filter { !$0.hasSuffix(".source.txt") }.map { "\(channel)/\($0)" }
        }.sorted()
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: "\(try #require(folder))/\(path)")))
    }

    static func outcomes(of path: String) throws -> [String] {
        mapped(try bytes(path), channel: String(path.prefix { $0 != "/" }))
    }

    static func mappedOrders(of path: String) throws -> [MappedOrder] {
        let channel = String(path.prefix { $0 != "/" })
        let mapping = try #require(ChannelDirectory.mapping(of: channel))
        return mapping.orders(in: try JSONDocument(parsing: try bytes(path)).root).map {
            mapping.map($0, for: ChannelFixtures.shop(channel))
        }
    }

    static func mapped(_ bytes: [UInt8], channel: String) -> [String] {
        guard let mapping = ChannelDirectory.mapping(of: channel) else { return ["no such channel"] }
        guard let root = try? JSONDocument(parsing: bytes).root else { return ["unreadable"] }
        let orders = mapping.orders(in: root)
        guard !orders.isEmpty else { return ["-"] }
        return orders.map { described(mapping.map($0, for: ChannelFixtures.shop(channel))) }
    }

    private static func described(_ mapped: MappedOrder) -> String {
        switch mapped {
        case .unfit(let reasons):
            return "unfit " + reasons.map { "\($0.code) \($0.path ?? "")" }.joined(separator: ", ")
        case .order(let order, let disposition):
            var parts = [
                disposition.recordedReason.map { "recorded \($0.rawValue)" }
                    ?? "proceed \(order.payment.state.rawValue)",
                order.currency.format(order.total),
                order.lines.map { "\($0.quantity) × \($0.sku)" }.joined(separator: ", "),
            ]
            if !order.mismatches.isEmpty { parts.append(order.mismatches.map(\.code).joined(separator: ", ")) }
            return parts.joined(separator: "; ")
        }
    }
}
