import Contracts

/// Shares out what was withdrawn over the news that say what became of it, each unit once.
struct WithdrawnShare {
    private var left: [WithdrawnUnits]

    init(_ withdrawn: [WithdrawnUnits]) { left = withdrawn }

    /// As much of it as the allocations make good.
    mutating func take(for allocations: [Allocation]) -> [WithdrawnUnits] {
        var taken: [WithdrawnUnits] = []
        for line in allocations.flatMap(\.lines) {
            var missing = line.quantity
            for index in left.indices where left[index].lineID == line.lineID && left[index].sku == line.sku {
                guard missing > 0, left[index].quantity > 0 else { continue }
                let share = split(index, min(missing, left[index].quantity))
                missing -= share.quantity
                taken.append(share)
            }
        }
        return taken
    }

    /// What is left of these lines.
    mutating func take(for lines: [ShortLine]) -> [WithdrawnUnits] {
        let ids = Set(lines.map(\.lineID))
        let taken = left.filter { ids.contains($0.lineID) && $0.quantity > 0 }
        left.removeAll { ids.contains($0.lineID) }
        return taken
    }

    mutating func takeAll() -> [WithdrawnUnits] {
        defer { left = [] }
        return left.filter { $0.quantity > 0 }
    }

    private mutating func split(_ index: Int, _ quantity: Int) -> WithdrawnUnits {
        var share = left[index]
        share.units = left[index].units * quantity / left[index].quantity
        share.quantity = quantity
        left[index].units -= share.units
        left[index].quantity -= quantity
        return share
    }
}
