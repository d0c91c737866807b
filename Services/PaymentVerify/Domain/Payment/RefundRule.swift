import Contracts

/// Whether an amount may be given back: never more than was captured, of the order and of each line.
enum RefundRule {
    /// Why not; nil when it may.
    /// - Parameters:
    ///   - asked: what the provider is being asked to give back already; it counts as given until it says otherwise.
    ///   - balances: of the payment's lines, by line id.
    static func refusal(
        of refund: RefundPayment, from payment: Payment, asked: Int64, balances: [String: PaymentLineBalance]
    ) -> Reason? {
        guard payment.undoing == nil, [.authorised, .captured, .refunded].contains(payment.state) else {
            let state = payment.undoing == nil ? payment.state.rawValue : "being cancelled"
            return Reason(code: "not_refundable", message: "the payment is \(state)")
        }
        guard refund.amount >= 0, refund.lines.allSatisfy({ $0.amount >= 0 && $0.quantity >= 0 }) else {
            return Reason(code: "invalid_amount", path: "$.amount", message: "a refund cannot be negative")
        }
        let left = payment.kept - asked
        guard refund.amount <= left else {
            return Reason(
                code: "exceeds_captured", path: "$.amount",
                message: "\(payment.currency.format(left)) are captured and not given back")
        }
        guard refund.amount == 0 || refund.amount <= payment.refundable - asked else {
            return Reason(
                code: "payment_disputed", path: "$.amount",
                message: "\(payment.currency.format(payment.disputed)) are disputed: the bank may give them back itself"
            )
        }
        return refusal(ofLines: refund, payment, balances)
    }

    private static func refusal(
        ofLines refund: RefundPayment, _ payment: Payment, _ balances: [String: PaymentLineBalance]
    ) -> Reason? {
        // Checked one by one so that no sum can overflow.
        var rest = refund.amount
        var after = balances
        let isKnown = balances.values.contains { $0.amount != nil }
        for (index, line) in refund.lines.enumerated() {
            let path = "$.lines[\(index)]"
            guard line.amount <= rest else {
                return Reason(code: "lines_exceed_amount", path: path, message: "the lines are more than the amount")
            }
            rest -= line.amount
            guard var balance = after[line.lineID] else {
                guard isKnown else { continue }
                return Reason(code: "unknown_line", path: path, message: "the order has no line \(line.lineID)")
            }
            balance.refunded += line.amount
            balance.refundedQuantity += line.quantity
            after[line.lineID] = balance
            if let amount = balance.amount, balance.refunded > amount {
                return Reason(
                    code: "exceeds_line", path: path,
                    message: "line \(line.lineID) cost \(payment.currency.format(amount)), less what was given back")
            }
            if let quantity = balance.quantity, balance.refundedQuantity > quantity {
                return Reason(code: "exceeds_line", path: path, message: "line \(line.lineID) has \(quantity) units")
            }
        }
        return nil
    }
}
