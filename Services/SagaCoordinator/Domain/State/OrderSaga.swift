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
    package var order: Order?
    package var plan = Plan.card
    /// The unit ledger, in the order of the order's lines.
    package var lines: [LineLedger] = []
    package var money = Money()
    /// In the order in which they were begun.
    package var steps: [StepRecord] = []
    package var fulfilments: [Fulfilment] = []
    package var ending: Ending?
    package var early: [EarlyFact] = []
    /// As it was last announced; computed from all of the above.
    package var headline = HeadlineStatus.received
    /// When the order's one timer goes off; nil when none is set.
    package var timer: Timestamp?

    package init(id: UUID) {
        self.id = id
        paymentID = .v5("payment/\(id.text)")
        reservationID = .v5("reservation/\(id.text)")
    }

    /// By when something must have happened: what the timer is for.
    package var deadline: Timestamp? { steps.compactMap(\.due).min() }
    package var isOnHold: Bool { steps.contains { $0.hold != nil } }

    package func step(_ name: StepName, _ unit: UUID) -> StepRecord? {
        steps.first { $0.key.name == name && $0.key.unit == unit }
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

    package mutating func move(_ units: [(lineID: String, quantity: Int)], from: [UnitBucket], to target: UnitBucket) {
        for (lineID, quantity) in units {
            guard let index = lines.firstIndex(where: { $0.lineID == lineID }) else { continue }
            lines[index].move(quantity, from: from, to: target)
        }
    }
}
