import Contracts
import FoundationEssentials
import Messaging
import TestSupport
import Testing

@testable import Returns

@Suite("What returns give back")
struct RefundPropertyTests {
    @Test("The refunds of any sequence of returns, in any parts, add up to exactly what was paid")
    func wholeIsTheSumOfItsParts() throws {
        var random = SeededGenerator()
        print("refunds: WAYBILL_TEST_SEED=\(random.seed)")
        for _ in 0..<100 {
            let order = Self.order(&random)
            var run = ReturnsRun(order)
            for share in order.shares {
                let first = Int.random(in: 0...share.quantity, using: &random)
                for units in [first, share.quantity - first] where units > 0 {
                    try run.deliver([ParcelLine(lineID: share.lineID, sku: "S", quantity: units)])
                }
            }
            var left = Dictionary(uniqueKeysWithValues: order.shares.map { ($0.lineID, $0.quantity) })
            var open: [UUID] = []
            while !left.isEmpty || !open.isEmpty {
                if open.isEmpty || !left.isEmpty && Bool.random(using: &random) {
                    try open.append(#require(Self.request(&run, &left, &random)))
                } else {
                    try Self.step(&run, &open, &random)
                }
                #expect(try run.refund() <= order.total)
            }
            #expect(try run.refund() == order.total, "seed \(random.seed)")
            try Self.expectLinesWithinTheirCost(run, order, seed: random.seed)
            try run.restock()
            #expect(run.rows.returns.rows.allSatisfy { $0.state == .closed })
            #expect(run.rows.orders[order.id]?.refunded == order.total)
            #expect(run.rows.orders[order.id]?.promised == 0)
        }
    }

    @Test("A unit is settled once: with fees a return gives back what was paid less the fees, in however many parts")
    func fees() throws {
        var random = SeededGenerator()
        print("fees: WAYBILL_TEST_SEED=\(random.seed)")
        for _ in 0..<100 {
            let order = Self.order(&random)
            var policy = ReturnsFixture.policy
            policy.restockingFee = Int.random(in: 0...3000, using: &random)
            policy.returnShipping = ["EUR": Int64.random(in: 0...900, using: &random)]
            var run = ReturnsRun(order, policy: policy)
            try run.deliver(order.shares.map { ParcelLine(lineID: $0.lineID, sku: "S", quantity: $0.quantity) })
            let lines = order.shares.map { ReturnLine(lineID: $0.lineID, quantity: $0.quantity, reason: "too_big") }
            let answer = try run.request(lines)
            var open = [try #require(answer.returnID)]
            while !open.isEmpty { try Self.step(&run, &open, &random) }
            let fees = order.shares.reduce(policy.returnShipping["EUR"] ?? 0) {
                $0 + $1.goods * Int64(policy.restockingFee) / 10_000
            }
            #expect(try run.refund() == max(0, order.total - fees), "seed \(random.seed)")
            try Self.expectLinesWithinTheirCost(run, order, seed: random.seed)
            #expect(answer.refund == max(0, order.total - fees))
        }
    }

    /// The payment service refuses a refund that is more than a line cost, or for more units than it has.
    private static func expectLinesWithinTheirCost(_ run: ReturnsRun, _ order: OrderSummary, seed: UInt64) throws {
        let refunds = try run.all(RefundPayment.self)
        for share in order.shares {
            let own = refunds.flatMap(\.lines).filter { $0.lineID == share.lineID }
            #expect(own.reduce(0) { $0 + $1.amount } <= share.goods + share.charges, "seed \(seed)")
            #expect(own.reduce(0) { $0 + $1.quantity } <= share.quantity, "seed \(seed)")
        }
        #expect(refunds.allSatisfy { refund in refund.lines.reduce(0) { $0 + $1.amount } == refund.amount })
        #expect(refunds.allSatisfy { $0.returnID != nil })
    }

    private static func request(
        _ run: inout ReturnsRun, _ left: inout [String: Int], _ random: inout SeededGenerator
    ) throws -> UUID? {
        var lines: [ReturnLine] = []
        for lineID in left.keys.sorted() where lines.isEmpty || Bool.random(using: &random) {
            let units = Int.random(in: 1...(left[lineID] ?? 1), using: &random)
            lines.append(ReturnLine(lineID: lineID, quantity: units, reason: "too_big"))
            left[lineID] = (left[lineID] ?? 0) > units ? (left[lineID] ?? 0) - units : nil
        }
        return try run.request(lines).returnID
    }

    /// Some units of some open return are received or inspected.
    private static func step(
        _ run: inout ReturnsRun, _ open: inout [UUID], _ random: inout SeededGenerator
    ) throws {
        let index = Int.random(in: 0..<open.count, using: &random)
        let rma = try #require(run.rma(open[index]))
        let line = try #require(rma.lines.filter { $0.inspected < $0.quantity }.randomElement(using: &random))
        let isReceipt = line.received == line.inspected || line.expected > 0 && Bool.random(using: &random)
        let most = isReceipt ? line.expected : line.received - line.inspected
        let part = [LineQuantity(lineID: line.lineID, quantity: Int.random(in: 1...most, using: &random))]
        let kept: [ReturnDisposition] = [.restock, .quarantine, .writeOff]
        let answer =
            isReceipt
            ? try run.receive(rma.id, part)
            : try run.inspect(rma.id, part, kept.randomElement(using: &random) ?? .restock)
        #expect(answer.accepted)
        let changed = try #require(run.rma(rma.id))
        #expect(changed.units.reduce(0) { $0 + $1.quantity } == changed.quantity)
        if changed.inspectedUnits == changed.quantity { open.remove(at: index) }
    }

    private static func order(_ random: inout SeededGenerator) -> OrderSummary {
        let lines = (0..<Int.random(in: 1...4, using: &random)).map { index in
            OrderLine(
                id: "\(index)", sku: "S", quantity: .random(in: 1...7, using: &random),
                unitPrice: .random(in: 1...9999, using: &random), tax: .random(in: 0...300, using: &random))
        }
        let goods = lines.reduce(Int64(0)) { $0 + $1.unitPrice * Int64($1.quantity) }
        let shipping = Int64.random(in: 0...999, using: &random)
        let discount = Int64.random(in: 0...(goods / 2), using: &random)
        let order = Order(
            id: UUID(), channel: "web", shop: "main", externalID: "1", number: "#1",
            placedAt: Timestamp(seconds: 0), currency: Currency(rawValue: "EUR"), customer: Customer(), lines: lines,
            shipping: shipping, discount: discount, total: goods + shipping - discount,
            payment: PaymentInstruction(method: .card, state: .authorised))
        return OrderSummary(
            id: order.id, channel: "web", shop: "main", externalID: "1", number: "#1", currency: order.currency,
            total: order.total, customer: order.customer,
            lines: lines.map { SummaryLine(title: "S", sku: "S", quantity: $0.quantity, amount: $0.unitPrice) },
            shares: LineShare.shares(of: order))
    }
}
