import Contracts

/// The packages of one order at a channel whose packages do not say what they were made of (N11).
///
/// Its documentation has a split in two ways: the package becomes `Unpacked` and others take its place, or it becomes `Cancelled` and
/// those in its place are `Unpacked`, to be sent. Ids count up, and a part is never larger than the whole: that tells most of them apart.
struct UntoldSplits {
    enum State {
        case cancelled, unpacked, other
    }

    struct Package {
        let id: String
        let state: State
        let updatedAt: Timestamp
        /// Units per line.
        var units: [String: Int]
        /// Articles per line.
        let skus: [String: String]

        fileprivate func isOlder(than other: Package) -> Bool {
            let (digits, others) = (id.utf8, other.id.utf8)
            return digits.count != others.count ? digits.count < others.count : digits.lexicographicallyPrecedes(others)
        }

        fileprivate func holds(_ other: Package) -> Bool {
            other.units.allSatisfy { $0.value <= units[$0.key] ?? 0 }
        }
    }

    enum Reading {
        /// Others have taken its place.
        case void
        /// It has taken the place of one that is said to be cancelled.
        case standing
        /// Either may be: what it is next said to be, or a person, tells.
        case unclear
    }

    /// A split is not one moment to the millisecond.
    private static let moment = Duration.seconds(1)

    private let packages: [Package]

    init(_ packages: [Package]) {
        self.packages = packages
    }

    /// What an unpacked package is.
    func reading(of package: Package) -> Reading {
        let mayStand = packages.contains {
            $0.state == .cancelled && $0.isOlder(than: package) && $0.holds(package)
                && $0.updatedAt - Self.moment <= package.updatedAt
        }
        guard mayStand else { return .void }
        var left = package.units
        for other in packages where other.state != .unpacked && package.isOlder(than: other) {
            for (line, units) in other.units { left[line]? -= units }
        }
        return left.allSatisfy { $0.value <= 0 } ? .unclear : .standing
    }

    /// Which line another one was split off from: N11 gives the units that go into another package a line id of their own. Lines that
    /// are in one package are never one.
    /// - Parameter accepted: the lines of the order that was accepted, by id with their articles; nil while it was not. Of an article
    ///   that none of them is of, as when all of its units were cancelled since, it is the line of a package that is void.
    /// - Returns: by the ids of lines that are none of the order's own.
    func originalLines(accepted: [String: String]?) -> [String: String] {
        let lines = packages.reduce(into: [String: String]()) { $0.merge($1.skus) { first, _ in first } }
        var originals: [String: String] = [:]
        for (line, sku) in lines where accepted?[line] == nil {
            let holders = packages.filter { $0.skus[line] != nil }
            var candidates = accepted?.filter { $0.value == sku }.map(\.key) ?? []
            if candidates.isEmpty {
                let first = packages.filter { $0.skus.values.contains(sku) }.min { $0.isOlder(than: $1) }
                guard let first, first.state != .other, holders.allSatisfy({ first.isOlder(than: $0) }) else {
                    continue
                }
                candidates = first.skus.filter { $0.value == sku }.map(\.key)
            }
            guard candidates.count == 1, !holders.contains(where: { $0.skus[candidates[0]] != nil }) else { continue }
            originals[line] = candidates[0]
        }
        return originals
    }
}
