import Contracts
import FoundationEssentials

extension StockReserved: StepReply {
    package var unit: UUID { reservationID }

    package func record(in saga: inout OrderSaga) {
        let fresh = saga.fresh(allocations).map { allocation in
            let found = saga.findComponents(allocation)
            return saga.reserve(allocation, found: found)
        }.filter { !$0.lines.isEmpty }
        // What is being undone is not sent.
        if saga.phase == .running { saga.addFulfilments(fresh) }
    }

    package func isAll(in saga: OrderSaga) -> Bool { saga.isReserved }

    /// It comes again when goods have come in, when a site could not send, and when a count took goods away.
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        guard transition.saga.phase == .running, unit == transition.saga.reservationID,
            let step = transition.saga.step(.reserve, unit), step.status != .refused
        else { return transition.take(self, epoch: epoch) }
        let fresh = transition.saga.moved(withdrawn, to: allocations)
        if !fresh.isEmpty {
            if transition.saga.detours.wish != nil { return .early }
            transition.moveUnits(withdrawn, to: fresh)
            return .applied
        }
        if step.isOpen {
            let verdict = transition.take(self, epoch: epoch)
            transition.completeReroutes()
            return verdict
        }
        let before = transition.saga
        record(in: &transition.saga)
        if transition.saga == before { return .stale }
        transition.completeReroutes()
        return .applied
    }
}

extension OrderSaga {
    /// Allocations that replace older ones of which sites know.
    func moved(_ withdrawn: [WithdrawnUnits], to allocations: [Allocation]) -> [Allocation] {
        let isKnown = withdrawn.contains { units in
            fulfilments.contains { !$0.isStopped && $0.allocation.id == units.allocationID }
        }
        guard isKnown else { return [] }
        return allocations.filter { allocation in !fulfilments.contains { $0.allocation.id == allocation.id } }
    }
}

extension OrderSaga {
    /// Units that wait are this allocation's now. What waits no more was cancelled while inventory filled it: the release that
    /// went out meanwhile takes the newest units, which are these.
    /// - Parameter found: kits of which it has what other sites were short of. That is sent, whatever units it stands for.
    fileprivate mutating func reserve(_ allocation: Allocation, found: Set<String>) -> Allocation {
        var told: [String: Int] = [:]
        for (lineID, units) in allocation.lines.orderedUnits { told[lineID, default: 0] += units }
        var wanted = allocation
        for (lineID, units) in told.sorted(by: { $0.key < $1.key }) {
            guard let index = lines.firstIndex(where: { $0.lineID == lineID }) else { continue }
            let moved = lines[index].move(units, from: [.pending, .backordered], to: .reserved)
            if found.contains(lineID) {
                count(moved, of: lineID, at: index, in: &wanted)
                continue
            }
            guard moved < units else { continue }
            var left = [lineID: moved]
            let taken = allocation.lines.filter { $0.lineID == lineID }.split(taking: &left).taken
            wanted.lines = wanted.lines.filter { $0.lineID != lineID } + taken
        }
        return wanted
    }

    /// Of a kit that does not go up in the parts that sites send of it, inventory and we may count the units at different
    /// sites. Over all of them they are the same: the last part has what is left.
    private mutating func count(_ moved: Int, of lineID: String, at index: Int, in allocation: inout Allocation) {
        let counted = countedComponent(of: lineID) ?? allocation.lines.first { $0.lineID == lineID }?.sku
        let isMissing = detours.shortages.contains { shortage in
            shortage.components.contains { $0.lineID == lineID && $0.sku == counted }
        }
        guard let part = allocation.lines.firstIndex(where: { $0.lineID == lineID && $0.sku == counted }),
            allocation.lines[part].units != nil
        else { return }
        let rest = isMissing ? 0 : lines[index].move(lines[index][.pending], from: [.pending], to: .reserved)
        let others = allocation.lines.indices.filter { $0 != part && allocation.lines[$0].lineID == lineID }
        var left = moved + rest
        for other in others {
            allocation.lines[other].units = allocation.lines[other].units.map { min($0, left) }
            left -= allocation.lines[other].units ?? 0
        }
        allocation.lines[part].units = left
    }
}
