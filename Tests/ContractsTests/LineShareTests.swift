import Contracts
import Foundation
import TestSupport
import Testing

@Suite("What was paid for each line")
struct LineShareTests {
    @Test("The shares add up to the order's total, and the units of a line to its share, in any order of parts")
    func sums() {
        let seed = SeededGenerator.printedSeed(for: "shares")
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let order = Self.order(&random)
            let shares = LineShare.shares(of: order)
            #expect(shares.reduce(0) { $0 + $1.goods + $1.charges } == max(0, order.total), "seed \(seed)")
            for share in shares {
                var (before, sum) = (0, Int64(0))
                while before < share.quantity {
                    let units = Int.random(in: 1...(share.quantity - before), using: &random)
                    let part =
                        LineShare.part(of: share.goods, first: before + units, of: share.quantity)
                        - LineShare.part(of: share.goods, first: before, of: share.quantity)
                    #expect(part >= 0)
                    (before, sum) = (before + units, sum + part)
                }
                #expect(sum == share.goods, "seed \(seed)")
            }
        }
    }

    @Test("Tax, shipping and the order's discount are in it")
    func figures() {
        let lines = [
            OrderLine(id: "1", sku: "A", quantity: 3, unitPrice: 1000, discount: 500, tax: 250),
            OrderLine(id: "2", sku: "B", quantity: 1, unitPrice: 2500, tax: 250),
        ]
        let order = Order(
            id: .zero, channel: "web", shop: "main", externalID: "1", number: "1", placedAt: Timestamp(seconds: 0),
            currency: Currency(rawValue: "EUR"), taxesIncluded: false, customer: Customer(), lines: lines,
            shipping: 500, discount: 1000, tax: 550, total: 5050,
            payment: PaymentInstruction(method: .card, state: PaymentState(rawValue: "authorised")))
        let shares = LineShare.shares(of: order)
        // 500 of shipping and 50 of its tax in equal parts; the rest, 4500, over two lines of 2750 each.
        #expect(shares.map(\.charges) == [275, 275])
        #expect(shares.map(\.goods) == [2250, 2250])
        #expect((1...3).map { LineShare.part(of: 500, first: $0, of: 3) } == [166, 333, 500])
    }

    private static func order(_ random: inout SeededGenerator) -> Order {
        let lines = (0..<Int.random(in: 1...5, using: &random)).map { index in
            OrderLine(
                id: "\(index)", sku: "S\(index)", quantity: .random(in: 1...9, using: &random),
                unitPrice: .random(in: 0...9999, using: &random), tax: .random(in: 0...500, using: &random))
        }
        return Order(
            id: .zero, channel: "web", shop: "main", externalID: "1", number: "1", placedAt: Timestamp(seconds: 0),
            currency: Currency(rawValue: "EUR"), taxesIncluded: .random(using: &random), customer: Customer(),
            lines: lines, shipping: .random(in: 0...999, using: &random), fees: .random(in: -50...300, using: &random),
            tax: .random(in: 0...900, using: &random), total: .random(in: 0...50_000, using: &random),
            payment: PaymentInstruction(method: .card, state: PaymentState(rawValue: "authorised")))
    }
}
