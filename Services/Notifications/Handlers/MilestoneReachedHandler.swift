import Contracts
import Messaging

/// Something that the customer is told: written here, in the customer's language, and sent after the commit.
enum MilestoneReachedHandler: MessageHandler {
    typealias Store = NotificationsStore

    static func keys(of message: MilestoneReached, _ envelope: Envelope, into keys: inout NotificationsStore.Keys) {
        let key = MilestoneNotification.key(message.milestone, of: message.aggregate)
        keys.notifications.insert(MilestoneNotification.id(ofKey: key))
    }

    static func handle(
        _ message: MilestoneReached, _ context: HandlerContext, _ rows: inout NotificationsStore.Rows,
        _ out: inout Outcome
    ) throws {
        let key = MilestoneNotification.key(message.milestone, of: message.aggregate)
        let id = MilestoneNotification.id(ofKey: key)
        // The same milestone may be told again under another id: the customer reads it once.
        guard rows.notifications[id] == nil else { return }
        let customer = message.order.customer
        let language = MailLanguage(tag: customer.language)
        guard let rendered = rows.renderer.render(message, in: language) else {
            throw HandlerError.park("unknown_milestone", "no template for the milestone \(message.milestone.rawValue)")
        }
        let recipient = customer.email.map(\.trimmed).flatMap { $0.isEmpty ? nil : $0 }
        let notification = MilestoneNotification(
            id: id, orderID: message.order.id, milestone: message.milestone, aggregate: message.aggregate,
            language: language, recipient: recipient, subject: rendered.subject,
            messageID: "<\(id.text)@\(rows.renderer.sender.domain)>")
        rows.notifications[id] = notification
        guard let recipient else { return }
        out.perform(
            EffectRequest(
                kind: EmailEffectDone.effectKind, key: key,
                request: OutgoingMail(
                    messageID: notification.messageID, date: context.now, recipient: recipient,
                    recipientName: customer.name, language: language, subject: rendered.subject, text: rendered.text,
                    html: rendered.html), command: context.command))
    }
}
