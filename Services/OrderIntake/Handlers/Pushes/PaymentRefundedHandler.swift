import Contracts
import FoundationEssentials
import Messaging

/// Money goes back that the channel has: it is asked to give it.
enum PaymentRefundedHandler: MessageHandler {
    typealias Store = OrderIntakeStore

    static func keys(of message: PaymentRefunded, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        guard let shop = PushTaking.shop(of: envelope), ToldKinds.include(.refund, of: shop.channel),
            let orderID = envelope.orderID, message.isOwed(by: shop.channel, envelope)
        else { return }
        keys.shops.insert(shop)
        keys.toldOrderIDs.insert(orderID)
    }

    static func handle(
        _ message: PaymentRefunded, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        guard message.amount > 0, let (row, shop) = PushTaking.order(.refund, context, rows),
            message.isOwed(by: shop.key.channel, context.envelope)
        else { return }
        let book = PushTaking.book(row, rows)
        let push = ChannelPush.Refund(
            order: row.order.externalID, reference: message.refundID.text, amount: message.amount,
            currency: row.order.currency, orderID: row.id, returnID: message.returnID,
            accepted: message.returnID.flatMap {
                message.lines.isEmpty ? nil : book.accepted(message.lines, of: $0)
            },
            refused: message.returnID.map { book.refused(of: $0) } ?? [],
            reason: message.returnID.map { "return \($0.text)" } ?? "refund \(message.refundID.text)")
        PushTaking.tell(.refund(push), key: "refund/\(message.refundID.text)", of: row, context, &rows, &out)
    }
}

extension PaymentRefunded {
    /// Of all that a channel gives back, what it cannot know of by itself: the money of returns, and what a person here has given. Its
    /// own refunds and cancels it knows, and those of ours it hears of as such: they are steps of the order.
    fileprivate func isOwed(by channel: String, _ envelope: Envelope) -> Bool {
        guard owedBy == "channel" else { return false }
        return returnID != nil || envelope.step == nil && ToldKinds.paysBackAnything(channel)
    }
}
