import Contracts
import FoundationEssentials
import Messaging

/// A refund on its way through the provider, in as many parts as there are authorisations that the money was taken on.
enum Refunding {
    static func ask(
        _ refund: RefundPayment, _ payment: Payment, in command: CommandReference, _ rows: inout PaymentRows,
        _ out: inout Outcome
    ) {
        for (index, part) in rows.refundParts(of: refund.amount, from: payment).enumerated() {
            // 0 is what a cancel gives back where nothing went back before.
            let key = MoneyOperation.Key(
                paymentID: payment.id, kind: .refund, ordinal: rows.nextOrdinal(.refund, of: payment, from: 1))
            var operation = MoneyOperation(key: key, amount: part.amount, state: .open)
            operation.authorisation = part.authorisation
            operation.refundID = refund.refundID
            operation.returnID = refund.returnID
            if index == 0 { operation.lines = refund.lines }
            rows.ask(operation, for: payment, in: command, &out)
        }
    }

    /// Answers when every part has its answer. A refund of nothing has no parts, and is done.
    static func settle(
        _ refundID: UUID, of payment: Payment, _ rows: inout PaymentRows, _ out: inout Outcome
    ) {
        let parts = rows.operations(of: payment.id).filter { $0.refundID == refundID }
        guard !parts.contains(where: { $0.state == .open }) else { return }
        let given = parts.reduce(0) { $1.state == .done ? $0 + $1.amount : $0 }
        let refused = parts.first { $0.state == .refused }
        rows.answer(.refund(refundID), of: payment.id) { command in
            if let refused {
                let reason = Reason(
                    code: refused.code ?? "refused",
                    message: (refused.message ?? "the provider refused")
                        + (given > 0 ? "; \(payment.currency.format(given)) of it were given back" : ""))
                payment.replyRefundFailed(refundID, reason, to: command, &out)
            } else {
                payment.replyRefunded(
                    refundID, amount: given, for: parts.first?.returnID, lines: parts.flatMap(\.lines), to: command,
                    &out)
            }
        }
    }

    /// A part that the provider refuses is not given back for its lines either.
    static func unbook(_ operation: MoneyOperation, _ rows: inout PaymentRows) {
        rows.book(operation.lines, of: operation.key.paymentID, sign: -1)
    }
}

extension PaymentRows {
    func balances(of paymentID: UUID) -> [String: PaymentLineBalance] {
        let own = lines.rows.filter { $0.key.paymentID == paymentID }
        return Dictionary(own.map { ($0.key.lineID, $0) }, uniquingKeysWith: { $1 })
    }

    /// Counts lines as given back, or takes that away again.
    mutating func book(_ refunds: [LineAmount], of paymentID: UUID, sign: Int) {
        for line in refunds {
            let key = PaymentLineBalance.Key(paymentID: paymentID, lineID: line.lineID)
            var balance = lines[key] ?? PaymentLineBalance(key: key)
            balance.refunded += Int64(sign) * line.amount
            balance.refundedQuantity += sign * line.quantity
            lines[key] = balance
        }
    }
}
