import Contracts

/// Whether an amount may be taken now.
enum CaptureRule {
    enum Verdict: Hashable, Sendable {
        /// Ask the provider.
        case ask
        /// The cash is in, or there is nothing to take: it is only written down.
        case record
        /// All of it was taken before we heard of the order.
        case alreadyTaken
        case refuse(Reason)
    }

    /// - Parameter operations: all of the payment.
    static func verdict(
        on amount: Int64, of payment: Payment, operations: [MoneyOperation]
    ) -> Verdict {
        guard payment.isCapturable else {
            let state = payment.undoing == nil ? payment.state.rawValue : "being cancelled"
            return .refuse(Reason(code: "not_capturable", message: "the payment is \(state)"))
        }
        guard amount >= 0 else {
            return .refuse(Reason(code: "invalid_amount", message: "an amount to capture cannot be negative"))
        }
        let captures = operations.filter { $0.key.kind == .capture && $0.state != .refused }
        if captures.isEmpty, payment.open == 0, amount <= payment.captured { return .alreadyTaken }
        // What the provider is being asked to take or to give up counts as gone until it says otherwise.
        let asked = operations.reduce(0) {
            $1.state == .open && [.capture, .void].contains($1.key.kind) ? $0 + $1.amount : $0
        }
        guard amount <= payment.open - asked else {
            let left = payment.currency.format(payment.open - asked)
            return .refuse(
                Reason(code: "exceeds_authorised", message: "\(left) are authorised and not captured"))
        }
        return payment.custody == .gateway && amount > 0 ? .ask : .record
    }
}
