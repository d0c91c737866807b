import Contracts

/// What the sandbox does with a token. Any other token, and none, is authorised.
enum SandboxOutcome: String {
    case ok = "tok_ok"
    case declined = "tok_declined"
    case insufficientFunds = "tok_insufficient_funds"
    /// Does the work and loses the answer, once per call.
    case timeoutOnce = "tok_timeout_once"
    /// Authorises a hundredth less.
    case wrongAmount = "tok_wrong_amount"
    case wrongCurrency = "tok_wrong_currency"
    case otherPayer = "tok_other_payer"
    /// Authorises, and refuses every capture.
    case captureFails = "tok_capture_fails"
    /// Loses the first request of each key, work undone.
    case unreachableOnce = "tok_unreachable_once"
    case refundFails = "tok_refund_fails"
    case voidFails = "tok_void_fails"
    /// The first authorisation lapses at once, a later one holds.
    case expires = "tok_expires"
    /// Every authorisation lapses at once, and there is no second.
    case expiresForGood = "tok_expires_for_good"

    /// How long an authorisation holds, as with most cards.
    static let authorisationLife = Duration.seconds(7 * 86_400)

    init(token: String?) {
        self = token.flatMap(SandboxOutcome.init(rawValue:)) ?? .ok
    }

    /// The answer to an authorisation.
    func authorisation(of request: GatewayRequest, reference: String, at now: Timestamp) -> GatewayAnswer {
        let isBrief = self == .expiresForGood || self == .expires && request.ordinal == 0
        let expiresAt = isBrief ? now : now + Self.authorisationLife
        var answer = GatewayAnswer(
            isDone: true, amount: request.amount, currency: request.currency, reference: reference,
            expiresAt: expiresAt, payerName: request.payerName, payerEmail: request.payerEmail)
        switch self {
        case .ok, .timeoutOnce, .captureFails, .unreachableOnce, .refundFails, .voidFails, .expires: break
        case .expiresForGood where request.ordinal == 0: break
        case .expiresForGood: answer.refuse("expired_card", "the card has expired")
        case .declined: answer.refuse("declined", "the card was declined")
        case .insufficientFunds: answer.refuse("insufficient_funds", "the account does not cover the amount")
        case .wrongAmount: answer.amount -= 1
        case .wrongCurrency: answer.currency = Currency(rawValue: request.currency.rawValue == "USD" ? "EUR" : "USD")
        case .otherPayer:
            answer.payerName = "Somebody Else"
            answer.payerEmail = "somebody.else@example.com"
        }
        return answer
    }
}

extension GatewayAnswer {
    mutating func refuse(_ code: String, _ message: String) {
        isDone = false
        refusal = Reason(code: code, message: message)
        expiresAt = nil
    }
}
