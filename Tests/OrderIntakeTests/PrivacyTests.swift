import AMQP
import Contracts
import FoundationEssentials
import Messaging
import OrderIntake
import TestSupport
import Testing
import WireJSON

@Suite("What a storefront asks about its customers' data")
struct PrivacyTests {
    private static func orders(_ key: String, _ ids: [String]) -> String {
        """
        {"shop_id": 1, "shop_domain": "main.myshopify.com", "customer": {"id": 2, "email": "a@example.com"},
         "\(key)": [\(ids.joined(separator: ", "))]}
        """
    }

    /// A harness that knows a paid order and one that was only recorded.
    private func known() throws -> (harness: IntakeHarness, paid: IntakeOrder, recorded: IntakeOrder) {
        var harness = IntakeHarness()
        _ = try harness.webhook("shopify", "orders/create", ChannelFixtures.shopify())
        _ = try harness.webhook(
            "shopify", "orders/create", ChannelFixtures.shopify(["id": "5001002", "test": "true"]))
        let rows = harness.rows.orders.rows
        let paid = try #require(rows.first { $0.isAnnounced })
        let recorded = try #require(rows.first { !$0.isAnnounced })
        return (harness, paid, recorded)
    }

    @Test("A customer is forgotten: at the coordinator's word where it has the order, at once where only intake has it")
    func redact() throws {
        let known = try known()
        let (paid, recorded) = (known.paid, known.recorded)
        var harness = known.harness
        let body = Self.orders("orders_to_redact", [paid.key.externalID, recorded.key.externalID, "77"])
        let kept = harness.rows.rawBodies.count
        let said = try harness.webhook("shopify", "customers/redact", body)
        #expect(said.types == [EraseOrder.type, ErasePersonalData.type])
        #expect(said.messages[0].envelope.orderID == paid.id)
        #expect(said.messages[1].routingKey == "intake.personal_data.erase")
        #expect(try said.first(ErasePersonalData.self)?.orderIDs == [recorded.id])
        // Who is named in it is to be forgotten.
        #expect(harness.rows.rawBodies.count == kept)
        // A repeat is the same message, and so collapses.
        let again = try harness.webhook("shopify", "customers/redact", body)
        #expect(again.messages.map(\.envelope.id) == said.messages.map(\.envelope.id))
    }

    @Test("What is to be shown is given to a person, with the orders that there are")
    func request() throws {
        let known = try known()
        let paid = known.paid
        var harness = known.harness
        let body = Self.orders("orders_requested", [paid.key.externalID])
        let error = #expect(throws: HandlerError.self) {
            try harness.webhook("shopify", "customers/data_request", body)
        }
        #expect(error?.code == "data_request" && error?.isRetriable == false)
        #expect(error?.message.contains(paid.id.text) == true)
    }

    @Test("A request that names no list is parked, and not taken for one without orders")
    func unfit() {
        var harness = IntakeHarness()
        for topic in ["customers/data_request", "customers/redact", "shop/redact"] {
            let error = #expect(throws: HandlerError.self) { try harness.webhook("shopify", topic, "{}") }
            #expect(error?.code == "unfit_privacy_request")
        }
    }

    @Test("A webhook that WooCommerce has switched off is told")
    func disabled() {
        var harness = IntakeHarness()
        let error = #expect(throws: HandlerError.self) {
            try harness.webhook("woocommerce", WooCommerceMapping.disabledTopic, "{\"action\": \"x\", \"arg\": 3}")
        }
        #expect(error?.code == "webhook_disabled")
    }

    @Test("A shop that has left has all its orders forgotten, page by page, and no other shop's")
    func shop() async throws {
        try await RunningIntake.with { intake in
            try await intake.broker.withAdministrator { administrator in
                _ = try await administrator.declareQueue("test.commands")
                try await administrator.bind(
                    queue: "test.commands", exchange: Topology.commands, routingKey: "saga.*")
            }
            let order = try ChannelFixtures.order("shopify", ChannelFixtures.shopify())
            let count = 450
            for start in stride(from: 0, to: count, by: 150) {
                try await intake.submit(
                    (start..<start + 150).map { index in
                        var copy = order
                        copy.externalID = "e\(index)"
                        return SubmitOrder(order: copy).jsonBytes
                    }, ids: "shop \(start)")
            }
            _ = try await intake.take(count, from: RunningIntake.events)
            let body = Array("{\"shop_id\": 1, \"shop_domain\": \"main.myshopify.com\"}".utf8)
            #expect(try await intake.post(body, topic: "shop/redact") == 200)
            let said = try await intake.take(count, from: "test.commands")
            #expect(said.allSatisfy { $0.type == EraseOrder.type })
            #expect(Set(said.compactMap(\.orderID)).count == count)
        }
    }
}
