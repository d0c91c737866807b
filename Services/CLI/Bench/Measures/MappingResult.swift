import WireJSON

struct MappingResult: Sendable {
    struct Mapped: Sendable {
        var payload: BenchPayload
        var nanoseconds: LatencyHistogram

        func microseconds(_ share: Double) -> Double { Double(nanoseconds.quantile(share) ?? 0) / 1000 }
    }

    var orders: [Mapped]

    var json: JSONValue {
        .object([
            ("measure", .string("mapping")),
            (
                "orders",
                .object(
                    orders.map { order in
                        (
                            order.payload.name,
                            .object([
                                ("bytes", .int(order.payload.body.count)),
                                ("p50Microseconds", .decimal(order.microseconds(0.5))),
                                ("p99Microseconds", .decimal(order.microseconds(0.99))),
                            ])
                        )
                    })
            ),
        ])
    }

    var text: String {
        var table = TextTable("order", .number("KB"), .number("p50 us"), .number("p99 us"))
        for order in orders {
            table.add(
                order.payload.name, (Double(order.payload.body.count) / 1000).fixed(1),
                order.microseconds(0.5).fixed(1),
                order.microseconds(0.99).fixed(1))
        }
        return table.render()
    }
}
