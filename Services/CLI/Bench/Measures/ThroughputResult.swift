import Contracts
import WireJSON

struct ThroughputResult: Sendable {
    var orders: Int
    /// From handing over the first to telling the last customer of the delivery.
    var took: Duration
    /// Until the broker had been given the last one.
    var submitted: Duration
    /// Of each order.
    var latency: LatencyHistogram
    var cost: OrderCost
    var conditions: BenchConditions

    var ordersPerSecond: Double { Double(orders) / took.inSeconds }

    var json: JSONValue {
        .object([
            ("measure", .string("throughput")), ("orders", .int(orders)), ("seconds", .decimal(took.inSeconds)),
            ("ordersPerSecond", .decimal(ordersPerSecond)),
            ("messagesPerSecond", .decimal(cost.envelopes * ordersPerSecond)),
            ("submittedSeconds", .decimal(submitted.inSeconds)), ("latency", latency.json), ("perOrder", cost.json),
            ("conditions", conditions.json),
        ])
    }

    var text: String {
        """
        \(orders) orders, submit to delivered and told: \(took.inSeconds.fixed(1)) s, \(ordersPerSecond.fixed(0)) orders/s, \
        \((cost.envelopes * ordersPerSecond).fixed(0)) messages/s
        of one order, all submitted within \(submitted.inSeconds.fixed(1)) s: \(latency.text)
        \(conditions.text); others used \(cost.cpuOfOthers.fixed(1)) CPU seconds meanwhile

        \(cost.text)
        """
    }
}

extension Duration {
    var inSeconds: Double { Double(wholeMicroseconds) / 1e6 }
}
