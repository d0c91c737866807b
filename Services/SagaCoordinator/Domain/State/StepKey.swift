import FoundationEssentials

/// A step of one thing: of the payment, the reservation, a fulfilment order or a parcel.
package struct StepKey: Hashable, Sendable {
    package let name: StepName
    package let unit: UUID

    package init(_ name: StepName, _ unit: UUID) {
        self.name = name
        self.unit = unit
    }
}
