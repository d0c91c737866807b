import Contracts
import Messaging

/// The provider has given up what it held.
enum VoidDoneHandler: MessageHandler {
    typealias Store = PaymentStore

    static func keys(of message: VoidDone, _ envelope: Envelope, into keys: inout PaymentKeys) {
        message.addKeys(to: &keys)
    }

    static func handle(
        _ message: VoidDone, _ context: HandlerContext, _ rows: inout PaymentRows, _ out: inout Outcome
    ) throws {
        try UndoDone.take(message, .void, &rows, &out) { payment, amount in payment.voided += amount }
    }
}

/// The provider has given back what was taken.
enum RefundDoneHandler: MessageHandler {
    typealias Store = PaymentStore

    static func keys(of message: RefundDone, _ envelope: Envelope, into keys: inout PaymentKeys) {
        message.addKeys(to: &keys)
    }

    static func handle(
        _ message: RefundDone, _ context: HandlerContext, _ rows: inout PaymentRows, _ out: inout Outcome
    ) throws {
        try UndoDone.take(message, .refund, &rows, &out) { payment, amount in payment.refunded += amount }
    }
}

enum UndoDone {
    /// - Throws: `HandlerError` that parks, when the provider refuses to give money back: a person must see to it, and
    ///   until then the payment stays under way back.
    static func take(
        _ message: some GatewayResult, _ kind: MoneyOperation.Kind, _ rows: inout PaymentRows, _ out: inout Outcome,
        book: (inout Payment, Int64) -> Void
    ) throws {
        let request = try message.request()
        let answer = try message.answer(to: request)
        let key = MoneyOperation.Key(paymentID: request.paymentID, kind: kind, ordinal: request.ordinal)
        guard var payment = rows.payments[request.paymentID] else {
            throw HandlerError.park("unknown_payment", "a provider answered for a payment that is not ours")
        }
        guard rows.operations[key]?.state == .open else { return }
        guard answer.isDone else {
            let why = answer.refusal.map { "\($0.code): \($0.message)" } ?? "no reason given"
            throw HandlerError.park("\(kind.rawValue)_refused", "the provider refused: \(why)")
        }
        rows.close(key, with: answer)
        book(&payment, request.amount)
        payment.version += 1
        Undo.advance(payment, in: message.report.command, &rows, &out)
    }
}
