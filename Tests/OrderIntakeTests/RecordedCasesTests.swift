import Contracts
import FoundationEssentials
import OrderIntake
import TestSupport
import Testing
import WireJSON

/// Recorded payloads of the storefronts, which are not part of this repository: `WAYBILL_CASES` names their folder.
/// What each must come to was decided by reading it.
@Suite("The recorded cases", .enabled(if: RecordedCases.folder != nil, "WAYBILL_CASES does not name a folder"))
struct RecordedCasesTests {
    @Test("come to what reading them says", arguments: RecordedCases.expected.keys.sorted())
    func expected(path: String) throws {
        #expect(try RecordedCases.outcomes(of: path) == RecordedCases.expected[path])
    }

    @Test("are all in the list")
    func complete() throws {
        #expect(try RecordedCases.files() == RecordedCases.expected.keys.sorted())
    }

    @Test("keep every byte that is no card number", arguments: RecordedCases.expected.keys.sorted())
    func redaction(path: String) throws {
        let bytes = try RecordedCases.bytes(path)
        #expect(CardRedaction.redacted(bytes) == bytes)
    }

    @Test("with any bytes changed crash nothing", arguments: [21, 22] as [UInt64])
    func mutations(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for path in try RecordedCases.files() {
            let original = try RecordedCases.bytes(path)
            for _ in 0..<40 {
                var bytes = original
                for _ in 0...generator.int(0...4) {
                    bytes[generator.int(0...bytes.count - 1)] = UInt8(truncatingIfNeeded: generator.int(0...255))
                }
                _ = CardRedaction.redacted(bytes)
                _ = RecordedCases.mapped(bytes, channel: String(path.prefix { $0 != "/" }))
            }
        }
    }
}

enum RecordedCases {
    static let folder = TestEnvironment.cases.flatMap { $0.isEmpty ? nil : $0 }

    /// Per file what its orders come to: disposition, total, lines as `quantity × SKU`, and remarks. `-` is no order.
    static let expected: [String: [String]] = [
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

    static func files() throws -> [String] {
        let folder = try #require(self.folder)
        return try ["shopify", "woocommerce"].flatMap { channel in
            try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(channel)")
                .filter { $0.hasSuffix(".json") }.map { "\(channel)/\($0)" }
        }.sorted()
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: "\(try #require(folder))/\(path)")))
    }

    static func outcomes(of path: String) throws -> [String] {
        mapped(try bytes(path), channel: String(path.prefix { $0 != "/" }))
    }

    static func mapped(_ bytes: [UInt8], channel: String) -> [String] {
        guard let root = try? JSONDocument(parsing: bytes).root else { return ["unreadable"] }
        guard let mapping = ChannelDirectory.mapping(of: channel) else { return ["no such channel"] }
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
