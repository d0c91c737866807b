import Contracts
import FoundationEssentials
import Messaging
import OrderIntake
import TestSupport
import Testing
import WireJSON

/// What the coordinator makes of what it is told: what is to be shipped, and what is to be paid for it.
private struct Coordinator {
    private var units: [String: Int] = [:]
    private var total: Int64 = 0
    private var isHere = false
    private var isPaid = false
    private var isCancelled = false

    mutating func hear(_ message: OutgoingMessage) throws {
        let data = message.envelope.data
        switch message.envelope.type {
        case OrderAccepted.type:
            #expect(!isHere, "an order is accepted once")
            isHere = true
            adopt(try OrderAccepted.parse(data).order)
        case OrderUpdated.type:
            // After that it is only written down.
            if !isPaid { adopt(try OrderUpdated.parse(data).order) }
        case OrderCancelledByChannel.type: isCancelled = true
        case RefundedByChannel.type:
            let refund = try RefundedByChannel.parse(data)
            // Of one that is cancelled it heeds only what was for goods that had left.
            #expect(isHere && (isPaid || isCancelled), "nothing is refunded that is not paid")
            total -= refund.amount
            for line in refund.lines { units[line.lineID, default: 0] -= line.quantity }
        default: break
        }
    }

    private mutating func adopt(_ order: Order) {
        units = Dictionary(uniqueKeysWithValues: order.lines.map { ($0.id, $0.quantity) })
        total = order.total
        isPaid = order.payment.state != .unpaid
    }

    var result: String {
        guard isHere, !isCancelled else { return "nothing" }
        let left = units.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }
        return "\(left.joined(separator: ", ")) for \(total)\(isPaid ? "" : ", unpaid")"
    }
}

@Suite("A storefront's messages in any order")
struct ArrivalOrderTests {
    private struct Arrival {
        var topic: String
        var body: String
    }

    /// What a refund of money alone does to the figures of its order.
    private enum Goodwill: CaseIterable {
        case leavesTotal, lowersTotal, lowersShipping
    }

    /// The history of one Shopify order of three units at 10.00 and two at 5.00, and shipping of 4.00.
    private static func shopify(_ random: inout SeededGenerator) -> [Arrival] {
        let goodwill = Goodwill.allCases.randomElement(using: &random) ?? .leavesTotal
        var shipping: Int64 = 4
        var left = ["A": 3, "B": 2]
        var refunds: [String] = []
        var paid: Int64 = 44
        var isPaid = random.flag()
        var isCancelled = false
        var minute = 0
        func order() -> String {
            minute += 1
            let lines = ["A", "B"].map { id in
                """
                {"id": "\(id)", "sku": "S\(id)", "quantity": \(id == "A" ? 3 : 2), "current_quantity": \(left[id] ?? 0),
                 "price": "\(id == "A" ? 10 : 5).00", "discount_allocations": [], "tax_lines": []}
                """
            }
            return ChannelFixtures.shopify([
                "updated_at": "\"2026-02-01T10:\(minute + 10):00Z\"",
                "financial_status": isPaid ? "\"paid\"" : "\"pending\"",
                "cancelled_at": isCancelled ? "\"2026-02-01T10:50:00Z\"" : "null",
                "total_price": "\"44.00\"", "current_total_price": "\"\(paid).00\"", "total_tax": "\"0.00\"",
                "current_total_tax": "\"0.00\"", "shipping_lines": #"[{"price": "4.00", "discount_allocations": []}]"#,
                "current_shipping_price_set": #"{"shop_money": {"amount": "\#(shipping).00", "currency_code": "EUR"}}"#,
                "refunds": "[\(refunds.joined(separator: ","))]",
                "line_items": "[\(lines.joined(separator: ","))]",
            ])
        }
        var history = [Arrival(topic: "orders/create", body: order())]
        if !isPaid {
            isPaid = true
            history.append(Arrival(topic: "orders/paid", body: order()))
        }
        for number in [0, 1, 2].filter({ _ in random.flag() }).shuffled(using: &random) {
            if number == 2 {
                if goodwill != .leavesTotal { paid -= 3 }
                if goodwill == .lowersShipping { shipping -= 3 }
                let refund = """
                    {"id": 902, "order_id": 820982911946154508, "refund_line_items": [],
                     "transactions": [{"kind": "refund", "status": "success", "amount": "3.00", "currency": "EUR"}]}
                    """
                refunds.append(refund)
                history.append(Arrival(topic: "refunds/create", body: refund))
                history.append(Arrival(topic: "orders/updated", body: order()))
                continue
            }
            let id = number == 0 ? "A" : "B"
            let price: Int64 = id == "A" ? 10 : 5
            left[id]? -= 1
            paid -= price
            let refund = """
                {"id": \(900 + number), "order_id": 820982911946154508,
                 "refund_line_items": [{"line_item_id": "\(id)", "quantity": 1, "restock_type": "cancel"}],
                 "transactions": [{"kind": "refund", "status": "success", "amount": "\(price).00", "currency": "EUR"}]}
                """
            refunds.append(refund)
            history.append(Arrival(topic: "refunds/create", body: refund))
            history.append(Arrival(topic: "orders/updated", body: order()))
        }
        if random.flag() {
            isCancelled = true
            history.append(Arrival(topic: "orders/cancelled", body: order()))
            history.append(Arrival(topic: "orders/updated", body: order()))
        }
        return history
    }

    /// The history of one WooCommerce order of 15.40.
    private static func woo(_ random: inout SeededGenerator) -> [Arrival] {
        var refunds: [String] = []
        var minute = 0
        func order(_ status: String) -> String {
            minute += 1
            return ChannelFixtures.woo([
                "status": "\"\(status)\"", "date_modified_gmt": "\"2026-02-01T07:\(minute + 10):00\"",
                "refunds": "[\(refunds.joined(separator: ","))]",
            ])
        }
        var history = [Arrival(topic: "order.created", body: order(random.flag() ? "pending" : "processing"))]
        history.append(Arrival(topic: "order.updated", body: order("processing")))
        for number in 0..<random.int(0...2) {
            refunds.append(#"{"id": \#(700 + number), "total": "-1.50"}"#)
            history.append(Arrival(topic: "order.updated", body: order("processing")))
        }
        switch random.int(0...2) {
        case 0: history.append(Arrival(topic: "order.updated", body: order("cancelled")))
        case 1: history.append(Arrival(topic: "order.updated", body: order("refunded")))
        default: break
        }
        return history
    }

    /// What the customer has to pay in the end, by the storefront's own refunds.
    private static func due(_ history: [Arrival]) -> Int64 {
        let refunded = Set(history.filter { $0.topic == "refunds/create" }.map(\.body)).reduce(Int64(0)) { sum, body in
            sum + (body.contains("\"10.00\"") ? 1000 : body.contains("\"5.00\"") ? 500 : 300)
        }
        return 4400 - refunded
    }

    /// What the arrivals come to: for the coordinator, and in intake's own rows.
    private static func outcome(of arrivals: [Arrival], _ channel: String) throws -> String {
        var intake = IntakeHarness()
        var coordinator = Coordinator()
        var sequences: [Int64] = []
        for arrival in arrivals {
            for message in try intake.webhook(channel, arrival.topic, arrival.body).messages {
                try coordinator.hear(message)
                sequences.append(message.envelope.sequence ?? 0)
            }
        }
        #expect(sequences == Set(sequences).sorted(), "each fact is newer than the one before")
        let row = try #require(intake.rows.orders.rows.first)
        let refunds = intake.rows.refunds.keys.map(\.refundID).sorted().joined(separator: ",")
        return """
            \(coordinator.result); \(row.hash.bytes) \(row.disposition.recordedReason?.rawValue ?? "proceed"); \
            refunds \(refunds)
            """
    }

    @Test("come to the same, also before the order itself and more than once", arguments: ["shopify", "woocommerce"])
    func permutations(channel: String) throws {
        var random = SeededGenerator()
        print("arrival seed: \(random.seed)")
        for run in 0..<300 {
            let history = channel == "shopify" ? Self.shopify(&random) : Self.woo(&random)
            let expected = try Self.outcome(of: history, channel)
            if channel == "shopify", !expected.hasPrefix("nothing") {
                #expect(expected.contains(" for \(Self.due(history));"), "\(expected)")
            }
            var arrivals = history
            for _ in 0..<random.int(0...3) {
                if let again = history.randomElement(using: &random) { arrivals.append(again) }
            }
            arrivals.shuffle(using: &random)
            let topics = arrivals.map(\.topic).joined(separator: " ")
            #expect(try Self.outcome(of: arrivals, channel) == expected, "seed \(random.seed), run \(run): \(topics)")
        }
    }

    @Test("A refund before its order is kept, and told when the order is there")
    func refundFirst() throws {
        var intake = IntakeHarness()
        let refund = """
            {"id": 900, "order_id": 820982911946154508,
             "refund_line_items": [{"line_item_id": 11, "quantity": 1, "restock_type": "no_restock"}],
             "transactions": [{"kind": "refund", "status": "success", "amount": "12.50", "currency": "EUR"},
                              {"kind": "refund", "status": "failure", "amount": "99.00", "currency": "EUR"}]}
            """
        #expect(try intake.webhook("shopify", "refunds/create", refund).types.isEmpty)
        let reaction = try intake.webhook("shopify", "orders/create", ChannelFixtures.shopify())
        #expect(reaction.types == [OrderAccepted.type, RefundedByChannel.type])
        let told = try #require(try reaction.first(RefundedByChannel.self))
        #expect(told.externalRefundID == "900" && told.amount == 1250 && !told.restock)
        #expect(told.lines == [LineQuantity(lineID: "11", quantity: 1)])
        #expect(try intake.webhook("shopify", "refunds/create", refund).types.isEmpty, "it is told once")
    }

    @Test("A refund that cannot be understood is parked")
    func unfit() throws {
        var intake = IntakeHarness()
        for body in [
            #"{"id": 1}"#, #"{"id": 1, "order_id": 2, "refund_line_items": [{"line_item_id": 3, "quantity": 0.5}]}"#,
        ] {
            #expect(throws: HandlerError.self) { try intake.webhook("shopify", "refunds/create", body) }
        }
    }
}
