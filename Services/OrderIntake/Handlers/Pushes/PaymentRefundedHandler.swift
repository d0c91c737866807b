import Contracts
import FoundationEssentials
import Messaging

/// A return is settled with money that the channel has: it is asked to give it back.
enum PaymentRefundedHandler: MessageHandler {
    typealias Store = OrderIntakeStore

    static func keys(of message: PaymentRefunded, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        guard let shop = PushTaking.shop(of: envelope), ToldKinds.include(.refund, of: shop.channel),
            let orderID = envelope.orderID, message.isOwedForReturn
        else { return }
        keys.shops.insert(shop)
        keys.toldOrderIDs.insert(orderID)
    }

    static func handle(
        _ message: PaymentRefunded, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        guard message.isOwedForReturn, message.amount > 0, let returnID = message.returnID,
            let (row, _) = PushTaking.order(.refund, context, rows)
        else { return }
        let book = PushTaking.book(row, rows)
        let push = ChannelPush.Refund(
            order: row.order.externalID, reference: message.refundID.text, amount: message.amount,
            currency: row.order.currency, orderID: row.id, returnID: returnID,
            accepted: message.lines.isEmpty ? nil : book.accepted(message.lines, of: returnID),
            refused: book.refused(of: returnID), reason: "return \(returnID.text)")
        PushTaking.tell(.refund(push), key: "refund/\(message.refundID.text)", of: row, context, &rows, &out)
    }
}

extension PaymentRefunded {
    /// Of all that a channel gives back, what it cannot know of by itself: its own refunds and cancels it does, and those
    /// of ours it hears of as such.
    fileprivate var isOwedForReturn: Bool { owedBy == "channel" && returnID != nil }
}
