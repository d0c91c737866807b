import Contracts
import WireJSON

struct ImportResult: Sendable {
    var orders: Int
    /// Of the file.
    var bytes: Int
    /// From opening the file until intake had answered each of its orders.
    var answered: Duration
    /// To the last customer told of the delivery.
    var told: Duration
    var conditions: BenchConditions

    private func rate(_ took: Duration) -> Double { Double(orders) / took.inSeconds }

    var json: JSONValue {
        .object([
            ("measure", .string("import")), ("orders", .int(orders)), ("bytes", .int(bytes)),
            ("answeredSeconds", .decimal(answered.inSeconds)), ("answersPerSecond", .decimal(rate(answered))),
            ("deliveredSeconds", .decimal(told.inSeconds)), ("ordersPerSecond", .decimal(rate(told))),
            ("conditions", conditions.json),
        ])
    }

    var text: String {
        """
        \(orders) orders from a file of \((Double(bytes) / 1e6).fixed(1)) MB: all answered within \
        \(answered.inSeconds.fixed(1)) s (\(rate(answered).fixed(0))/s), delivered and told within \
        \(told.inSeconds.fixed(1)) s (\(rate(told).fixed(0))/s)
        \(conditions.text)
        """
    }
}
