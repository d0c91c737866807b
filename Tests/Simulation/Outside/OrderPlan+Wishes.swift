import Contracts

extension OrderPlan {
    /// From a blink to half a day: each power of ten is as likely as the next.
    private static func wait(_ draw: Double) -> Int64 {
        let exponent = draw * 7
        var factor: Int64 = 1
        for _ in 0..<Int(exponent) { factor *= 10 }
        return Int64(Double(factor) * (1 + 9 * (exponent - Double(Int(exponent))))) * 4000
    }

    static func cancel(of lines: [OrderLine], _ identity: UInt64, _ chance: Chance) -> WishPlan? {
        func draw(_ turn: Int) -> Double { chance.unit(.cancel, identity, turn) }
        guard draw(3) < 0.36 else { return nil }
        var units: [LineQuantity] = []
        if draw(4) < 0.5 {
            for (position, line) in lines.enumerated() where position == 0 || draw(10 + position) < 0.3 {
                let most = Int64(line.quantity)
                let quantity = Int(chance.int(1...most, .cancel, identity, 20 + position))
                units.append(LineQuantity(lineID: line.id, quantity: quantity))
            }
        }
        return WishPlan(
            after: wait(draw(1)), isByShop: draw(5) < 0.4, isPreviewed: draw(6) < 0.3, lines: units, address: nil)
    }

    static func change(
        of lines: [OrderLine], _ kind: OrderKind, _ index: Int, _ identity: UInt64, _ chance: Chance
    ) -> WishPlan? {
        func draw(_ turn: Int) -> Double { chance.unit(.wish, identity, turn) }
        guard draw(1) < 0.22 else { return nil }
        let isOfAddress = kind.isDelivered && draw(2) < 0.4
        var units: [LineQuantity] = []
        if let line = lines.last, !isOfAddress || draw(3) < 0.3 {
            let most = Int64(line.quantity) - (draw(4) < 0.9 ? 1 : -1)
            units = [LineQuantity(lineID: line.id, quantity: Int(chance.int(0...max(0, most), .wish, identity, 5)))]
        }
        return WishPlan(
            after: wait(draw(6)), isByShop: draw(7) < 0.5, isPreviewed: draw(8) < 0.5, lines: units,
            address: isOfAddress ? address(1000 + index, Postcode.good) : nil)
    }

    static func returns(of lines: [OrderLine], _ identity: UInt64, _ chance: Chance) -> [ReturnPlan] {
        func draw(_ turn: Int) -> Double { chance.unit(.giveBack, identity, turn) }
        guard draw(1) < 0.45 else { return [] }
        // Two that may want the same unit.
        return (0..<(draw(2) < 0.25 ? 2 : 1)).map { number in
            let base = 10 + number * 20
            var units: [ReturnLine] = []
            for (position, line) in lines.enumerated() where position == 0 || draw(base + position) < 0.5 {
                let most = Int64(line.quantity)
                let quantity = Int(chance.int(1...most, .giveBack, identity, base + 5 + position))
                units.append(ReturnLine(lineID: line.id, quantity: quantity, reason: "too_small"))
            }
            let settlement: ReturnSettlementKind =
                switch draw(base + 10) {
                case ..<0.2: .storeCredit
                case ..<0.4: .exchange
                default: .refund
                }
            let isLate = draw(base + 11) < 0.06
            return ReturnPlan(
                number: number, after: isLate ? 40 * 86_400_000_000 : Int64(draw(base + 12) * 86_400_000_000),
                lines: units, settlement: settlement)
        }
    }
}
