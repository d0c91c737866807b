import Contracts

/// What the rules came to.
enum FraudVerdict: String, Sendable {
    case pass, review, deny
}

/// The rules applied to one order. Pure: the same inputs and rules give the same score.
struct FraudJudgement: Hashable, Sendable {
    let verdict: FraudVerdict
    let score: Int
    let findings: [FraudFinding]

    init(_ inputs: FraudInputs, by rules: FraudRuleSet) {
        let applicable = rules.rules.filter { $0.applies(to: inputs.method) }
        let findings = applicable.flatMap { Self.findings(of: $0, on: inputs, in: rules) }
        let score = findings.reduce(0) { $0 + $1.score }
        self.findings = findings
        self.score = score
        let listsApply = applicable.contains { $0.kind == .list }
        let isDenied = listsApply && inputs.listings.contains { $0.effect == .deny }
        let isAllowed = listsApply && inputs.listings.contains { $0.effect == .allow }
        // A person's word goes before the rules, and a person's no before a person's yes.
        verdict =
            isDenied ? .deny : isAllowed ? .pass : score >= rules.deny ? .deny : score >= rules.review ? .review : .pass
    }

    private static func findings(
        of rule: FraudRule, on inputs: FraudInputs, in rules: FraudRuleSet
    ) -> [FraudFinding] {
        switch rule.kind {
        case .velocity:
            guard let subject = rule.subject else { return [] }
            let count = inputs.earlier(by: subject, within: rule.window) + 1
            guard count > rule.limit else { return [] }
            return [
                FraudFinding(
                    rule: rule.id, score: rule.score,
                    detail:
                        "\(count) orders by one \(subject.rawValue) within \(rule.window) s; \(rule.limit) are usual")
            ]
        case .amount:
            guard let limit = rule.limits[inputs.currency.rawValue], inputs.amount > limit else { return [] }
            let (amount, usual) = (inputs.currency.format(inputs.amount), inputs.currency.format(limit))
            return [FraudFinding(rule: rule.id, score: rule.score, detail: "\(amount) is more than \(usual)")]
        case .countryMismatch:
            guard let billing = inputs.billingCountry, let shipping = inputs.shippingCountry, billing != shipping else {
                return []
            }
            return [
                FraudFinding(rule: rule.id, score: rule.score, detail: "billed to \(billing), shipped to \(shipping)")
            ]
        case .list:
            return inputs.listings.map { listing in
                let score =
                    switch listing.effect {
                    case .deny: rules.deny
                    case .review: rules.review
                    case .allow: 0
                    }
                return FraudFinding(
                    rule: rule.id, score: score,
                    detail: "\(listing.kind.rawValue) is on the \(listing.effect.rawValue) list: \(listing.reason)")
            }
        }
    }
}
