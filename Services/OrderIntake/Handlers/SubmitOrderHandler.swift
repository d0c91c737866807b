import Contracts
import Messaging

/// An order over the queue, or over our own route. Exactly one answer, accepted or rejected with every reason; a repeat is answered again.
package enum SubmitOrderHandler: MessageHandler {
    package typealias Store = OrderIntakeStore

    package static func keys(of message: Submission, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        // A body that names another shop than the routing key is refused, and then no row is needed.
        guard let key = message.claimedKey else { return }
        keys.shops.insert(key.shop)
        keys.orders.insert(key)
    }

    package static func handle(
        _ message: Submission, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        guard let sender = sender(of: message, context) else {
            throw HandlerError.park("unknown_sender", "the routing key is not orders.<channel>.<shop>")
        }
        let answer = Answer(context, sender)
        if rows.shops[sender]?.isOpen == false {
            let closed = Reason(code: ReasonCode.shopClosed.rawValue, message: "shop \(sender.text) is closed")
            return answer.reject([closed], externalID: message.claimedKey?.externalID, &out)
        }
        switch SubmissionValidator.validate(message.data, from: sender, now: context.now) {
        case .refused(let reasons, let externalID):
            answer.reject(reasons, externalID: externalID, &out)
        case .order(var order):
            CollectorRule.apply(to: &order, of: rows.shops[sender] ?? Shop(key: sender), isStated: true)
            // Without a time of its own the content is as old as the message that brought it.
            let updatedAt = order.updatedAt ?? min(context.envelope.time, context.now)
            let incoming = IncomingOrder(order: order, disposition: .proceed, updatedAt: updatedAt)
            let merge = OrderTaking.take(incoming, context, &rows, &out)
            answer.accept(merge, &out)
        }
    }

    /// From `orders.<channel>.<shop>`, which the broker lets only that shop write, or from our own route, which has looked
    /// at the shop's signature. What comes over our own exchange, which no storefront can write to, is believed.
    private static func sender(of message: Submission, _ context: HandlerContext) -> ShopKey? {
        let routingKey = context.origin.routingKey
        if let key = ShopKey(routingKey: routingKey) { return key }
        if routingKey.isEmpty, let key = context.envelope.channel.flatMap({ ShopKey(text: $0) }) { return key }
        guard routingKey.isEmpty || routingKey.hasPrefix("intake."), let key = message.claimedKey?.shop
        else { return nil }
        return key
    }

    /// The one answer to a submission.
    private struct Answer {
        let envelope: Envelope
        let sender: ShopKey

        init(_ context: HandlerContext, _ sender: ShopKey) {
            envelope = context.envelope
            self.sender = sender
        }

        /// The sender's own id of the message.
        private var submissionID: String { envelope.externalID ?? envelope.id.text }

        func reject(_ reasons: [Reason], externalID: String?, _ out: inout Outcome) {
            let event = SubmissionRejected(submissionID: submissionID, externalID: externalID, reasons: reasons)
            out.announce(
                event, routingKey: sender.answerKey, key: envelope.id.text, channel: sender.text,
                answers: envelope.id)
        }

        func accept(_ merge: OrderMerge, _ out: inout Outcome) {
            let event = SubmissionAccepted(
                submissionID: submissionID, externalID: merge.row.order.externalID, orderID: merge.row.id,
                outcome: merge.outcome.rawValue, warnings: merge.row.order.mismatches)
            out.announce(
                event, routingKey: sender.answerKey, key: envelope.id.text, orderID: merge.row.id,
                sequence: merge.row.version, channel: sender.text, answers: envelope.id)
        }
    }
}
