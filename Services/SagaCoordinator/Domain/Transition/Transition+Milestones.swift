import Contracts
import FoundationEssentials

extension Transition {
    /// Tells the customer, about the order or about one parcel of it.
    /// - Parameter occasion: tells apart what may come up more than once in an order, such as refunds.
    mutating func tell(
        _ milestone: Milestone, about unit: UUID, occasion: UUID? = nil, amount: Int64? = nil,
        because reason: Reason? = nil
    ) {
        guard let order = saga.order else { return }
        let fulfilment = saga.fulfilment(unit)
        actions.append(
            .tell(
                MilestoneReached(
                    milestone: milestone, aggregate: occasion ?? fulfilment?.parcel?.id ?? saga.id,
                    order: order.summary, tracking: fulfilment?.tracking, amount: amount, reason: reason)))
    }

    mutating func answer(_ answer: any Answer, to origin: Origin) {
        actions.append(.answer(answer, to: origin))
    }
}
