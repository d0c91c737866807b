import Contracts
import Messaging

/// A provider's answer with what it is about.
struct GatewayDone {
    var payment: Payment
    let operation: MoneyOperation
    let answer: GatewayAnswer

    /// - Returns: nil when the operation has its answer already, or is asked for under another key by now: a lapsed
    ///   authorisation's answer that comes once more would move the money on a third.
    /// - Throws: `HandlerError` that parks, for an answer about nothing of ours.
    init?(_ message: some GatewayResult, _ kind: MoneyOperation.Kind, _ rows: PaymentRows) throws {
        let request = try message.request()
        answer = try message.answer(to: request)
        guard let payment = rows.payments[request.paymentID] else {
            throw HandlerError.park("unknown_payment", "a provider answered for a payment that is not ours")
        }
        let key = MoneyOperation.Key(paymentID: request.paymentID, kind: kind, ordinal: request.ordinal)
        guard let operation = rows.operations[key], operation.state == .open,
            operation.providerKey == message.report.key
        else { return nil }
        self.payment = payment
        self.operation = operation
    }

    var parking: HandlerError {
        let why = answer.refusal.map { "\($0.code): \($0.message)" } ?? "no reason given"
        return .park("\(operation.key.kind.rawValue)_refused", "the provider refused: \(why)")
    }
}
