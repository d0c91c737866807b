import Contracts
import Messaging

/// Takes authorised money. One ordinal is one capture, however often it is asked for.
enum CapturePaymentHandler: MessageHandler {
    typealias Store = PaymentStore

    static func keys(of message: CapturePayment, _ envelope: Envelope, into keys: inout PaymentKeys) {
        keys.payments.insert(message.paymentID)
    }

    static func handle(
        _ message: CapturePayment, _ context: HandlerContext, _ rows: inout PaymentRows, _ out: inout Outcome
    ) throws {
        guard var payment = rows.payments[message.paymentID] else {
            let reason = Reason(code: "unknown_payment", message: "nothing was ever authorised")
            return out.reply(
                PaymentCaptureFailed(paymentID: message.paymentID, ordinal: message.ordinal, reason: reason),
                to: context.command)
        }
        let key = MoneyOperation.Key(paymentID: payment.id, kind: .capture, ordinal: message.ordinal)
        if let known = rows.operations[key] {
            return repeatAnswer(to: known, payment, context, &rows, &out)
        }
        let operations = rows.operations(of: payment.id)
        switch CaptureRule.verdict(on: message.amount, of: payment, operations: operations) {
        case .refuse(let reason):
            payment.replyCaptureFailed(ordinal: message.ordinal, reason, to: context.command, &out)
        case .alreadyTaken:
            payment.replyCaptured(ordinal: message.ordinal, amount: message.amount, to: context.command, &out)
        case .record:
            payment.captured += message.amount
            payment.state = payment.settledState
            payment.version += 1
            rows.payments[payment.id] = payment
            rows.record(.capture, ordinal: message.ordinal, amount: message.amount, for: payment)
            payment.replyCaptured(ordinal: message.ordinal, amount: message.amount, to: context.command, &out)
        case .ask:
            rows.keep(context.command, on: .capture(ordinal: message.ordinal), of: payment.id)
            if payment.isLapsed(at: context.now) {
                return Reauthorisation.begin(
                    key, amount: message.amount, after: rows.currentAuthorisation(of: payment), of: payment,
                    at: context.now, in: context.command, &rows, &out)
            }
            var operation = MoneyOperation(key: key, amount: message.amount, state: .open)
            operation.authorisation = rows.currentAuthorisation(of: payment)
            rows.ask(operation, for: payment, in: context.command, &out)
        }
    }

    private static func repeatAnswer(
        to operation: MoneyOperation, _ payment: Payment, _ context: HandlerContext, _ rows: inout PaymentRows,
        _ out: inout Outcome
    ) {
        let ordinal = operation.key.ordinal
        switch operation.state {
        case .open: rows.keep(context.command, on: .capture(ordinal: ordinal), of: payment.id)
        case .refused where operation.code == Reauthorisation.lapsed && payment.isCapturable:
            // Asked again later: the card may take it now, unless others took or gave up what it was for.
            let operations = rows.operations(of: payment.id)
            if case .refuse(let reason) = CaptureRule.verdict(
                on: operation.amount, of: payment, operations: operations)
            {
                return payment.replyCaptureFailed(ordinal: ordinal, reason, to: context.command, &out)
            }
            rows.keep(context.command, on: .capture(ordinal: ordinal), of: payment.id)
            Reauthorisation.begin(
                operation.key, amount: operation.amount, after: operation.authorisation, of: payment, at: context.now,
                in: context.command, &rows, &out)
        case .done: payment.replyCaptured(ordinal: ordinal, amount: operation.amount, to: context.command, &out)
        case .refused:
            let reason = Reason(code: operation.code ?? "refused", message: operation.message ?? "the provider refused")
            payment.replyCaptureFailed(ordinal: ordinal, reason, to: context.command, &out)
        }
    }
}
