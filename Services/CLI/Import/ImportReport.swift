import CSV
import WireJSON

/// What became of a file.
struct ImportReport: Sendable {
    /// By outcome: `accepted`, `unchanged`, `updated`, `stale`, `recorded`.
    private(set) var accepted: [String: Int] = [:]
    /// One entry per refused order.
    private(set) var refused: [[RowError]] = []
    /// The file could not be read to its end.
    var isCutShort = false

    var total: Int { accepted.values.reduce(refused.count, +) }
    var isClean: Bool { refused.isEmpty && !isCutShort }

    mutating func add(accepted outcome: String) {
        accepted[outcome, default: 0] += 1
    }

    mutating func add(refusal errors: [RowError]) {
        refused.append(errors)
    }

    func describe() -> String {
        var lines = refused.flatMap { $0 }.sorted { $0.line < $1.line }.map { "\($0)" }
        let outcomes = accepted.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        lines.append("\(total) orders: " + (outcomes + ["\(refused.count) refused"]).joined(separator: ", "))
        if isCutShort { lines.append("the file could not be read to its end; see its last error above") }
        return lines.joined(separator: "\n")
    }

    var json: JSONValue {
        .object([
            ("total", .int(total)),
            ("accepted", .object(accepted.sorted { $0.key < $1.key }.map { ($0.key, .int($0.value)) })),
            ("refused", .int(refused.count)), ("isComplete", .bool(!isCutShort)),
            (
                "errors",
                .array(
                    refused.flatMap { $0 }.sorted { $0.line < $1.line }.map { error in
                        .object([
                            ("line", .int(error.line)), ("place", .text(error.place)), ("code", .string(error.code)),
                            ("message", .string(error.message)),
                        ])
                    })
            ),
        ])
    }
}
