import WireJSON

struct RateResult: Sendable {
    var rate: Int
    /// From handing over to the transaction in which the warehouse took the order.
    var released: LatencyHistogram
    /// To the one in which shipping heard that the carrier has it.
    var shipped: LatencyHistogram
    var conditions: BenchConditions

    var json: JSONValue {
        .object([
            ("measure", .string("latency")), ("rate", .int(rate)), ("submitToReleased", released.json),
            ("submitToShipped", shipped.json), ("conditions", conditions.json),
        ])
    }

    var text: String {
        """
        \(released.count) orders at \(rate)/s
        submit to released to the warehouse: \(released.text)
        submit to shipped: \(shipped.text)
        \(conditions.text)
        """
    }
}
