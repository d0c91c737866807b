import Contracts

/// Whether the money is what the order says: amount, currency and payer. What is not goes to a person, never on.
enum PaymentVerification {
    /// What somebody else states about the money.
    struct Statement: Hashable, Sendable {
        var amount: Int64?
        var currency: Currency?
        var payerName: String?
        var payerEmail: String?
    }

    /// What the order says.
    struct Expectation: Hashable, Sendable {
        var amount: Int64
        var currency: Currency
        var payerName: String?
        var payerEmail: String?
    }

    static let amountDiffers = "amount_mismatch"
    static let currencyDiffers = "currency_mismatch"
    static let payerDiffers = "payer_mismatch"

    /// - Returns: the first thing that is not as the order says; nil when all of it is. What is not stated is not compared.
    static func mismatch(of stated: Statement, with order: Expectation) -> Reason? {
        if let currency = stated.currency, currency != order.currency {
            return Reason(
                code: currencyDiffers,
                message: "the money is in \(currency.rawValue), the order in \(order.currency.rawValue)")
        }
        if let amount = stated.amount, amount != order.amount {
            let (stated, expected) = (order.currency.format(amount), order.currency.format(order.amount))
            return Reason(code: amountDiffers, message: "the money is \(stated), the order costs \(expected)")
        }
        if differs(stated.payerEmail, order.payerEmail) || differs(stated.payerName, order.payerName) {
            return Reason(code: payerDiffers, message: "somebody else paid than the order says")
        }
        return nil
    }

    /// Whether a person may let a mismatch pass: another payer, yes; another amount, no.
    static func isApprovable(_ reason: Reason?) -> Bool {
        reason?.code != amountDiffers && reason?.code != currencyDiffers
    }

    /// Compared without case, blanks at the ends and runs of blanks.
    private static func differs(_ left: String?, _ right: String?) -> Bool {
        guard let left = left.map(normal), let right = right.map(normal), !left.isEmpty, !right.isEmpty else {
            return false
        }
        return left != right
    }

    private static func normal(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
