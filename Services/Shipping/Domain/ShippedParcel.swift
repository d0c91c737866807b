import Contracts
import FoundationEssentials

/// A parcel as shipping knows it: its label, and where the carrier says it is.
package struct ShippedParcel: Hashable, Sendable {
    package enum State: String, Sendable {
        case labelRequested = "label_requested"
        case labelled, refused
        case voidRequested = "void_requested"
        case void
        case handedOver = "handed_over"
        case delivered
    }

    package var id: UUID
    package var orderID: UUID
    package var state: State
    /// Whom the label, or the void, is answered to.
    package var command: CommandReference
    package var request: BuyLabel?
    package var tracking: ParcelTracking?
    package var label: String?
    package var cost: Int64?
    package var costCurrency: Currency?
    package var status: TrackingStatus?
    package var scannedAt: Timestamp?
    package var handedOverAt: Timestamp?
    /// How often the carrier was asked where it is; part of the effect's key.
    package var polls = 0
    package var version: Int64 = 1

    package init(
        id: UUID, orderID: UUID, state: State, command: CommandReference, request: BuyLabel? = nil,
        tracking: ParcelTracking? = nil, label: String? = nil, cost: Int64? = nil, costCurrency: Currency? = nil,
        status: TrackingStatus? = nil, scannedAt: Timestamp? = nil, handedOverAt: Timestamp? = nil, polls: Int = 0,
        version: Int64 = 1
    ) {
        self.id = id
        self.orderID = orderID
        self.state = state
        self.command = command
        self.request = request
        self.tracking = tracking
        self.label = label
        self.cost = cost
        self.costCurrency = costCurrency
        self.status = status
        self.scannedAt = scannedAt
        self.handedOverAt = handedOverAt
        self.polls = polls
        self.version = version
    }

    package mutating func move(to state: State) {
        self.state = state
        version += 1
    }

    /// Takes a scan in. Scans are ranked and timestamped: one that is older, or of a lower rank, is kept in the books
    /// but does not move the parcel back; only a return to the sender may follow a delivery.
    /// - Returns: whether it moved the parcel.
    package mutating func take(_ scan: CarrierScan) -> Bool {
        if let status, let scannedAt {
            if status == .delivered && scan.status.isReturn == false { return false }
            if scan.status.rank <= status.rank && !(scan.at > scannedAt && scan.status.mayRepeat(after: status)) {
                return false
            }
        }
        status = scan.status
        scannedAt = max(scannedAt ?? scan.at, scan.at)
        version += 1
        return true
    }
}

/// What a carrier reports: where a parcel was seen, when, and what that means.
package struct CarrierScan: Hashable, Sendable {
    package var status: TrackingStatus
    package var at: Timestamp
    package var place: String?

    package init(status: TrackingStatus, at: Timestamp, place: String? = nil) {
        self.status = status
        self.at = at
        self.place = place
    }
}
