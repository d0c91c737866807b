import Contracts
import Messaging

/// Writes what the customer is told, in the customer's language, to be sent after the commit; once per milestone.
enum Notifying {
    /// - Parameter link: the customer's page of returns.
    /// - Returns: whether it was not told before.
    @discardableResult
    static func tell(
        _ message: MilestoneReached, link: String? = nil, _ context: HandlerContext,
        _ rows: inout NotificationsStore.Rows, _ out: inout Outcome
    ) throws -> Bool {
        let key = MilestoneNotification.key(message.milestone, of: message.aggregate)
        let id = MilestoneNotification.id(ofKey: key)
        // The same milestone may be told again under another id: the customer reads it once.
        guard rows.notifications[id] == nil else { return false }
        let customer = message.order.customer
        let language = MailLanguage(tag: customer.language)
        guard let rendered = rows.renderer.render(message, link: link, in: language) else {
            throw HandlerError.park("unknown_milestone", "no template for the milestone \(message.milestone.rawValue)")
        }
        let recipient = customer.email.map(\.trimmed).flatMap { $0.isEmpty ? nil : $0 }
        let notification = MilestoneNotification(
            id: id, orderID: message.order.id, milestone: message.milestone, aggregate: message.aggregate,
            language: language, recipient: recipient, subject: rendered.subject,
            messageID: "<\(id.text)@\(rows.renderer.sender.domain)>")
        rows.notifications[id] = notification
        guard let recipient else { return true }
        out.perform(
            EffectRequest(
                kind: EmailEffectDone.effectKind, key: key,
                request: OutgoingMail(
                    messageID: notification.messageID, date: context.now, recipient: recipient,
                    recipientName: customer.name, language: language, subject: rendered.subject, text: rendered.text,
                    html: rendered.html), command: context.command))
        return true
    }
}
