import Contracts
import WireJSON

/// What an order's units that were neither cancelled nor lost are worth, with shipping and fees.
struct KeptWorth {
    /// One amount, unless units were lost on their way: whether their share of shipping is given back is the shop's policy.
    let range: ClosedRange<Int64>

    /// - Parameters:
    ///   - document: of an order that has lost units; nil for one that is whole.
    ///   - due: what the coordinator says is due for what is not cancelled.
    ///   - gone, cancelled: units per line, separated by commas.
    init(document: String?, due: Int64?, total: Int64, gone: String, cancelled: String) throws {
        guard let text = document else {
            let whole = due ?? total
            range = whole...whole
            return
        }
        let order = try Order.parse(Array(text.utf8), limits: .message)
        let shares = LineShare.shares(of: order)
        let (cancelled, gone) = (Self.units(cancelled), Self.units(gone))
        let dropped = Self.worth(of: cancelled, shares)
        let lost = Self.worth(of: gone, shares)
        let most = (due ?? total - dropped.goods) - lost.goods
        let least = (due ?? total - dropped.goods - dropped.charges) - lost.goods - lost.charges
        // The charges of what was cancelled stay as long as anything is kept: of nothing, they need not.
        let isAnythingKept = zip(shares, zip(cancelled, gone)).contains { $0.quantity > $1.0 + $1.1 }
        let lowest = isAnythingKept ? least : min(0, least)
        range = lowest...max(most, least)
    }

    var text: String {
        range.lowerBound == range.upperBound ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }

    private static func units(_ list: String) -> [Int] { list.split(separator: ",").compactMap { Int($0) } }

    private static func worth(of units: [Int], _ shares: [LineShare]) -> (goods: Int64, charges: Int64) {
        zip(units, shares).reduce((0, 0)) { sum, line in
            let (units, share) = line
            return (
                sum.0 + LineShare.part(of: share.goods, first: units, of: share.quantity),
                sum.1 + LineShare.part(of: share.charges, first: units, of: share.quantity)
            )
        }
    }
}
