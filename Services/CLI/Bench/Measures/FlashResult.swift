import Contracts
import WireJSON

struct FlashResult: Sendable {
    var orders: Int
    var units: Int
    /// Units that orders hold or have had.
    var sold: Int
    var left: Int
    /// From handing over the first to the last answer to a buyer.
    var took: Duration
    var conditions: BenchConditions

    var json: JSONValue {
        .object([
            ("measure", .string("flash")), ("orders", .int(orders)), ("units", .int(units)), ("sold", .int(sold)),
            ("left", .int(left)), ("oversold", .int(max(0, sold - units))), ("seconds", .decimal(took.inSeconds)),
            ("answersPerSecond", .decimal(Double(orders) / took.inSeconds)), ("conditions", conditions.json),
        ])
    }

    var text: String {
        """
        \(orders) orders at once for \(units) units: \(sold) sold, \(max(0, sold - units)) oversold, \(left) left; all \
        answered within \(took.inSeconds.fixed(1)) s
        \(conditions.text)
        """
    }
}
