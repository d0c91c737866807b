import Contracts
import WireJSON

struct BacklogResult: Sendable {
    var orders: Int
    /// From the start of the services to the last customer told.
    var took: Duration
    /// The most that each process had resident since it was started, in bytes.
    var memory: [String: Int]
    var conditions: BenchConditions

    private var sorted: [(String, Int)] { memory.sorted { $0.value > $1.value } }

    var json: JSONValue {
        .object([
            ("measure", .string("backlog")), ("orders", .int(orders)), ("seconds", .decimal(took.inSeconds)),
            ("ordersPerSecond", .decimal(Double(orders) / took.inSeconds)),
            ("memoryBytesOf", .object(sorted.map { ($0.0, .int($0.1)) })), ("conditions", conditions.json),
        ])
    }

    var text: String {
        var table = TextTable("process", .number("peak memory, MB"))
        for (name, bytes) in sorted { table.add(name, (Double(bytes) / 1e6).fixed(0)) }
        return """
            \(orders) queued orders worked off in \(took.inSeconds.fixed(1)) s, \
            \((Double(orders) / took.inSeconds).fixed(0)) orders/s
            \(conditions.text)

            \(table.render())
            """
    }
}
