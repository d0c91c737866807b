import Foundation

/// The table of a run, for people and for programs.
package struct ChaosReport: Sendable {
    package var seed: UInt64
    package var rows: [ChaosRow] = []
    package var orders = 0
    package var wishes = 0
    package var returns = 0
    /// Orders whose end was compared with that of the undisturbed run.
    package var compared = 0
    /// Those that ended otherwise.
    package var different = 0
    /// Faults that cannot be had on this machine, each with the reason.
    package var leftOut: [String] = []
    /// What is wrong with the run as a whole.
    package var problems: [String] = []
    package var took = Duration.zero

    package init(seed: UInt64) {
        self.seed = seed
    }

    package var isGood: Bool { problems.isEmpty && !rows.isEmpty && rows.allSatisfy(\.isGood) }

    package var text: String {
        let header = ["fault", "times", "orders", "in flight", "lost", "done twice", "parked", "drained in"]
        let cells = [header] + Self.sum(rows).map(Self.cells)
        let widths = header.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        var lines = cells.map { line in
            line.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + padding : padding + cell
            }.joined(separator: "  ")
        }
        lines.insert(String(repeating: "-", count: lines[0].count), at: 1)
        lines.append("")
        lines.append(
            "\(orders) orders, \(wishes) cancels and changes, \(returns) returns; "
                + "\(compared) orders compared with undisturbed ones, \(different) ended otherwise; "
                + "seed \(seed), \(took.seconds) s")
        lines += leftOut.map { "left out: \($0)" }
        for row in rows { lines += row.problems.map { "\(row.fault.rawValue): \($0)" } }
        return (lines + problems).joined(separator: "\n")
    }

    private static func cells(_ row: ChaosRow) -> [String] {
        [
            row.fault.title, "\(row.injected)", "\(row.orders)", "\(row.inFlight)", "\(row.lost)", "\(row.doneTwice)",
            "\(row.parked)", "\(row.drained.seconds) s",
        ]
    }

    /// Later rounds are added to the first; what took longest counts.
    static func sum(_ rows: [ChaosRow]) -> [ChaosRow] {
        var sums: [ChaosRow] = []
        for row in rows {
            guard let place = sums.firstIndex(where: { $0.fault == row.fault }) else {
                sums.append(row)
                continue
            }
            sums[place].injected += row.injected
            sums[place].orders += row.orders
            sums[place].inFlight += row.inFlight
            sums[place].lost += row.lost
            sums[place].doneTwice += row.doneTwice
            sums[place].parked += row.parked
            sums[place].drained = max(sums[place].drained, row.drained)
        }
        return sums
    }

    package func json() throws -> Data {
        struct Row: Encodable {
            var fault, title: String
            var injected, orders, inFlight, lost, doneTwice, parked: Int
            var drainedSeconds: Double
            var problems, notes: [String]
        }
        struct Report: Encodable {
            var isGood: Bool
            var seed: UInt64
            var orders, wishes, returns, compared, different: Int
            var seconds: Double
            var leftOut, problems: [String]
            var faults: [Row]
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return try encoder.encode(
            Report(
                isGood: isGood, seed: seed, orders: orders, wishes: wishes, returns: returns, compared: compared,
                different: different, seconds: Double(took.seconds) ?? 0, leftOut: leftOut, problems: problems,
                faults: rows.map { row in
                    Row(
                        fault: row.fault.rawValue, title: row.fault.title, injected: row.injected, orders: row.orders,
                        inFlight: row.inFlight, lost: row.lost, doneTwice: row.doneTwice, parked: row.parked,
                        drainedSeconds: Double(row.drained.seconds) ?? 0, problems: row.problems, notes: row.notes)
                }))
    }
}

extension Duration {
    /// With one decimal.
    var seconds: String {
        let tenths = components.seconds * 10 + components.attoseconds / 100_000_000_000_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }
}
