import Contracts
import FoundationEssentials

extension OrderSaga {
    /// Units that nobody has handed over yet.
    package var cancellable: [LineQuantity] {
        lines.compactMap { line in
            let units = line.total(UnitBucket.beforeHandOver)
            return units > 0 ? LineQuantity(lineID: line.lineID, quantity: units) : nil
        }
    }

    package func line(_ id: String) -> LineLedger? { lines.first { $0.lineID == id } }

    /// Every unit that is shipped has a site that has it in hand, or had.
    var isAllocated: Bool {
        guard let order, detours.wish == nil else { return false }
        return zip(lines, order.lines).allSatisfy { line, ordered in
            !ordered.requiresShipping || line.total(UnitBucket.unreleased) == 0
        }
    }

    /// Whether somebody else decides over its money, or has decided against the shop.
    var isDisputed: Bool { steps.contains { $0.isDispute && $0.isOpen } }

    /// Inventory has not said yet what becomes of these. It is not asked about what is not shipped.
    func isUnanswered(_ lineIDs: [String]) -> Bool {
        zip(lines, order?.lines ?? []).contains { line, ordered in
            ordered.requiresShipping && line[.pending] > 0 && lineIDs.contains(line.lineID)
        }
    }

    /// The site has let go of it: too late to be stopped.
    func isPastReturn(_ fulfilment: Fulfilment) -> Bool {
        // It said so itself, and its parcel is still to be heard of.
        if step(.cancelFulfilment, fulfilment.id)?.status == .refused { return true }
        return plan.steps.contains { definition in
            definition.isPointOfNoReturn && definition.scope == .fulfilmentOrder
                && step(definition.name, fulfilment.id)?.isComplete == true
        }
    }

    /// Whether nothing of the order is left without these units.
    func isEverything(_ units: [LineQuantity]) -> Bool {
        lines.allSatisfy { line in
            line.ordered - line[.cancelled] == units.first { $0.lineID == line.lineID }?.quantity ?? 0
        }
    }

    /// Whether it is over, or goes on only for what has left of it; see ``hasLeftInPart``.
    var isCancelled: Bool {
        phase.isGivenUp || !lines.isEmpty && lines.allSatisfy { $0[.cancelled] == $0.ordered }
    }

    /// Whether a parcel is on its way, or will be: what it holds of a kit may stand for no unit, and is a present when all of
    /// them are cancelled. Such an order is not given up, but goes on until its parcel has arrived.
    var hasLeftInPart: Bool { fulfilments.contains { !$0.isStopped && isPastReturn($0) } }
}
