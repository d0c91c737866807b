import Contracts
import FoundationEssentials

/// A parcel as shipping knows it: its label, and where the carrier says it is. One that a customer sends back is one too,
/// under the return's id.
package struct ShippedParcel: Hashable, Sendable {
    package enum State: String, Sendable {
        case labelRequested = "label_requested"
        /// No carrier can be reached: nothing is bought, and it is tried again.
        case labelWaiting = "label_waiting"
        case labelled, refused
        case voidRequested = "void_requested"
        case void
        /// For a return: its label is with the customer.
        case handedOver = "handed_over"
        case delivered, lost, returning, returned
    }

    package var id: UUID
    package var orderID: UUID
    package var state: State
    /// Whom the label, or the void, is answered to.
    package var command: CommandReference
    package var request: BuyLabel?
    package var isReturn = false
    /// Who is asked for the label, or sold it.
    package var carrier: String?
    /// Part of the label's key. It rises only when what was asked under the one before is proven to have bought nothing,
    /// or is void: never with the epoch.
    package var purchase = 0
    /// Void: attempts (epochs) at the label up to this one are refused.
    package var refusedEpoch: Int?
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

    package init(id: UUID, orderID: UUID, state: State, command: CommandReference, request: BuyLabel? = nil) {
        self.id = id
        self.orderID = orderID
        self.state = state
        self.command = command
        self.request = request
        carrier = request.map(CarrierChoice.first)
    }

    package mutating func move(to state: State) {
        self.state = state
        version += 1
    }

    /// Begins anew, after a purchase that came to nothing.
    package mutating func buyAgain(_ request: BuyLabel, for command: CommandReference) {
        self.request = request
        self.command = command
        carrier = CarrierChoice.first(for: request)
        purchase += 1
        refusedEpoch = nil
        tracking = nil
        label = nil
        cost = nil
        costCurrency = nil
        move(to: .labelRequested)
    }

    /// Whether somebody outside has put the label on it: no carrier of ours is asked about it.
    package var isLabelledOutside: Bool { request?.parcel.label != nil }

    /// - Returns: whether it bears one.
    package mutating func takeOutsideLabel() -> Bool {
        guard let request, let label = request.parcel.label else { return false }
        carrier = nil
        tracking = ParcelTracking(
            parcelID: id, carrier: label.carrier, service: label.service, trackingNumber: label.trackingNumber,
            trackingURL: label.trackingURL)
        // Whoever bought it has paid for it.
        cost = 0
        costCurrency = request.currency
        move(to: .labelled)
        return true
    }

    /// `label/<parcel>` for the first purchase.
    package var labelKey: String { key("label") }
    package var voidKey: String { key("void") }

    private func key(_ operation: String) -> String {
        "\(operation)/\(id.text)" + (purchase == 0 ? "" : "/\(purchase)")
    }

    /// The attempt (epoch) that asked for the label there is or will be; 0 when there is none.
    package var attempt: Int {
        switch state {
        case .labelRequested, .labelWaiting, .labelled, .refused: command.epoch
        default: 0
        }
    }

    /// On its way, with somebody else.
    package var isUnderWay: Bool { state == .handedOver || state == .returning }
    /// Scans mean something from the hand-over on, also after its end: what comes too late is written down.
    package var takesScans: Bool {
        [.handedOver, .delivered, .lost, .returning, .returned].contains(state)
    }

    /// Whether it differs in nothing but where it is: the label and what it was bought for are the same.
    package func hasOnlyMoved(since earlier: ShippedParcel) -> Bool {
        var moved = earlier
        moved.state = state
        moved.status = status
        moved.scannedAt = scannedAt
        moved.handedOverAt = handedOverAt
        moved.polls = polls
        moved.version = version
        return moved == self
    }

    /// Whether what was asked for, and by whom, is what it was.
    package func answersTheSame(as earlier: ShippedParcel) -> Bool {
        command == earlier.command && request == earlier.request
    }

    /// Takes a scan in. Scans are ranked and timestamped: one that is older, or of a lower rank, is kept in the books
    /// but does not move the parcel back; only a return to the sender may follow a delivery, and only an end a loss: what was
    /// given up has turned up.
    /// - Returns: whether it moved the parcel.
    package mutating func take(_ scan: CarrierScan) -> Bool {
        if let status, let scannedAt {
            if status == .delivered && scan.status.isReturn == false { return false }
            if scan.status.rank <= status.rank && !(scan.at > scannedAt && scan.status.mayFollow(status)) {
                return false
            }
        }
        status = scan.status
        scannedAt = max(scannedAt ?? scan.at, scan.at)
        switch scan.status {
        case .delivered: state = .delivered
        case .lost: state = .lost
        case .returnToSender: state = .returning
        case .returned: state = .returned
        default: break
        }
        version += 1
        return true
    }
}
