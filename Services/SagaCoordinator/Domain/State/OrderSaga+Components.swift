import Contracts
import FoundationEssentials

// A kit's units are counted by one of its components. What becomes of the others no bucket of units can tell.

extension OrderSaga {
    /// Of what a site lost, the components of kits.
    func missingComponents(_ lost: [AllocatedLine]) -> [MissingComponent] {
        lost.filter { $0.units != nil && $0.quantity > 0 }.map { part in
            MissingComponent(
                lineID: part.lineID, sku: part.sku, quantity: part.quantity,
                cancelledBefore: line(part.lineID)?[.cancelled] ?? 0)
        }
    }

    /// Whether inventory has not said yet what becomes of all that it is about. Of what is not in the house nobody asks.
    func isUnanswered(_ shortage: Shortage) -> Bool {
        isUnanswered(shortage.lineIDs)
            || shortage.components.contains { (line($0.lineID)?.total(UnitBucket.beforeHandOver) ?? 0) > 0 }
    }

    func hasMissingComponents(_ lineID: String) -> Bool {
        detours.shortages.contains { $0.components.contains { $0.lineID == lineID } }
    }

    /// Whether a parcel would leave with kits of which it is not known whether they will be whole.
    func isIncomplete(_ fulfilment: Fulfilment) -> Bool {
        fulfilment.allocation.lines.contains { line in
            detours.shortages.contains { shortage in
                step(.reroute, shortage.id)?.isOpen != false
                    && shortage.components.contains { $0.lineID == line.lineID }
            }
        }
    }

    /// Another site sends these.
    /// - Returns: order lines of which nothing is allocated but components that were missing.
    mutating func findComponents(_ allocation: Allocation) -> Set<String> {
        var found = Set(allocation.lines.map(\.lineID))
        for line in allocation.lines {
            var left = line.quantity
            changeComponents(line.lineID, line.sku) { component in
                let count = min(left, component.quantity)
                left -= count
                component.quantity -= count
            }
            if left > 0 { found.remove(line.lineID) }
        }
        return found
    }

    /// The component that the units of a kit go with.
    func countedComponent(of lineID: String) -> String? {
        fulfilments.flatMap(\.allocation.lines).first { $0.lineID == lineID && ($0.units ?? 0) > 0 }?.sku
    }

    /// These wait for goods.
    mutating func awaitComponents(_ lines: [ShortLine]) {
        for line in lines { changeComponents(line.lineID, line.sku) { $0.quantity = 0 } }
    }

    /// Nobody has these.
    /// - Returns: units that lack one of them, per order line of which any was missing.
    mutating func giveUpComponents(_ lines: [ShortLine]) -> [String: Int] {
        var incomplete: [String: Int] = [:]
        for short in lines {
            let cancelled = line(short.lineID)?[.cancelled] ?? 0
            var before: Int?
            changeComponents(short.lineID, short.sku) { component in
                // An answer is to one shortage; what another site lacks has one of its own.
                guard before == nil else { return }
                before = component.cancelledBefore
                component.quantity = 0
            }
            guard let before else { continue }
            let units = short.requested - short.available - (cancelled - before)
            incomplete[short.lineID] = max(incomplete[short.lineID] ?? 0, units)
        }
        return incomplete
    }

    private mutating func changeComponents(
        _ lineID: String, _ sku: String, _ change: (inout MissingComponent) -> Void
    ) {
        for index in detours.shortages.indices {
            for part in detours.shortages[index].components.indices {
                let component = detours.shortages[index].components[part]
                guard component.lineID == lineID, component.sku == sku else { continue }
                change(&detours.shortages[index].components[part])
            }
            detours.shortages[index].components.removeAll { $0.quantity == 0 }
        }
    }
}
