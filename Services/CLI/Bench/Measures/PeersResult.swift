import WireJSON

struct PeersResult: Sendable {
    struct Peer: Sendable {
        var name: String
        var burst: PeerRun.Figures
        var rate: PeerRun.Figures
    }

    var peers: [Peer]
    var throughput: ThroughputResult
    var latency: RateResult

    private var released: Double { Double(latency.released.quantile(0.5) ?? 0) / 1000 }

    var json: JSONValue {
        .object([
            ("measure", .string("peers")),
            (
                "peers",
                .object(
                    peers.map { peer in
                        (
                            peer.name,
                            .object([
                                ("ordersPerSecond", .decimal(peer.burst.ordersPerSecond)),
                                ("p50Milliseconds", .decimal(peer.rate.p50)),
                                ("p99Milliseconds", .decimal(peer.rate.p99)),
                                ("throughputRatio", .decimal(throughput.ordersPerSecond / peer.burst.ordersPerSecond)),
                                ("latencyRatio", .decimal(released / peer.rate.p50)),
                            ])
                        )
                    })
            ), ("throughput", throughput.json), ("latency", latency.json),
        ])
    }

    var text: String {
        var table = TextTable(
            "peer", .number("orders/s"), .number("p50 ms"), .number("p99 ms"), .number("Waybill's orders/s, times"),
            .number("Waybill's p50 to release, times"))
        for peer in peers {
            table.add(
                peer.name, peer.burst.ordersPerSecond.fixed(0), peer.rate.p50.fixed(1), peer.rate.p99.fixed(1),
                (throughput.ordersPerSecond / peer.burst.ordersPerSecond).fixed(2), (released / peer.rate.p50).fixed(2))
        }
        return """
            \(table.render())
            Waybill: \(throughput.ordersPerSecond.fixed(0)) orders/s; submit to released \(latency.released.text)
            \(throughput.conditions.text)
            """
    }
}
