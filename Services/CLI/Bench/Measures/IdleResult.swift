import Contracts
import WireJSON

struct IdleResult: Sendable {
    var period: Duration
    /// Percent of a core, by process.
    var cpu: [(String, Double)]
    /// Bytes resident, by process.
    var memory: [(String, Int)]
    /// From start to ready, by service, sorted.
    var starts: [(String, [Duration])]
    var conditions: BenchConditions

    private static let services = Set(ServiceName.allCases.map(\.executable))

    private var cpuOfServices: Double { cpu.filter { Self.services.contains($0.0) }.reduce(0) { $0 + $1.1 } }
    private var cpuOfDatabase: Double { cpu.first { $0.0 == "database" }?.1 ?? 0 }
    /// The broker apart, which idles in its own way.
    private var ownCPU: Double { cpuOfServices + cpuOfDatabase }
    private var ownMemory: Int { memory.filter { Self.services.contains($0.0) }.reduce(0) { $0 + $1.1 } }
    private var medians: [(String, Double)] { starts.map { ($0.0, $0.1[$0.1.count / 2].inSeconds * 1000) } }
    private var slowest: (String, Double)? { medians.max { $0.1 < $1.1 } }

    var json: JSONValue {
        .object([
            ("measure", .string("idle")), ("seconds", .decimal(period.inSeconds)), ("cpuPercent", .decimal(ownCPU)),
            ("cpuPercentOf", .object(cpu.map { ($0.0, .decimal($0.1)) })), ("memoryBytes", .int(ownMemory)),
            ("memoryBytesOf", .object(memory.map { ($0.0, .int($0.1)) })),
            ("startMilliseconds", slowest.map { .decimal($0.1) } ?? .null),
            ("startMillisecondsOf", .object(medians.map { ($0.0, .decimal($0.1)) })),
            ("conditions", conditions.json),
        ])
    }

    var text: String {
        var table = TextTable(
            "process", .number("CPU, % of a core"), .number("resident, MB"), .number("start to ready, ms"))
        let resident = Dictionary(memory) { first, _ in first }
        let start = Dictionary(medians) { first, _ in first }
        for (name, percent) in cpu {
            table.add(
                name, percent.fixed(2), resident[name].map { (Double($0) / 1e6).fixed(0) } ?? "",
                start[name].map { $0.fixed(0) } ?? "")
        }
        let started = slowest.map { "; the slowest service is ready \($0.1.fixed(0)) ms after its start" } ?? ""
        return """
            idle for \(period.inSeconds.fixed(0)) s: services and database \(ownCPU.fixed(2)) % of a core (services \
            \(cpuOfServices.fixed(2)), database \(cpuOfDatabase.fixed(2))); services \((Double(ownMemory) / 1e6).fixed(0)) MB \
            of memory\(started)
            \(conditions.text)

            \(table.render())
            """
    }
}
