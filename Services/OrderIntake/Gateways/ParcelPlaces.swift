/// Which of the packages that an order stands in at its channel hold a parcel's goods. Goods alone do not tell where a line leaves in
/// several parcels, so each of those that the channel was to be told of before has its place first, by the same rule.
struct ParcelPlaces {
    struct Package {
        let id: String
        /// Units per line.
        let units: [String: Int]
        let trackingNumbers: Set<String>
        /// Not on its way yet: it can be split.
        let isOpen: Bool
        /// Whether it may be the parcel although it has not its number.
        let canTake: Bool
    }

    /// Packages that have the parcel's number.
    private(set) var told: Set<String> = []
    /// Packages without its number that hold nothing but its goods.
    private(set) var fitting: Set<String> = []
    /// Units per line that are in no package of their own.
    private(set) var missing: [String: Int]
    /// The package that is to be split for them.
    private(set) var larger: Package?

    init(_ parcel: ChannelPush.Fulfilment, among packages: [Package]) {
        // Each push has to come to the same places.
        var free = packages.sorted { ($0.id.utf8.count, $0.id) < ($1.id.utf8.count, $1.id) }
        missing = parcel.lines.perLine
        told = Self.take(&missing, from: &free) { $0.trackingNumbers.contains(parcel.trackingNumber) }
        var others = parcel.earlier.map(\.lines.perLine)
        for (index, other) in parcel.earlier.enumerated() {
            _ = Self.take(&others[index], from: &free) { $0.trackingNumbers.contains(other.trackingNumber) }
        }
        for index in others.indices {
            // What is on its way is one that left before.
            for isOpen in [false, true] {
                _ = Self.take(&others[index], from: &free, isWhole: true) { $0.isOpen == isOpen }
            }
        }
        missing = missing.filter { $0.value > 0 }
        fitting = Self.take(&missing, from: &free, isWhole: true, where: \.canTake)
        missing = missing.filter { $0.value > 0 }
        guard let line = missing.keys.min() else { return }
        larger = free.first { $0.isOpen && ($0.units[line] ?? 0) > 0 }
    }

    /// - Parameter isWhole: whether a package is left that holds more.
    private static func take(
        _ units: inout [String: Int], from packages: inout [Package], isWhole: Bool = false,
        where isMeant: (Package) -> Bool
    ) -> Set<String> {
        var taken: Set<String> = []
        for package in packages where isMeant(package) && !package.units.isEmpty {
            guard !isWhole || package.units.allSatisfy({ $0.value <= units[$0.key] ?? 0 }) else { continue }
            for (line, count) in package.units { units[line, default: 0] -= count }
            taken.insert(package.id)
        }
        packages.removeAll { taken.contains($0.id) }
        return taken
    }
}
