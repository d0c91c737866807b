import Contracts
import WireJSON

/// One figure that Waybill is held to: the least that it must reach, and what it is meant to.
struct BenchTarget: Sendable {
    struct Row: Sendable {
        var target: BenchTarget
        /// nil when the result does not have it.
        var found: Double?
        /// The size it was measured with, when that is less than the target is about; nil otherwise.
        var otherSize: Double?

        func reaches(_ limit: Double) -> Bool {
            found.map { target.isLessBetter ? $0 <= limit : $0 >= limit } ?? false
        }

        /// What was measured with less than it is about says nothing.
        var verdict: String {
            guard otherSize == nil else { return "too small" }
            return reaches(target.goal) ? "goal" : reaches(target.bar) ? "bar" : "missed"
        }

        var json: JSONValue {
            .object([
                ("what", .string(target.what)), ("measure", .string(target.measure)), ("unit", .string(target.unit)),
                ("bar", .decimal(target.bar)), ("goal", .decimal(target.goal)),
                ("found", found.map { .decimal($0) } ?? .null), ("verdict", .string(verdict)),
                ("otherSize", otherSize.map { .decimal($0) } ?? .null),
            ])
        }
    }

    var what: String
    /// The command that measures it, and the name of its result's file.
    var measure: String
    var unit: String
    var bar: Double
    var goal: Double
    var isLessBetter = true
    var decimals = 1
    /// Where the result says how large it was, and how large it is to be at least.
    var size: (path: [String], wanted: Double)?
    var figure: @Sendable (JSONValue) -> Double?

    func row(_ result: JSONValue) -> Row {
        let smaller = size.flatMap { size in
            (result.number(size.path) ?? 0) < size.wanted ? result.number(size.path) ?? 0 : nil
        }
        return Row(target: self, found: figure(result), otherSize: smaller)
    }

    /// As Markdown has it, for the README.
    static func table(_ rows: [Row]) -> String {
        let lines = rows.map { row in
            let target = row.target
            let cells = [target.bar, target.goal].map { $0.trimmed } + [row.found?.fixed(target.decimals) ?? "-"]
            let unit = target.unit.isEmpty ? "" : " \(target.unit)"
            let size = row.otherSize.map { ", measured with \($0.fixed(0))" } ?? ""
            return "| \(target.what)\(size) | \(cells.map { $0 + unit }.joined(separator: " | ")) | \(row.verdict) "
                + "| `./deploy/bench \(target.measure)` |"
        }
        return (["| what | bar | goal | measured | | command |", "|---|---|---|---|---|---|"] + lines)
            .joined(separator: "\n")
    }

    static let all: [BenchTarget] = [
        BenchTarget(
            what: "20,000 orders at once, submit to delivered and notified", measure: "throughput", unit: "orders/s",
            bar: 300, goal: 1000, isLessBetter: false, decimals: 0, size: (["orders"], 20_000),
            figure: { $0.number("ordersPerSecond") }),
        BenchTarget(
            what: "CPU per order, everything together", measure: "throughput", unit: "ms", bar: 6, goal: 2,
            figure: { $0.number("perOrder", "cpuMilliseconds") }),
        BenchTarget(
            what: "commits per order under load", measure: "throughput", unit: "", bar: 1, goal: 0.3, decimals: 2,
            figure: { $0.number("perOrder", "commits") }),
        BenchTarget(
            what: "share of what bare C does on the machine", measure: "limit", unit: "", bar: 0.3, goal: 0.6,
            isLessBetter: false, decimals: 2, figure: { $0.number("share") }),
        BenchTarget(
            what: "against the bare Go pipeline", measure: "peers", unit: "x", bar: 0.7, goal: 2, isLessBetter: false,
            decimals: 2, figure: { $0.number("peers", "go", "throughputRatio") }),
        BenchTarget(
            what: "against FastStream", measure: "peers", unit: "x", bar: 3, goal: 8, isLessBetter: false, decimals: 2,
            figure: { $0.number("peers", "faststream", "throughputRatio") }),
        BenchTarget(
            what: "against Celery", measure: "peers", unit: "x", bar: 6, goal: 16, isLessBetter: false, decimals: 2,
            figure: { $0.number("peers", "celery", "throughputRatio") }),
        BenchTarget(
            what: "submit to released at 20/s, p50, as a multiple of the Go pipeline's whole run", measure: "peers",
            unit: "x", bar: 4, goal: 1.5, decimals: 2, figure: { $0.number("peers", "go", "latencyRatio") }),
        BenchTarget(
            what: "flash sale, 20,000 orders for 1,000 units, all answered, 0 oversold", measure: "flash", unit: "s",
            bar: 30, goal: 8, size: (["orders"], 20_000),
            figure: { $0.number("oversold") == 0 ? $0.number("seconds") : nil }),
        BenchTarget(
            what: "backlog of 200,000: most memory of a service while draining", measure: "backlog", unit: "MB",
            bar: 300, goal: 100, decimals: 0, size: (["orders"], 200_000), figure: { $0.mostMemoryOfService }),
        BenchTarget(
            what: "throughput at 1,000,000 orders / empty", measure: "growth", unit: "", bar: 0.8, goal: 0.95,
            isLessBetter: false, decimals: 2, size: (["seed", "orders"], 1_000_000), figure: { $0.number("ratio") }),
        BenchTarget(
            what: "idle CPU of services and database", measure: "idle", unit: "% of a core", bar: 5, goal: 1,
            decimals: 2, figure: { $0.number("cpuPercent") }),
        BenchTarget(
            what: "memory of all services, idle", measure: "idle", unit: "MB", bar: 600, goal: 250, decimals: 0,
            figure: { $0.number("memoryBytes").map { $0 / 1e6 } }),
        BenchTarget(
            what: "start of one service until ready, the slowest", measure: "idle", unit: "s", bar: 2, goal: 0.5,
            decimals: 2, figure: { $0.number("startMilliseconds").map { $0 / 1000 } }),
        BenchTarget(
            what: "audit of what is new while 50 orders/s flow on 1,000,000 orders", measure: "audit", unit: "s",
            bar: 30,
            goal: 5, size: (["orders"], 1_000_000), figure: { $0.number("seconds") }),
        BenchTarget(
            what: "a stock level's change told to all seven channels at 50 orders/s, p95", measure: "stock", unit: "s",
            bar: 2, goal: 2, decimals: 2, size: (["rate"], 50),
            figure: {
                $0.isTrue ? $0.number("changeToTold", "p95Milliseconds").map { $0 / 1000 } : nil
            }),
        BenchTarget(
            what: "mapping of a storefront's order, p50, the slowest", measure: "mapping", unit: "us", bar: 200,
            goal: 200, decimals: 0, figure: { $0.slowestMapping }),
        BenchTarget(
            what: "import of 10,000 orders from a file, all answered", measure: "import", unit: "s", bar: 60, goal: 60,
            size: (["orders"], 10_000),
            figure: { $0.number("answeredSeconds") }),
    ]
}

extension JSONValue {
    fileprivate func number(_ path: String...) -> Double? { number(path) }

    fileprivate func number(_ path: [String]) -> Double? {
        var value = self
        for name in path {
            guard let next = value[name] else { return nil }
            value = next
        }
        guard case .number(let text) = value else { return nil }
        return Double(text)
    }

    /// Only what changed was told, and the newest last.
    fileprivate var isTrue: Bool { self["isTrue"] == .bool(true) }

    fileprivate var mostMemoryOfService: Double? {
        ServiceName.allCases.compactMap { self.number("memoryBytesOf", $0.executable) }.max().map { $0 / 1e6 }
    }

    fileprivate var slowestMapping: Double? {
        guard case .object(let orders)? = self["orders"] else { return nil }
        return orders.compactMap { $0.1.number("p50Microseconds") }.max()
    }
}

extension Double {
    /// Without decimals that say nothing.
    fileprivate var trimmed: String { self == rounded() ? fixed(0) : fixed(2).trimmedZeros }
}

extension String {
    fileprivate var trimmedZeros: String { String(reversed().drop { $0 == "0" }.reversed()) }
}
