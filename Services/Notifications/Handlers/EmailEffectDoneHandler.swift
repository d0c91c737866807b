import Contracts
import Messaging

/// The e-mail is with the mail server, or was refused for good.
enum EmailEffectDoneHandler: MessageHandler {
    typealias Store = NotificationsStore

    static func keys(of message: EmailEffectDone, _ envelope: Envelope, into keys: inout NotificationsStore.Keys) {
        keys.notifications.insert(MilestoneNotification.id(ofKey: message.report.key))
    }

    static func handle(
        _ message: EmailEffectDone, _ context: HandlerContext, _ rows: inout NotificationsStore.Rows,
        _ out: inout Outcome
    ) throws {
        let id = MilestoneNotification.id(ofKey: message.report.key)
        guard var notification = rows.notifications[id] else {
            throw HandlerError.park("unknown_notification", "the mail server answered for an e-mail that is not known")
        }
        guard notification.state == .pending else { return }
        if let refusal = message.report.refusal {
            notification.markRefused(refusal)
        } else {
            notification.markSent(at: context.now)
        }
        rows.notifications[id] = notification
    }
}
