import FoundationEssentials
import WireJSON

/// Under which conditions a figure came about: nothing may be switched off, and whoever reads must be able to see it.
struct BenchConditions: Sendable {
    var database: [(String, String)]
    var queueTypes: [String]
    var cores: Int
    /// Of the last minute, when the run ended.
    var load: String

    static func read(_ session: OperatorSession) async throws -> BenchConditions {
        BenchConditions(
            database: try await DatabaseMeter(session: session).durability(),
            queueTypes: try await BrokerMeter(session: session).queueTypes(),
            cores: ProcessInfo.processInfo.activeProcessorCount,
            load: String(ProcFile.read("/proc/loadavg")?.prefix { $0 != " " } ?? "?"))
    }

    var json: JSONValue {
        .object(
            database.map { ($0.0, .string($0.1)) } + [
                ("queueTypes", .array(queueTypes.map { .string($0) })), ("publisherConfirms", .bool(true)),
                ("cores", .int(cores)), ("load", .string(load)),
            ])
    }

    var text: String {
        database.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
            + ", queues \(queueTypes.joined(separator: " and ")), publisher confirms on, \(cores) cores, load \(load)"
    }
}
