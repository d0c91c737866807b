import Contracts

/// What customers are told of their returns; kept beside the milestones of orders.
extension Milestone {
    package static let returnRequested = Milestone(rawValue: "return_requested")
    package static let returnApproved = Milestone(rawValue: "return_approved")
    package static let returnLabelled = Milestone(rawValue: "return_label")
    package static let returnDeclined = Milestone(rawValue: "return_declined")
    package static let returnReceived = Milestone(rawValue: "return_received")
    package static let returnRefunded = Milestone(rawValue: "return_refunded")
    package static let returnCredited = Milestone(rawValue: "return_credited")
    package static let returnExpired = Milestone(rawValue: "return_expired")

    package static let ofReturns: [Milestone] = [
        .returnRequested, .returnApproved, .returnLabelled, .returnDeclined, .returnReceived, .returnRefunded,
        .returnCredited, .returnExpired,
    ]

    /// - Returns: nil when there is nothing to tell.
    package init?(of message: ReturnChanged) {
        switch message.state {
        case .requested: self = .returnRequested
        case .approved: self = .returnApproved
        case .labelIssued: self = .returnLabelled
        case .declined: self = .returnDeclined
        case .expired: self = .returnExpired
        case .receivedPart, .received: self = .returnReceived
        case .settled, .closed:
            guard message.refund + message.storeCredit > 0 else { return nil }
            self = message.storeCredit > message.refund ? .returnCredited : .returnRefunded
        default: return nil
        }
    }
}
