import Contracts

extension RMA {
    /// What is done when a return has been where it is for too long.
    package enum Overdue: Hashable, Sendable {
        /// Somebody is told, and it is asked again after as long.
        case remind
        case approve
        case decline
        /// The customer keeps what was not sent.
        case expire
        /// What is on its way never arrives: it counts as received and written off, and is paid for.
        case loseGoods
        /// Nobody inspects what is here: it is kept from being sold, and paid for.
        case quarantine
    }

    /// Days that the return may stay in its state; nil when it is over.
    package var bound: Int? {
        switch state {
        case .requested: details.bounds.daysToDecide
        case .approved, .labelIssued: details.daysToSend
        case .inTransit: details.bounds.daysInTransit
        case .receivedPart, .received, .inspecting:
            expectedUnits > 0 ? details.daysToSend : details.bounds.daysToInspect
        case .inspected, .settled: details.bounds.daysToInspect
        default: nil
        }
    }

    /// What its deadline comes to. Nothing ends unannounced that a person might have ended otherwise.
    package var overdue: Overdue {
        let isReminded = details.watch?.reminders ?? 0 > 0
        switch state {
        case .approved, .labelIssued: return .expire
        case .receivedPart, .received, .inspecting:
            if expectedUnits > 0 { return .expire }
            return isReminded ? .quarantine : .remind
        case .requested: return !isReminded ? .remind : details.bounds.undecided == .approve ? .approve : .decline
        case .inTransit:
            if !isReminded { return .remind }
            // Whoever never got the goods, or has it from the marketplace, is not told that they stay with him.
            return origin == .customer && details.bounds.lost == .expire ? .expire : .loseGoods
        default: return .remind
        }
    }

    /// Why somebody should look at it. A reason that says more stays.
    package mutating func remind() {
        let days = bound ?? 0
        switch state {
        case .requested:
            details.reason = Reason(code: "approval_overdue", message: "not decided on for \(days) days")
        case .inTransit:
            if details.reason?.code != "lost_in_transit" {
                details.reason = Reason(code: "transit_overdue", message: "on its way for \(days) days")
            }
        case .receivedPart, .received, .inspecting:
            details.reason = Reason(code: "inspection_overdue", message: "not inspected for \(days) days")
        case .inspected where settlements.last?.state == .pending:
            details.reason = Reason(code: "refund_overdue", message: "not paid for \(days) days")
        case .settled: details.reason = Reason(code: "booking_overdue", message: "not booked for \(days) days")
        default: break
        }
        details.watch = ReturnWatch(state, reminders: (details.watch?.reminders ?? 0) + 1)
    }

    /// The carrier has lost it.
    /// - Returns: whether that is news.
    package mutating func lose() -> Bool {
        guard [.approved, .labelIssued, .inTransit].contains(state), details.reason?.code != "lost_in_transit" else {
            return false
        }
        enterTransit()
        details.reason = Reason(code: "lost_in_transit", message: "the carrier has lost it")
        // Somebody is told by this; the next deadline ends it.
        details.watch = nil
        return true
    }
}
