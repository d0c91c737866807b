import Contracts
import WireJSON

/// What a whole line comes to, where a channel gives its figures for the line and not for a unit.
package struct LineAmounts: Hashable, Sendable {
    /// Before discounts, in minor units.
    package var gross: Int64
    package var discount: Int64

    package init(gross: Int64, discount: Int64 = 0) {
        self.gross = gross
        self.discount = discount
    }

    package var net: Int64 { gross - discount }

    /// The price of a unit, rounded up where the line cannot be divided evenly, and the discount with what that is too
    /// much, so that the line still comes to its own total.
    package func perUnit(of quantity: Int) -> (unitPrice: Int64, discount: Int64) {
        let units = Int64(max(1, quantity))
        let unitPrice = gross > 0 ? (gross + units - 1) / units : gross / units
        return (unitPrice, unitPrice * units - net)
    }

    /// The tax in an amount that contains it, half up.
    /// - Parameter rate: in hundredths of a per cent.
    package static func tax(in amount: Int64, atRate rate: Int64) -> Int64 {
        guard rate > 0 else { return 0 }
        let divisor = Int128(10_000 + rate)
        return Int64((Int128(amount) * Int128(rate) + divisor / 2) / divisor)
    }

    /// The taxes of lines together; what does not fit is beyond what an order may have anyway.
    package static func taxes(of lines: [OrderLine]) -> Int64 {
        Int64(clamping: lines.reduce(Int128(0)) { $0 + Int128($1.tax) })
    }
}

extension PayloadReader {
    /// A rate in per cent, in hundredths of one; zero when it is absent, or none that a tax can have.
    package func rate(_ key: String, of node: JSONNode) -> Int64 {
        guard let text = id(key, of: node), let rate = Currency(rawValue: "XXX").minorUnits(decimal: text),
            (0...10_000).contains(rate)
        else { return 0 }
        return rate
    }
}
