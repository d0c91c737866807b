import Contracts
import FoundationEssentials

/// What one site sends of the order, as far as the coordinator has to know it.
package struct Fulfilment: Hashable, Sendable {
    /// What the site's floor has reported, in rising order.
    package enum Floor: Int16, Comparable, Sendable {
        case allocated
        case picking
        case picked
        case packed

        package static func < (left: Floor, right: Floor) -> Bool { left.rawValue < right.rawValue }
    }

    package let id: UUID
    /// What it has left to send, or has sent; without lines it is stopped.
    package var allocation: Allocation
    package var floor: Floor
    package var parcel: Parcel?
    package var tracking: ParcelTracking?
    /// Its part of what the customer pays, once it was asked for; minor units.
    package var share: Int64?
    /// Cash that the courier took at the door.
    package var collected: Int64?

    package init(
        id: UUID, allocation: Allocation, floor: Floor = .allocated, parcel: Parcel? = nil,
        tracking: ParcelTracking? = nil, share: Int64? = nil, collected: Int64? = nil
    ) {
        self.id = id
        self.allocation = allocation
        self.floor = floor
        self.parcel = parcel
        self.tracking = tracking
        self.share = share
        self.collected = collected
    }

    package var isStopped: Bool { allocation.lines.isEmpty }

    /// Units of order lines.
    package var units: [(lineID: String, quantity: Int)] { allocation.lines.orderedUnits }

    /// Where its units may be, the likeliest first: those of a line that two sites share are picked at one and still
    /// released at the other.
    package var buckets: [UnitBucket] {
        switch floor {
        case .allocated, .picking: [.released, .picked, .packed]
        case .picked: [.picked, .released, .packed]
        case .packed: [.packed, .picked, .released]
        }
    }

    /// Whether a parcel holds what it has to send: 0, or whether it holds more or less.
    package func compare(_ lines: [ParcelLine]) -> Int {
        let own = Self.count(allocation.lines.map { ($0.lineID, $0.sku, $0.quantity) })
        let other = Self.count(lines.map { ($0.lineID, $0.sku, $0.quantity) })
        if own == other { return 0 }
        return other.contains { $0.value > own[$0.key, default: 0] } ? 1 : -1
    }

    /// Goes on with no more than these.
    /// - Parameter planned: per order line, units that go with what is lost, where that was counted before.
    /// - Returns: what it lost.
    package mutating func reduce(to remaining: [ParcelLine], taking planned: [String: Int] = [:]) -> [AllocatedLine] {
        var planned = planned
        var left = Self.count(remaining.map { ($0.lineID, $0.sku, $0.quantity) })
        var lost: [AllocatedLine] = []
        var kept: [AllocatedLine] = []
        for line in allocation.lines {
            let quantity = min(line.quantity, left[Article(line.lineID, line.sku), default: 0])
            left[Article(line.lineID, line.sku), default: 0] -= quantity
            let parts = line.parts(leaving: quantity, taking: planned[line.lineID])
            planned[line.lineID]? -= parts.lost.orderedUnits
            if quantity > 0 { kept.append(parts.kept) }
            if quantity < line.quantity { lost.append(parts.lost) }
        }
        allocation.lines = kept
        return lost
    }

    /// The parcel with the units of order lines that the components in it stand for: whoever takes it back counts them as the
    /// ledger of units does, however many parcels a kit is sent in.
    package func counted(_ parcel: Parcel) -> Parcel {
        var units: [Article: Int] = [:]
        for line in allocation.lines where line.units != nil { units[Article(line.lineID, line.sku)] = 0 }
        if units.isEmpty { return parcel }
        for line in allocation.lines { units[Article(line.lineID, line.sku)]? += line.orderedUnits }
        var parcel = parcel
        for index in parcel.lines.indices {
            let article = Article(parcel.lines[index].lineID, parcel.lines[index].sku)
            guard let count = units[article] else { continue }
            parcel.lines[index].units = count
            // An article that is listed twice counts once.
            units[article] = 0
        }
        return parcel
    }

    private struct Article: Hashable {
        let lineID: String
        let sku: String

        init(_ lineID: String, _ sku: String) {
            self.lineID = lineID
            self.sku = sku
        }
    }

    private static func count(_ lines: [(lineID: String, sku: String, quantity: Int)]) -> [Article: Int] {
        var counts: [Article: Int] = [:]
        for line in lines where line.quantity > 0 {
            counts[Article(line.lineID, line.sku), default: 0] += line.quantity
        }
        return counts
    }
}

extension AllocatedLine {
    /// What stays of it, and what goes. Of a kit's component a unit goes with the last of what it needs, as inventory
    /// counts it; so the parts always add up to the whole.
    /// - Parameter planned: units that go, where that was counted before; they all go with the last of the article.
    func parts(leaving quantity: Int, taking planned: Int? = nil) -> (kept: AllocatedLine, lost: AllocatedLine) {
        var (kept, lost) = (self, self)
        kept.quantity = quantity
        lost.quantity = self.quantity - quantity
        if let units, units > 0, self.quantity > 0 {
            let perUnit = max(1, self.perUnit ?? (self.quantity + units - 1) / units)
            var left = min(units, (quantity + perUnit - 1) / perUnit)
            if let planned, quantity > 0 { left = quantity < self.quantity ? units - min(units, planned) : units }
            kept.units = left
            lost.units = units - left
        }
        return (kept, lost)
    }

    var parcelLine: ParcelLine { ParcelLine(lineID: lineID, sku: sku, quantity: quantity) }
}

extension [AllocatedLine] {
    /// Units of order lines.
    var orderedUnits: [(lineID: String, quantity: Int)] { map { ($0.lineID, $0.orderedUnits) } }
}
