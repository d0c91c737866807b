import Contracts

/// Makes one order of the packages that are known of it, so that every sequence of arrivals comes to the same.
///
/// A package that is split or cancelled in part is void, and others take its place, which come before or after the news of its
/// end. So the units of a line are the most that were ever seen of it: in one package, or in those that hold together. Only
/// a package that is cancelled takes units away; one that has not come yet does not.
package struct PackageBook {
    private let packages: [KnownPackage]
    /// Those that no other has taken the place of.
    private let standing: [KnownPackage]
    /// Whether it cannot be said of a package that took no other's place by its own word whether it is to be sent.
    package let isUnclear: Bool

    /// - Parameters:
    ///   - packages: all that are known of one order, at least one.
    ///   - tellsSplits: whether they say what they were made of.
    ///   - accepted: the order as the coordinator has it; nil while it has not.
    package init(_ packages: [KnownPackage], tellsSplits: Bool = true, accepted: Order? = nil) {
        let told = tellsSplits ? (packages, false) : Self.readSplits(of: packages, accepted: accepted)
        let packages = told.0
        isUnclear = told.1
        self.packages = packages.sorted { $1.isNewer(than: $0) }
        standing = self.packages.filter { one in !packages.contains { $0.replaces(one) } && !one.isGone }
    }

    /// Puts the lines that the order has in the place of those that were split off from them, and finds unpacked packages that are to be
    /// sent.
    private static func readSplits(of packages: [KnownPackage], accepted: Order?) -> ([KnownPackage], Bool) {
        let lines = accepted.map { Dictionary($0.lines.map { ($0.id, $0.sku) }) { first, _ in first } }
        let originals = UntoldSplits(packages.map(\.untold)).originalLines(accepted: lines)
        var packages = packages.map { $0.renaming(originals) }
        let splits = UntoldSplits(packages.map(\.untold))
        var isUnclear = false
        for index in packages.indices where packages[index].isGone {
            switch splits.reading(of: packages[index].untold) {
            case .void: break
            case .standing: packages[index].disposition = .proceed
            case .unclear: isUnclear = true
            }
        }
        return (packages, isUnclear)
    }

    /// What the order says beside its lines is that of this package.
    package var newest: KnownPackage? { packages.last }

    /// Whether all packages are known that the known ones were made of. Where one is not, an order was split or cancelled in part
    /// before it was first heard of, and some of its lines may be in packages that have not come.
    package var isRooted: Bool {
        let known = Set(packages.map(\.key.packageID))
        let hasFirst = packages.contains { !$0.content.isRemade }
        return packages.allSatisfy { one in
            one.content.origins.isEmpty ? !one.content.isRemade || hasFirst : known.isSuperset(of: one.content.origins)
        }
    }

    package var disposition: Disposition {
        let left = standing.filter { $0.disposition != .recorded(.cancelled) }
        if left.isEmpty {
            let isCancelled = lineIDs.allSatisfy { wanted($0) == 0 }
            return .recorded(isCancelled ? .cancelled : .repackaged)
        }
        let states = Set(left.map(\.disposition))
        if states == [.proceed] { return .proceed }
        if states.contains(.recorded(.awaitingChannel)) { return .recorded(.awaitingChannel) }
        if states.contains(.proceed) { return .recorded(.partiallyFulfilled) }
        return .recorded(states.contains(.recorded(.fulfilled)) ? .fulfilled : .returned)
    }

    /// Puts what the packages hold together in the place of one package's lines.
    package func fill(_ order: inout Order) {
        let state = disposition
        let tags = order.tags.filter { !$0.hasPrefix("package:") }
        order.tags = (standing.isEmpty ? packages.suffix(1) : standing).map { "package:\($0.key.packageID)" } + tags
        if packages.count > 1 {
            // A cancelled order is kept as it was ordered.
            order.lines = lineIDs.compactMap {
                line($0, units: state == .recorded(.cancelled) ? units($0) : wanted($0))
            }
            order.tax = LineAmounts.taxes(of: order.lines)
            order.total = Int64(clamping: OrderArithmetic(order).total)
        }
        let isPaid = state != .recorded(.awaitingChannel)
        order.payment.state = isPaid ? .paid : .unpaid
        order.payment.amount = isPaid ? order.total : nil
        order.payment.currency = isPaid ? order.currency : nil
    }

    private var lineIDs: [String] { Set(packages.flatMap { $0.content.lines.map(\.id) }).sorted() }

    /// The units that were ordered.
    private func units(_ id: String) -> Int {
        max(packages.map { $0.units(id) }.max() ?? 0, standing.reduce(0) { $0 + $1.units(id) })
    }

    private func wanted(_ id: String) -> Int {
        let cancelled = standing.filter { $0.disposition == .recorded(.cancelled) }
        return max(0, units(id) - cancelled.reduce(0) { $0 + $1.units(id) })
    }

    /// So many units of a line, with their share of its discount and tax; nil for none.
    private func line(_ id: String, units wanted: Int) -> OrderLine? {
        let ordered = units(id)
        var parts = standing.compactMap { $0.line(id) }
        if parts.reduce(0, { $0 + $1.quantity }) != ordered {
            // Not all that takes its place has come: the package that it was in tells what it costs.
            parts = packages.compactMap { $0.line(id) }.filter { $0.quantity == ordered }.suffix(1)
        }
        guard wanted > 0, var line = parts.last else { return nil }
        let shares = [Int64(wanted), Int64(ordered - wanted)]
        func share(_ amount: (OrderLine) -> Int64) -> Int64 {
            Apportionment.split(Int64(clamping: parts.reduce(Int128(0)) { $0 + Int128(amount($1)) }), by: shares)[0]
        }
        let amounts = LineAmounts(
            gross: share { $0.unitPrice * Int64($0.quantity) }, discount: share(\.discount)
        ).perUnit(of: wanted)
        line.tax = share(\.tax)
        line.quantity = wanted
        line.unitPrice = amounts.unitPrice
        line.discount = amounts.discount
        return line
    }
}

extension KnownPackage {
    fileprivate var isGone: Bool { disposition == .recorded(.repackaged) }

    fileprivate var untold: UntoldSplits.Package {
        UntoldSplits.Package(
            id: key.packageID,
            state: isGone ? .unpacked : disposition == .recorded(.cancelled) ? .cancelled : .other,
            updatedAt: updatedAt, units: Dictionary(content.lines.map { ($0.id, $0.quantity) }, uniquingKeysWith: +),
            skus: Dictionary(content.lines.map { ($0.id, $0.sku) }) { first, _ in first })
    }

    /// - Parameter names: of lines, by those that they have here.
    fileprivate func renaming(_ names: [String: String]) -> KnownPackage {
        guard content.lines.contains(where: { names[$0.id] != nil }) else { return self }
        var lines: [OrderLine] = []
        for var line in content.lines {
            line.id = names[line.id] ?? line.id
            if let index = lines.firstIndex(where: { $0.id == line.id }) {
                lines[index].quantity += line.quantity
                lines[index].discount += line.discount
                lines[index].tax += line.tax
            } else {
                lines.append(line)
            }
        }
        var package = self
        package.content.lines = lines
        return package
    }

    fileprivate func line(_ id: String) -> OrderLine? { content.lines.first { $0.id == id } }

    fileprivate func units(_ id: String) -> Int { line(id)?.quantity ?? 0 }

    /// As it says itself; where it does not say of which, of one that was not made of others and has a line in common.
    fileprivate func replaces(_ other: KnownPackage) -> Bool {
        if content.origins.contains(other.key.packageID) { return true }
        guard content.isRemade, content.origins.isEmpty, !other.content.isRemade, key != other.key else { return false }
        return content.lines.contains { other.units($0.id) > 0 }
    }
}
