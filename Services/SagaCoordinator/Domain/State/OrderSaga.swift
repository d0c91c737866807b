import Contracts
import FoundationEssentials

/// The whole state of an order as the coordinator knows it: a value, made by its events alone. Replaying an order's log
/// through ``after(_:)`` gives it again.
package struct OrderSaga: Hashable, Sendable {
    package let id: UUID
    package let paymentID: UUID
    package let reservationID: UUID
    /// Rises by one with every event taken in; the log's sequence.
    package var version: Int64 = 0
    package var phase = Phase.unborn
    /// As it reads now; nil while unborn.
    @Boxed package var order: Order?
    @Boxed package var plan = Plan.card
    /// The unit ledger, in the order of the order's lines.
    package var lines: [LineLedger] = []
    package var money = Money()
    /// In the order in which they were begun.
    package var steps: [StepRecord] = []
    package var fulfilments: [Fulfilment] = []
    @Boxed package var ending: Ending?
    @Boxed package var detours = Detours()
    /// What the customer pays for what is not shipped, once it was asked for; minor units.
    package var providedShare: Int64?
    package var early: [EarlyFact] = []
    /// As it was last announced; computed from all of the above.
    package var headline = HeadlineStatus.received
    /// When the order's one timer goes off; nil when none is set.
    package var timer: Timestamp?

    package init(id: UUID) {
        self.id = id
        paymentID = .v5("payment/\(id.text)")
        reservationID = ReserveStock.reservationID(of: id)
    }

    /// Sees at once that the content was not touched since.
    func hasOrder(of before: OrderSaga?) -> Bool {
        guard let before else { return order == nil }
        return _order == before._order
    }

    /// By when something must have happened: what the timer is for.
    package var deadline: Timestamp? { steps.compactMap(\.due).min() }
    package var isOnHold: Bool { steps.contains { $0.hold != nil } }

    package func step(_ name: StepName, _ unit: UUID) -> StepRecord? {
        steps.first { $0.key.name == name && $0.key.unit == unit }
    }

    /// Whether a step's command may have to be sent again, byte for byte.
    func keepsCommand(of step: StepRecord) -> Bool {
        guard !phase.isFinal else { return false }
        return step.isOpen || step.status == .done && StepName.reopened.contains(step.key.name)
    }

    /// By its own id, or by its parcel's.
    package func fulfilment(_ unit: UUID) -> Fulfilment? {
        fulfilments.first { $0.id == unit || $0.parcel?.id == unit }
    }

    package mutating func changeFulfilment(_ unit: UUID, _ change: (inout Fulfilment) -> Void) {
        guard let index = fulfilments.firstIndex(where: { $0.id == unit || $0.parcel?.id == unit }) else { return }
        change(&fulfilments[index])
    }

    package mutating func changeStep(_ key: StepKey, _ change: (inout StepRecord) -> Void) {
        guard let index = steps.firstIndex(where: { $0.key == key }) else { return }
        change(&steps[index])
    }

    /// What is still to be sent, or was.
    package var liveFulfilments: [Fulfilment] { fulfilments.filter { !$0.isStopped } }

    /// Makes what sites are to send of new allocations. Ids that a replay makes again: the site and its place among this
    /// order's allocations to that site.
    package mutating func addFulfilments(_ allocations: [Allocation]) {
        for allocation in allocations {
            let ordinal = fulfilments.count { $0.allocation.site == allocation.site }
            let id = UUID.v5("fulfilment/\(self.id.text)/\(allocation.site)/\(ordinal)")
            fulfilments.append(Fulfilment(id: id, allocation: allocation))
        }
    }

    package mutating func move(_ units: [(lineID: String, quantity: Int)], from: [UnitBucket], to target: UnitBucket) {
        for (lineID, quantity) in units {
            guard let index = lines.firstIndex(where: { $0.lineID == lineID }) else { continue }
            lines[index].move(quantity, from: from, to: target)
        }
    }
}
