import Contracts
import FoundationEssentials

/// What one site sends of the order, as far as the coordinator has to know it.
package struct Fulfilment: Hashable, Sendable {
    /// What the site's floor has reported, in rising order.
    package enum Floor: Int16, Comparable, Sendable {
        case allocated
        case picking
        case picked
        case packed

        package static func < (left: Floor, right: Floor) -> Bool { left.rawValue < right.rawValue }
    }

    package let id: UUID
    package let allocation: Allocation
    package var floor: Floor
    package var parcel: Parcel?
    package var tracking: ParcelTracking?

    package init(
        id: UUID, allocation: Allocation, floor: Floor = .allocated, parcel: Parcel? = nil,
        tracking: ParcelTracking? = nil
    ) {
        self.id = id
        self.allocation = allocation
        self.floor = floor
        self.parcel = parcel
        self.tracking = tracking
    }

    /// Ids that a replay makes again: the site and its place among this order's allocations to that site.
    package static func make(for orderID: UUID, _ allocations: [Allocation]) -> [Fulfilment] {
        var ordinals: [String: Int] = [:]
        return allocations.map { allocation in
            let ordinal = ordinals[allocation.site, default: 0]
            ordinals[allocation.site] = ordinal + 1
            let id = UUID.v5("fulfilment/\(orderID.text)/\(allocation.site)/\(ordinal)")
            return Fulfilment(id: id, allocation: allocation)
        }
    }
}
