import Contracts
import FoundationEssentials
import Messaging

extension PaymentRows {
    /// Asks the provider to move money. The key is made of the intent alone, so asking twice asks once.
    mutating func ask(
        _ operation: MoneyOperation, for payment: Payment, payer: PaymentInstruction? = nil,
        in command: CommandReference, _ out: inout Outcome
    ) {
        operations[operation.key] = operation
        let request = GatewayRequest(
            paymentID: payment.id, ordinal: operation.key.ordinal, amount: operation.amount,
            currency: payment.authorisedCurrency ?? payment.currency, token: payer?.token,
            reference: reference(of: operation.authorisation, payment), payerName: payer?.payerName,
            payerEmail: payer?.payerEmail)
        out.perform(
            EffectRequest(
                kind: operation.key.kind.rawValue, key: operation.providerKey, request: request, command: command))
    }

    /// Writes the provider's answer to an operation.
    mutating func close(_ key: MoneyOperation.Key, with answer: GatewayAnswer) {
        guard var operation = operations[key] else { return }
        operation.state = answer.isDone ? .done : .refused
        if key.kind == .authorise, answer.isDone { operation.amount = answer.amount }
        operation.reference = answer.reference
        operation.code = answer.refusal?.code
        operation.message = answer.refusal?.message
        operations[key] = operation
    }

    /// What was done is not what was asked for, and is not to be built on.
    mutating func mark(_ key: MoneyOperation.Key, as reason: Reason) {
        operations[key]?.code = reason.code
        operations[key]?.message = reason.message
    }

    /// Writes down money that moved without a provider of ours.
    mutating func record(
        _ kind: MoneyOperation.Kind, ordinal: Int, amount: Int64, for payment: Payment, refundID: UUID? = nil,
        lines: [LineAmount] = [], returnID: UUID? = nil
    ) {
        guard amount > 0 else { return }
        let key = MoneyOperation.Key(paymentID: payment.id, kind: kind, ordinal: ordinal)
        var operation = MoneyOperation(key: key, amount: amount, state: .done, reference: payment.reference)
        operation.refundID = refundID
        operation.lines = lines
        operation.returnID = returnID
        operations[key] = operation
    }

    func operations(_ kind: MoneyOperation.Kind, of payment: Payment) -> [MoneyOperation] {
        operations(of: payment.id).filter { $0.key.kind == kind }
    }

    /// The first ordinal that no operation of the kind has.
    func nextOrdinal(_ kind: MoneyOperation.Kind, of payment: Payment, from first: Int = 0) -> Int {
        operations(kind, of: payment).reduce(first) { max($0, $1.key.ordinal + 1) }
    }

    /// The authorisation in force: the newest that was given, and is what was asked for.
    func currentAuthorisation(of payment: Payment) -> Int {
        operations(.authorise, of: payment).last { $0.state == .done && $0.code == nil }?.key.ordinal ?? 0
    }

    private func reference(of authorisation: Int, _ payment: Payment) -> String? {
        let key = MoneyOperation.Key(paymentID: payment.id, kind: .authorise, ordinal: authorisation)
        return operations[key]?.reference ?? payment.reference
    }

    /// How an amount is given back: a provider takes refunds against the authorisation that the money was taken on, so
    /// that more than one may be needed.
    func refundParts(of amount: Int64, from payment: Payment) -> [(authorisation: Int, amount: Int64)] {
        var kept: [Int: Int64] = [:]
        let captures = operations(.capture, of: payment).filter { $0.state == .done }
        for capture in captures { kept[capture.authorisation, default: 0] += capture.amount }
        // What was paid before we heard of the order.
        kept[0, default: 0] += payment.captured - captures.reduce(0) { $0 + $1.amount }
        for refund in operations(.refund, of: payment) where refund.state != .refused {
            kept[refund.authorisation, default: 0] -= refund.amount
        }
        var left = amount
        return kept.sorted { $0.key < $1.key }.compactMap { authorisation, kept in
            let part = min(kept, left)
            guard part > 0 else { return nil }
            left -= part
            return (authorisation, part)
        }
    }
}
