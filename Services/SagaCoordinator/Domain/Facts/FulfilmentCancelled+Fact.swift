import Contracts
import FoundationEssentials

extension FulfilmentCancelled: StepReply {
    package var unit: UUID { fulfilmentOrderID }

    package var explanation: Reason? {
        Reason(code: "fulfilment_cancelled", message: "the warehouse does not fulfil it")
    }

    /// Asked for, it is what a site gives back. Said to a hand-over that came too late, it says the same once more. Unasked,
    /// somebody must look at it.
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        guard let fulfilment = transition.saga.fulfilment(fulfilmentOrderID) else {
            return transition.take(self, epoch: epoch)
        }
        let stop = transition.saga.step(.cancelFulfilment, unit)
        let isAsked = stop?.isOpen == true && epoch >= stop?.epoch ?? 0
        let isKnown = fulfilment.isStopped || fulfilment.compare(remaining) == 0
        if !isAsked, isKnown || stop != nil { return .stale }
        // What it was short of before is not there to be given back.
        let isAhead = shortages > transition.saga.shortagesHeard(of: unit)
        if isAsked, !isKnown, isAhead, transition.saga.phase == .running { return .early }
        if isAsked, !isKnown {
            let site = site ?? fulfilment.allocation.site
            transition.take(
                off: unit, leaving: remaining,
                putBack: putBack.map { AllocatedUnits(site: site, sku: $0.sku, quantity: $0.quantity) })
        }
        return transition.take(self, epoch: epoch)
    }
}
