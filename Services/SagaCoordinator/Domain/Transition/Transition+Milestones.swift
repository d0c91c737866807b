import Contracts
import FoundationEssentials

extension Transition {
    /// Tells the customer, about the order or about one parcel of it.
    mutating func tell(_ milestone: Milestone, about unit: UUID, amount: Int64? = nil, because reason: Reason? = nil) {
        guard let order = saga.order else { return }
        let fulfilment = saga.fulfilment(unit)
        actions.append(
            .tell(
                MilestoneReached(
                    milestone: milestone, aggregate: fulfilment?.parcel?.id ?? saga.id, order: order.summary,
                    tracking: fulfilment?.tracking, amount: amount, reason: reason)))
    }
}
