import Contracts
import FoundationEssentials
import Messaging

/// A return went on: the customer is told of what matters, the shop of everything.
enum ReturnChangedHandler: MessageHandler {
    typealias Store = NotificationsStore

    static func keys(of message: ReturnChanged, _ envelope: Envelope, into keys: inout NotificationsStore.Keys) {
        keys.returns.insert(message.returnID)
        keys.announcements.insert(.init(message.order))
        for milestone in Milestone.ofReturns {
            let key = MilestoneNotification.key(milestone, of: message.returnID)
            keys.notifications.insert(MilestoneNotification.id(ofKey: key))
        }
    }

    static func handle(
        _ message: ReturnChanged, _ context: HandlerContext, _ rows: inout NotificationsStore.Rows,
        _ out: inout Outcome
    ) throws {
        // What was overtaken by something newer is no news any more.
        let sequence = context.envelope.sequence ?? 0
        guard sequence > rows.seen[message.returnID]?.sequence ?? 0 else { return }
        rows.seen[message.returnID] = SeenReturn(returnID: message.returnID, sequence: sequence)
        if let milestone = Milestone(of: message) {
            try Notifying.tell(
                MilestoneReached(
                    milestone: milestone, aggregate: message.returnID, order: message.order,
                    tracking: milestone == .returnLabelled ? message.tracking : nil, amount: amount(message, milestone),
                    reason: message.reason), link: message.link, context, &rows, &out)
        }
        rows.announce(
            WebhookBody.type(of: message), key: "return/\(message.returnID.text)/\(sequence)",
            body: WebhookBody.text(of: message, at: context.envelope.time), of: message.order, context, &out)
    }

    private static func amount(_ message: ReturnChanged, _ milestone: Milestone) -> Int64? {
        switch milestone {
        case .returnRefunded: message.refund
        case .returnCredited: message.storeCredit
        case .returnRequested, .returnApproved: message.expected
        default: nil
        }
    }
}
