/// What one fault came to.
struct ChaosRow: Sendable {
    var fault: String
    var injected = 0
    var inFlight = 0
    var orders = 0
    var lost = 0
    var doneTwice = 0
    var parked = 0
    var drained = Duration.zero
}

/// The report of a run.
struct ChaosTable {
    var rows: [ChaosRow] = []

    var text: String {
        let header = [
            "fault", "times", "orders", "in flight", "lost", "done twice", "parked", "until drained",
        ]
        let cells = rows.map { row in
            [
                row.fault, "\(row.injected)", "\(row.orders)", "\(row.inFlight)", "\(row.lost)", "\(row.doneTwice)",
                "\(row.parked)", "\(row.drained.inSeconds) s",
            ]
        }
        let widths = header.indices.map { column in
            ([header] + cells).map { $0[column].count }.max() ?? 0
        }
        return ([header] + cells).map { line in
            line.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + padding : padding + cell
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}

extension Duration {
    /// Seconds with one decimal.
    fileprivate var inSeconds: String {
        let tenths = components.seconds * 10 + components.attoseconds / 100_000_000_000_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }
}
