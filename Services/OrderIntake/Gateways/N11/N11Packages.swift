import Contracts
import WireJSON

/// The packages that an order stands in at N11 now. A split gives its packages new ids, and units that go into another package a
/// line of their own: lines are by the ids that the order has.
struct N11Packages {
    struct Package {
        let id: String
        let status: String
        /// Units per line of the order.
        fileprivate(set) var units: [String: Int]
        /// N11's own ids, by those.
        fileprivate(set) var lineIDs: [String: String]

        var isAtWork: Bool { status == "Picking" }
        /// With its carrier.
        var isSent: Bool { ["Shipped", "Delivered"].contains(status) }
    }

    static let statuses = ["Created", "Picking", "Unpacked", "Cancelled", "Shipped", "Delivered"]

    /// Those that no other has taken the place of, and that are not cancelled.
    let standing: [Package]
    /// One of which it cannot be said whether it is to be sent.
    let unclear: Package?

    /// - Parameter nodes: of all ``statuses``.
    init(_ nodes: [JSONNode], order: String) {
        let reader = PayloadReader()
        var told: [(package: Package, untold: UntoldSplits.Package)] = []
        for node in nodes where reader.id("orderNumber", of: node) == order {
            // Where it has no id it stands alone.
            let id = reader.nonZeroID("id", of: node) ?? ""
            let status = reader.id("shipmentPackageStatus", of: node) ?? ""
            var units: [String: Int] = [:]
            var skus: [String: String] = [:]
            for line in node["lines"]?.elements.map(\.self) ?? [] {
                guard let name = reader.id("orderLineId", of: line) else { continue }
                units[name, default: 0] += line["quantity"]?.int ?? 0
                skus[name] = reader.id("stockCode", of: line)
            }
            let state: UntoldSplits.State =
                switch status.lowercased() {
                case "unpacked": .unpacked
                case "cancelled", "unsupplied": .cancelled
                default: .other
                }
            told.append(
                (
                    Package(id: id, status: status, units: units, lineIDs: [:]),
                    UntoldSplits.Package(
                        id: id, state: state,
                        updatedAt: reader.milliseconds("lastModifiedDate", of: node) ?? Timestamp(microseconds: 0),
                        units: units, skus: skus)
                ))
        }
        let originals = UntoldSplits(told.map(\.untold)).originalLines(accepted: nil)
        for index in told.indices {
            var units: [String: Int] = [:]
            for (line, count) in told[index].package.units {
                units[originals[line] ?? line, default: 0] += count
                told[index].package.lineIDs[originals[line] ?? line] = line
            }
            told[index].package.units = units
            told[index].untold.units = units
        }
        let splits = UntoldSplits(told.map(\.untold))
        var standing: [Package] = []
        var unclear: Package?
        for (package, untold) in told {
            switch untold.state {
            case .cancelled: break
            case .other: standing.append(package)
            case .unpacked:
                switch splits.reading(of: untold) {
                case .void: break
                case .standing: standing.append(package)
                case .unclear: unclear = package
                }
            }
        }
        self.standing = standing
        self.unclear = unclear
    }

    /// Not with its carrier yet.
    var open: [Package] { standing.filter { !$0.isSent } }

    /// Units of a line over all of them.
    func units(_ line: String) -> Int { standing.reduce(0) { $0 + ($1.units[line] ?? 0) } }
}
