import Contracts
import Messaging

/// Nothing more will be captured: the rest of the authorisation is given up, once the provider has answered all else.
enum FinishPaymentHandler: MessageHandler {
    typealias Store = PaymentStore

    static func keys(of message: FinishPayment, _ envelope: Envelope, into keys: inout PaymentKeys) {
        keys.payments.insert(message.paymentID)
    }

    static func handle(
        _ message: FinishPayment, _ context: HandlerContext, _ rows: inout PaymentRows, _ out: inout Outcome
    ) throws {
        guard let payment = rows.payments[message.paymentID] else {
            return out.reply(PaymentFinished(paymentID: message.paymentID, voided: 0), to: context.command)
        }
        switch payment.state {
        case .pending, .review:
            throw HandlerError.retry("payment_busy", "the payment is not authorised yet")
        case .voided, .refunded, .cancelled, .declined, .denied:
            payment.replyFinished(to: context.command, &out)
        case .authorised, .captured:
            rows.keep(context.command, on: .finish, of: payment.id)
            Finish.advance(payment, in: context.command, &rows, &out)
        }
    }
}
