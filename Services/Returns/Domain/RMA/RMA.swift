import Contracts
import FoundationEssentials

/// A return merchandise authorisation: what a customer sends back, and what becomes of it.
///
/// A pure machine: `requested -> approved | declined`, `approved -> label_issued -> in_transit -> received_part ->
/// received -> inspecting -> inspected -> settled -> closed`, or `cancelled`, or `expired` when nothing was sent.
/// From the first receipt on the state follows from the units, so that it cannot contradict them.
package struct RMA: Hashable, Sendable {
    package let id: UUID
    package let orderID: UUID
    package private(set) var state: ReturnState
    package let origin: RMAOrigin
    package let settlement: ReturnSettlementKind
    package let policyVersion: Int
    package var details: RMADetails
    package internal(set) var lines: [RMALine]
    package internal(set) var settlements: [RMASettlement]
    package private(set) var version: Int64

    package init(
        id: UUID, orderID: UUID, state: ReturnState, origin: RMAOrigin, settlement: ReturnSettlementKind,
        policyVersion: Int, details: RMADetails, lines: [RMALine], settlements: [RMASettlement] = [],
        version: Int64 = 0
    ) {
        self.id = id
        self.orderID = orderID
        self.state = state
        self.origin = origin
        self.settlement = settlement
        self.policyVersion = policyVersion
        self.details = details
        self.lines = lines
        self.settlements = settlements
        self.version = version
    }

    package var quantity: Int { lines.reduce(0) { $0 + $1.quantity } }
    package var expectedUnits: Int { lines.reduce(0) { $0 + $1.expected } }
    package var receivedUnits: Int { lines.reduce(0) { $0 + $1.received } }
    package var inspectedUnits: Int { lines.reduce(0) { $0 + $1.inspected } }
    /// Whether the customer still has the goods.
    package var isBeforeSending: Bool { [.requested, .approved, .labelIssued].contains(state) }
    package var isOver: Bool { [.declined, .closed, .cancelled, .expired].contains(state) }

    /// Once per handling: what is published carries it.
    package mutating func touch() { version += 1 }

    // MARK: Before the goods are here

    package mutating func approve() throws(ReturnRefusal) {
        try require(state == .requested, "is_not_requested")
        state = .approved
    }

    package mutating func decline(_ reason: String) throws(ReturnRefusal) {
        try require(state == .requested, "is_not_requested")
        lapse()
        details.reason = Reason(code: "declined", message: reason)
        state = .declined
    }

    /// What was not received stays with the customer; what was received goes on to its settlement.
    package mutating func cancel(_ reason: String) throws(ReturnRefusal) {
        try require(!isOver && expectedUnits > 0, "is_over")
        // What is overdue may never arrive: a person decides.
        try require(state != .inTransit || details.watch?.reminders ?? 0 > 0, "is_on_its_way")
        details.reason = Reason(code: "cancelled", message: reason)
        giveUp(as: .cancelled)
    }

    /// Nothing was sent in time.
    /// - Returns: whether that changed anything.
    package mutating func expire() -> Bool {
        let isPartlyHere = [.receivedPart, .inspecting].contains(state) && expectedUnits > 0
        guard [.approved, .labelIssued, .inTransit].contains(state) || isPartlyHere else { return false }
        details.reason =
            state == .inTransit
            ? Reason(code: "lost_in_transit", message: "it never arrived")
            : Reason(code: "not_sent", message: "nothing was sent within \(details.daysToSend) days")
        giveUp(as: .expired)
        return true
    }

    package mutating func label(_ tracking: ParcelTracking) -> Bool {
        guard details.tracking != tracking, !isOver else { return false }
        details.tracking = tracking
        details.reason = nil
        if state == .approved { state = .labelIssued }
        return true
    }

    /// - Returns: whether the return is on its way from now on.
    package mutating func track(_ status: TrackingStatus) -> Bool {
        let isMoving: Set<TrackingStatus> = [
            .inTransit, .outForDelivery, .availableForPickup, .deliveryFailed, .delivered,
        ]
        guard isMoving.contains(status), [.approved, .labelIssued].contains(state) else { return false }
        state = .inTransit
        return true
    }

    mutating func enterTransit() { state = .inTransit }

    // MARK: At the site

    /// - Parameter units: by line id, none twice.
    package mutating func receive(_ units: [LineQuantity], at site: String) throws(ReturnRefusal) {
        try require(!isOver && state != .requested, "is_not_expected")
        for (index, unit) in units.enumerated() {
            let line = try self.index(of: unit.lineID, at: "$.lines[\(index)].lineId")
            guard unit.quantity > 0, unit.quantity <= lines[line].expected else {
                throw ReturnRefusal(
                    "more_than_expected", at: "$.lines[\(index)].quantity",
                    "\(lines[line].expected) units of line \(unit.lineID) are expected")
            }
            lines[line].received += unit.quantity
        }
        details.site = site
        derive()
    }

    package mutating func inspect(_ findings: [InspectedLine]) throws(ReturnRefusal) {
        for (index, finding) in findings.enumerated() {
            let line = try self.index(of: finding.lineID, at: "$.lines[\(index)].lineId")
            let waiting = lines[line].received - lines[line].inspected
            guard finding.quantity > 0, finding.quantity <= waiting else {
                throw ReturnRefusal(
                    "more_than_received", at: "$.lines[\(index)].quantity",
                    "\(waiting) units of line \(finding.lineID) wait for inspection")
            }
            switch finding.disposition {
            case .restock: lines[line].restocked += finding.quantity
            case .quarantine: lines[line].quarantined += finding.quantity
            case .writeOff: lines[line].writtenOff += finding.quantity
            case .sendBack: lines[line].sentBack += finding.quantity
            default:
                throw ReturnRefusal(
                    "unknown_disposition", at: "$.lines[\(index)].disposition",
                    "restock, quarantine, write_off or send_back")
            }
        }
        // What is due for them is not settled yet: only then may it end.
        state = inspectedUnits == receivedUnits && expectedUnits == 0 ? .inspected : .inspecting
    }

    /// The state as the units, the money and the stock say it is.
    package mutating func derive() {
        guard receivedUnits > 0, !isOver else { return }
        if inspectedUnits < receivedUnits || expectedUnits > 0 {
            state = inspectedUnits > 0 ? .inspecting : expectedUnits > 0 ? .receivedPart : .received
            return
        }
        guard settlements.allSatisfy({ $0.state != .pending }), settlements.last?.state != .failed || details.isWaived
        else {
            state = .inspected
            return
        }
        state = details.booked.count < details.bookings ? .settled : .closed
    }

    private mutating func giveUp(as end: ReturnState) {
        lapse()
        if receivedUnits == 0 { state = end } else { derive() }
    }

    private mutating func lapse() {
        for index in lines.indices { lines[index].lapsed += lines[index].expected }
    }

    private func index(of lineID: String, at path: String) throws(ReturnRefusal) -> Int {
        guard let index = lines.firstIndex(where: { $0.lineID == lineID }) else {
            throw ReturnRefusal("unknown_line", at: path, "the return has no line \(lineID)")
        }
        return index
    }

    private func require(_ condition: Bool, _ code: String) throws(ReturnRefusal) {
        guard condition else {
            throw ReturnRefusal("return_\(code)", "the return is \(state.rawValue)")
        }
    }
}
