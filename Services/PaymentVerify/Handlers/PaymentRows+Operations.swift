import Contracts
import Messaging

extension PaymentRows {
    /// Asks the provider to move money. The key is made of the intent alone, so asking twice asks once.
    mutating func ask(
        _ kind: MoneyOperation.Kind, ordinal: Int = 0, amount: Int64, for payment: Payment,
        payer: PaymentInstruction? = nil, in command: CommandReference, _ out: inout Outcome
    ) {
        let key = MoneyOperation.Key(paymentID: payment.id, kind: kind, ordinal: ordinal)
        operations[key] = MoneyOperation(key: key, amount: amount, state: .open)
        let request = GatewayRequest(
            paymentID: payment.id, ordinal: ordinal, amount: amount,
            currency: payment.authorisedCurrency ?? payment.currency, token: payer?.token,
            reference: payment.reference, payerName: payer?.payerName, payerEmail: payer?.payerEmail)
        out.perform(EffectRequest(kind: kind.rawValue, key: key.text, request: request, command: command))
    }

    /// Writes the provider's answer to an operation.
    mutating func close(_ key: MoneyOperation.Key, with answer: GatewayAnswer) {
        guard var operation = operations[key] else { return }
        operation.state = answer.isDone ? .done : .refused
        operation.reference = answer.reference
        operation.code = answer.refusal?.code
        operation.message = answer.refusal?.message
        operations[key] = operation
    }

    /// Writes down money that moved without a provider of ours.
    mutating func record(_ kind: MoneyOperation.Kind, ordinal: Int = 0, amount: Int64, for payment: Payment) {
        guard amount > 0 else { return }
        let key = MoneyOperation.Key(paymentID: payment.id, kind: kind, ordinal: ordinal)
        operations[key] = MoneyOperation(key: key, amount: amount, state: .done, reference: payment.reference)
    }
}
