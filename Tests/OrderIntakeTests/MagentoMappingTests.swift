import Contracts
import Messaging
import OrderIntake
import Testing
import WireJSON

@Suite("An order of Magento's")
struct MagentoMappingTests {
    private func order(_ changes: [String: String] = [:], items: [String]? = nil) throws -> Order {
        try ChannelFixtures.order("magento", ChannelFixtures.magento(changes, items: items))
    }

    private func outcome(_ changes: [String: String] = [:], items: [String]? = nil) throws -> String {
        try ChannelFixtures.outcome("magento", ChannelFixtures.magento(changes, items: items))
    }

    @Test("becomes a canonical order in which an article chosen by its options counts once")
    func plain() throws {
        let order = try order()
        #expect(order.externalID == "9" && order.number == "000000013" && order.currency.rawValue == "EUR")
        #expect(order.total == 14_356 && order.tax == 1056 && order.shipping == 500 && order.mismatches.isEmpty)
        #expect(
            order.lines == [
                OrderLine(
                    id: "16", sku: "TEE-XS", title: "Tee", quantity: 2, unitPrice: 6900, discount: 1000, tax: 1056)
            ])
        #expect(order.shippingAddress?.line2 == "Floor 2" && order.shippingAddress?.region == "MI")
        #expect(order.placedAt.rfc3339 == "2026-02-11T09:00:00Z" && order.customer.name == "Ada Lovelace")
    }

    @Test("counts a bundle as what is in it, wherever its price stands")
    func bundle() throws {
        let bundle = ChannelFixtures.magentoItem([
            "item_id": "1", "sku": "\"KIT\"", "product_type": "\"bundle\"", "row_total": "30", "tax_amount": "3",
        ])
        let empty = ChannelFixtures.magentoItem(["item_id": "1", "product_type": "\"bundle\"", "row_total": "0"])
        func part(_ id: String, _ quantity: Int, _ price: String) -> String {
            ChannelFixtures.magentoItem([
                "item_id": id, "parent_item_id": "1", "sku": "\"P\(id)\"", "qty_ordered": "\(quantity)",
                "row_total": price,
            ])
        }
        let totals = ["grand_total": "38", "tax_amount": "3"]
        let fixed = try order(totals, items: [bundle, part("2", 1, "0"), part("3", 2, "0")])
        #expect(fixed.lines.map(\.sku) == ["P2", "P3"] && fixed.lines.map(\.unitPrice) == [1000, 1000])
        #expect(fixed.lines.map(\.tax) == [100, 200] && fixed.mismatches.isEmpty)
        let dynamic = try order(
            ["grand_total": "35", "tax_amount": "0"], items: [empty, part("2", 1, "10"), part("3", 2, "20")])
        #expect(dynamic.lines.map(\.unitPrice) == [1000, 1000] && dynamic.mismatches.isEmpty)
    }

    @Test("keeps a child whose parent is not there")
    func orphan() throws {
        let child = ChannelFixtures.magentoItem([
            "item_id": "17", "parent_item_id": "16", "sku": "\"TEE-XS\"", "row_total": "138",
        ])
        #expect(try order(["grand_total": "153.56"], items: [child]).lines.map(\.id) == ["17"])
    }

    @Test(
        "goes on, waits or is recorded by its state and its money",
        arguments: [
            ("new", "143.56", "proceed unpaid"), ("pending_payment", "143.56", "proceed unpaid"),
            ("processing", "0", "proceed paid"), ("processing", "143.56", "proceed authorised"),
            ("payment_review", "143.56", "recorded awaiting_channel"), ("holded", "0", "recorded awaiting_channel"),
            ("complete", "0", "recorded fulfilled"), ("closed", "0", "recorded refunded"),
            ("canceled", "0", "recorded cancelled"), ("baked", "0", "unfit unknown_order_status $.state"),
        ])
    func state(state: String, due: String, expected: String) throws {
        #expect(try outcome(["state": "\"\(state)\"", "total_due": due]) == expected)
    }

    @Test("paid at the door is not paid before")
    func cashOnDelivery() throws {
        let order = try order([
            "payment": #"{"method": "cashondelivery"}"#, "state": "\"processing\"", "total_due": "0",
        ])
        #expect(order.payment.method == .cashOnDelivery && order.payment.state == .unpaid)
    }

    @Test("is less by what was cancelled or refunded, and known to be sent in part")
    func reduced() throws {
        let item = ["item_id": "1", "sku": "\"A\"", "qty_ordered": "3", "row_total": "30", "tax_amount": "3"]
        func order(_ changes: [String: String]) -> String {
            ChannelFixtures.magentoItem(item.merging(changes) { $1 })
        }
        let totals = ["grand_total": "38", "tax_amount": "3"]
        let less = try self.order(totals, items: [order(["qty_canceled": "1"])])
        #expect(less.lines[0].quantity == 2 && less.lines[0].tax == 200 && less.total == 2000 + 500 + 200)
        #expect(less.mismatches.isEmpty)
        #expect(try outcome(totals, items: [order(["qty_refunded": "3"])]) == "recorded cancelled")
        #expect(try outcome(totals, items: [order(["qty_shipped": "1"])]) == "recorded partially_fulfilled")
        #expect(try outcome(totals, items: [order(["qty_shipped": "3"])]) == "recorded fulfilled")
    }

    @Test("that was edited names the one before it, which is cancelled")
    func edited() throws {
        let order = try order(["increment_id": "\"000000013-1\"", "original_increment_id": "\"000000013\""])
        #expect(order.number == "000000013-1" && order.tags == ["edit-of:000000013"])
        let again = try self.order([
            "original_increment_id": "\"000000013\"", "relation_parent_real_id": "\"000000013-1\"",
        ])
        #expect(again.tags == ["edit-of:000000013-1"])
    }

    @Test(
        "that another has taken the place of is not sent, whether Magento could cancel it or not",
        arguments: [
            ("new", "recorded cancelled"), ("processing", "recorded cancelled"), ("holded", "recorded cancelled"),
            ("complete", "recorded fulfilled"),
        ])
    func replaced(state: String, expected: String) throws {
        let changes = ["state": "\"\(state)\"", "relation_child_id": "10"]
        #expect(try outcome(changes) == expected)
        #expect(try outcome(["state": "\"new\"", "relation_child_id": "null"]) == "proceed unpaid")
    }

    @Test("that was edited takes the place of the one before, whichever comes first, and is not cancelled with it")
    func replacing() throws {
        let old = ["entity_id": "9", "total_due": "0", "state": "\"processing\""]
        let cancelled = old.merging([
            "state": "\"canceled\"", "updated_at": "\"2026-02-11 10:00:00\"", "relation_child_id": "10",
        ]) { $1 }
        let new = old.merging([
            "entity_id": "10", "increment_id": "\"000000013-1\"", "relation_parent_id": "9",
            "updated_at": "\"2026-02-11 10:00:00\"",
        ]) { $1 }
        for arrivals in [[old, cancelled, new], [old, new, cancelled], [new, cancelled, old]] {
            var intake = IntakeHarness()
            var running: Set<String> = []
            for arrival in arrivals {
                for message in try intake.webhook("magento", "poll", ChannelFixtures.magento(arrival)).messages {
                    let id = arrival["entity_id"] ?? ""
                    if message.envelope.type == OrderAccepted.type { running.insert(id) }
                    if message.envelope.type == OrderCancelledByChannel.type { running.remove(id) }
                }
            }
            #expect(running == ["10"])
        }
    }

    /// Of ten units of money: the memo's own, and its comment.
    private func memo(_ changes: [String: String]) -> String {
        let memo = [
            "entity_id": "31", "state": "2", "grand_total": "2.5", "adjustment_positive": "2.5",
            "adjustment_negative": "0", "shipping_amount": "0", "items": #"[{"order_item_id": 16, "qty": 0}]"#,
            "comments": "[]",
        ].merging(changes) { $1 }
        return "{\(memo.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ","))}"
    }

    @Test(
        "of which money was given back beside its units says how much, once",
        arguments: [
            ([:], 250), (["items": "[]"], 250), (["state": "3"], nil),
            // With units goes their price, which their being gone says.
            (["items": #"[{"order_item_id": 16, "qty": 1}]"#, "adjustment_positive": "0"], nil),
            (
                [
                    "items": #"[{"order_item_id": 16, "qty": 1.0}]"#, "adjustment_positive": "1",
                    "adjustment_negative": "0.5", "shipping_incl_tax": "5", "grand_total": "75.5",
                ], 550
            ),
            // We asked for it.
            (["comments": #"[{"comment": "waybill:6f9c7a58-3b8d-5c6e-9b39-0a3c1f2b7d10"}]"#], nil),
            (["comments": #"[{"comment": "waybill:cancellation/x/1"}]"#], nil),
            (["comments": #"[{"comment": "waybill: 123 is late"}]"#], 250),
        ] as [([String: String], Int64?)])
    func memos(changes: [String: String], amount: Int64?) throws {
        var intake = IntakeHarness()
        let paid = ["state": "\"processing\"", "total_due": "0"]
        _ = try intake.webhook("magento", "poll", ChannelFixtures.magento(paid))
        let refunded = paid.merging([
            "updated_at": "\"2026-02-11 10:00:00\"", "credit_memos": "[\(memo(changes))]",
        ]) { $1 }
        let told = try intake.webhook("magento", "poll", ChannelFixtures.magento(refunded))
        let refund = try told.first(RefundedByChannel.self)
        #expect(refund?.amount == amount && refund?.lines ?? [] == [])
        if amount != nil { #expect(refund?.externalRefundID == "31") }
        let again = refunded.merging(["updated_at": "\"2026-02-11 11:00:00\""]) { $1 }
        #expect(try intake.webhook("magento", "poll", ChannelFixtures.magento(again)).types.isEmpty)
    }

    @Test("of which the merchant gave units back says which and their price, once, and of all of it too")
    func unitsGivenBack() throws {
        func item(refunded: Int, shipped: Int = 2) -> String {
            ChannelFixtures.magentoItem([
                "item_id": "16", "sku": "\"TEE-XS\"", "qty_ordered": "2", "row_total": "138", "discount_amount": "10",
                "tax_amount": "10.56", "qty_shipped": "\(shipped)", "qty_refunded": "\(refunded)",
            ])
        }
        func told(
            _ refunded: Int, _ state: String, memos: [String], at hour: Int, _ intake: inout IntakeHarness
        ) throws -> IntakeHarness.Reaction {
            let changes = [
                "state": "\"\(state)\"", "total_due": "0", "updated_at": "\"2026-02-11 \(hour):00:00\"",
                "credit_memos": "[\(memos.joined(separator: ","))]",
            ]
            return try intake.webhook(
                "magento", "poll", ChannelFixtures.magento(changes, items: [item(refunded: refunded)]))
        }
        let first = memo([
            "items": #"[{"order_item_id": 16, "qty": 1}]"#, "adjustment_positive": "0", "grand_total": "69.28",
        ])
        let rest = memo([
            "entity_id": "32", "items": #"[{"order_item_id": 16, "qty": 1}]"#, "adjustment_positive": "0",
            "shipping_amount": "5", "grand_total": "74.28",
        ])
        var intake = IntakeHarness()
        let paid = ["state": "\"processing\"", "total_due": "0"]
        _ = try intake.webhook("magento", "poll", ChannelFixtures.magento(paid, items: [item(refunded: 0, shipped: 0)]))
        // As much as went back at our word for another unit, by a memo that says so.
        let row = try #require(intake.rows.orders.rows.first)
        let refund = ChannelPush.Refund(order: "9", reference: "r", amount: 6928, currency: row.order.currency)
        intake.rows.pushes["refund/r"] = PushRecord(
            key: "refund/r", order: row.key, orderID: row.id, push: .refund(refund), state: .done)
        let one = try told(1, "complete", memos: [first], at: 10, &intake)
        #expect(one.types.filter { $0 == RefundedByChannel.type }.count == 1)
        let given = try #require(try one.first(RefundedByChannel.self))
        #expect(given.amount == 6928 && given.lines == [LineQuantity(lineID: "16", quantity: 1)])
        #expect(try !told(1, "complete", memos: [first], at: 11, &intake).types.contains(RefundedByChannel.type))
        let all = try told(2, "closed", memos: [first, rest], at: 12, &intake)
        #expect(
            all.types.sorted { $0.rawValue < $1.rawValue }
                == [OrderCancelledByChannel.type, RefundedByChannel.type, RefundedByChannel.type])
        let amounts = try all.messages.filter { $0.envelope.type == RefundedByChannel.type }
            .map { try RefundedByChannel.parse($0.envelope.data).amount }
        #expect(amounts.sorted() == [500, 6928])
        #expect(try told(2, "closed", memos: [first, rest], at: 13, &intake).types.isEmpty)
        // What went back at our word is no news, and neither is what was never paid.
        var own = IntakeHarness()
        _ = try own.webhook("magento", "poll", ChannelFixtures.magento(paid, items: [item(refunded: 0, shipped: 0)]))
        let mine = memo([
            "items": #"[{"order_item_id": 16, "qty": 1}]"#, "adjustment_positive": "0",
            "comments": #"[{"comment": "waybill:cancellation/x/1"}]"#,
        ])
        let echo = try told(1, "processing", memos: [mine], at: 10, &own)
        #expect(try echo.first(RefundedByChannel.self)?.amount == 0)
    }

    @Test("whose credit memo cannot be read is for a person")
    func unfitMemo() throws {
        let memo = memo(["grand_total": "\"much\""])
        #expect(
            try outcome(["credit_memos": "[\(memo)]"]).hasPrefix("unfit invalid_value $.credit_memos[0].grand_total"))
    }

    @Test("ships nothing of what is virtual")
    func virtual() throws {
        let item = ChannelFixtures.magentoItem([
            "item_id": "1", "sku": "\"V\"", "product_type": "\"downloadable\"", "row_total": "143.56",
        ])
        let order = try order(
            ["shipping_amount": "0", "tax_amount": "0", "extension_attributes": "null"], items: [item])
        #expect(!order.lines[0].requiresShipping && order.mismatches.isEmpty)
    }

    @Test("that cannot be understood is refused with every reason")
    func unfit() throws {
        #expect(
            try outcome(["entity_id": "null", "created_at": "\"0000-00-00 00:00:00\""])
                == "unfit missing $.entity_id, missing $.created_at")
        #expect(try outcome(items: []) == "unfit no_lines $.items")
        let half = ChannelFixtures.magentoItem(["item_id": "1", "qty_ordered": "0.5", "row_total": "1"])
        #expect(try outcome(items: [half]) == "unfit fractional_quantity $.items[0].qty_ordered")
    }
}
