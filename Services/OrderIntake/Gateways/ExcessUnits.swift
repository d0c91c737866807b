import Contracts

/// Units that stand in an order's packages at its channel and should not, to be taken off package by package: a repeat finds nothing
/// of them.
struct ExcessUnits {
    private var left: [String: Int]

    /// - Parameter standing: units of a line over all packages.
    init(_ wish: ChannelPush.Cancellation, standing: (String) -> Int) {
        left = wish.left.perLine.reduce(into: [:]) { left, line in
            left[line.key] = max(0, standing(line.key) - line.value)
        }
    }

    /// Those that are in a package; empty for none.
    mutating func take(from package: [String: Int]) -> [String: Int] {
        var units: [String: Int] = [:]
        for (line, count) in package {
            let part = min(count, left[line] ?? 0)
            guard part > 0 else { continue }
            units[line] = part
            left[line, default: 0] -= part
        }
        return units
    }

    /// A line of which units are in no package that they were taken from.
    var rest: String? { left.filter { $0.value > 0 }.keys.min() }
}
