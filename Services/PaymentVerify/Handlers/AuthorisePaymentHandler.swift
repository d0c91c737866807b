import Contracts
import Messaging
import WireJSON

/// Judges the risk, then sees to the money: asks the provider, or writes down what a marketplace or a courier holds.
enum AuthorisePaymentHandler: MessageHandler {
    typealias Store = PaymentStore

    static func keys(of message: AuthorisePayment, _ envelope: Envelope, into keys: inout PaymentKeys) {
        keys.payments.insert(message.paymentID)
        let subjects = Subjects(message)
        for subject in [subjects.email, subjects.address].compactMap(\.self) {
            keys.probes.insert(PaymentKeys.Probe(subject: subject, placedAt: message.placedAt))
        }
        keys.listed.formUnion(subjects.all)
    }

    static func handle(
        _ message: AuthorisePayment, _ context: HandlerContext, _ rows: inout PaymentRows, _ out: inout Outcome
    ) throws {
        if let known = rows.payments[message.paymentID] {
            if known.state == .pending || known.undoing != nil {
                rows.keep(context.command, on: .authorise, of: known.id)
            } else {
                known.replyState(to: context.command, &out)
            }
            return
        }
        let subjects = Subjects(message)
        var payment = Payment(id: message.paymentID, orderID: context.orderID, state: .pending)
        payment.channel = message.channel
        payment.shop = message.shop
        payment.method = message.instruction.method
        payment.amount = message.amount
        payment.currency = message.currency
        payment.placedAt = message.placedAt
        if let refusal = refusal(of: message) {
            payment.state = .declined
            payment.reason = refusal
            rows.payments[payment.id] = payment
            return payment.replyDeclined(to: context.command, &out)
        }
        payment.reference = message.instruction.reference
        for line in message.lines {
            let key = PaymentLineBalance.Key(paymentID: payment.id, lineID: line.lineID)
            rows.lines[key] = PaymentLineBalance(key: key, quantity: line.quantity, amount: line.amount)
        }
        payment.email = subjects.email
        payment.address = subjects.address
        try judge(message, subjects, &payment, &rows)
        for subject in [subjects.email, subjects.address].compactMap(\.self) {
            rows.earlier[subject, default: []].append(message.placedAt)
        }
        if payment.verdict == .deny {
            payment.state = .denied
            payment.reason = Reason(code: "fraud_rules", message: "the rules refuse the order")
            rows.payments[payment.id] = payment
            return payment.replyDenied(to: context.command, &out)
        }
        authorise(message, payment, context, &rows, &out)
    }

    /// What cannot be processed at all. Nothing of a refused instruction is kept, above all no card number.
    private static func refusal(of message: AuthorisePayment) -> Reason? {
        let instruction = message.instruction
        let suspects = [
            ("token", instruction.token), ("reference", instruction.reference),
            ("payerName", instruction.payerName), ("payerEmail", instruction.payerEmail),
        ]
        for (name, text) in suspects where CardNumber.isPresent(inReference: text) {
            return Reason(
                code: "card_number", path: "$.instruction.\(name)",
                message: "a card number was sent; send the provider's token instead")
        }
        guard message.amount >= 0 else {
            return Reason(code: "invalid_amount", path: "$.amount", message: "an order cannot cost less than nothing")
        }
        guard [.card, .marketplace, .cashOnDelivery, .invoice, .credit].contains(instruction.method) else {
            return Reason(
                code: "unknown_method", path: "$.instruction.method",
                message: "\(instruction.method.rawValue) is not a way of paying that is known here")
        }
        return nil
    }

    private static func judge(
        _ message: AuthorisePayment, _ subjects: Subjects, _ payment: inout Payment, _ rows: inout PaymentRows
    ) throws {
        guard let rules = rows.rules else {
            throw HandlerError.retry("no_rule_set", "no fraud rule set is active")
        }
        let inputs = FraudInputs(
            method: message.instruction.method, amount: message.amount, currency: message.currency,
            billingCountry: message.billingAddress?.country, shippingCountry: message.shippingAddress?.country,
            placedAt: message.placedAt, earlierByEmail: subjects.email.flatMap { rows.earlier[$0] } ?? [],
            earlierByAddress: subjects.address.flatMap { rows.earlier[$0] } ?? [],
            listings: subjects.all.compactMap { rows.listings[$0] })
        let judgement = FraudJudgement(inputs, by: rules)
        payment.verdict = judgement.verdict
        payment.score = judgement.score
        payment.findings = judgement.findings
        rows.decisions.append(
            FraudDecision(
                paymentID: payment.id, sequence: payment.version, ruleSet: rules.version, inputs: inputs.jsonBytes,
                score: judgement.score, findings: judgement.findings, verdict: judgement.verdict))
    }

    private static func authorise(
        _ message: AuthorisePayment, _ payment: Payment, _ context: HandlerContext, _ rows: inout PaymentRows,
        _ out: inout Outcome
    ) {
        var payment = payment
        let instruction = message.instruction
        let stated = instruction.amount ?? message.amount
        rows.keep(context.command, on: .authorise, of: payment.id)
        switch (instruction.method, instruction.state) {
        case (.cashOnDelivery, _):
            payment.custody = .courier
            payment.authorised = message.amount
        case (.invoice, _):
            payment.custody = .shop
            payment.authorised = message.amount
        case (.credit, _):
            payment.custody = .shop
            payment.authorised = stated
            payment.captured = stated
        case (.marketplace, _):
            payment.custody = .channel
            payment.authorised = stated
            payment.captured = stated
        case (_, .authorised):
            payment.authorised = stated
        case (_, .paid):
            payment.authorised = stated
            payment.captured = stated
        default:
            // An order that costs nothing asks nobody for nothing.
            if message.amount == 0 { break }
            var payer = instruction
            payment.token = instruction.token
            payer.payerEmail = instruction.payerEmail ?? message.customer.email
            rows.payments[payment.id] = payment
            let key = MoneyOperation.Key(paymentID: payment.id, kind: .authorise, ordinal: 0)
            return rows.ask(
                MoneyOperation(key: key, amount: message.amount, state: .open), for: payment, payer: payer,
                in: context.command, &out)
        }
        payment.authorisedCurrency = instruction.currency ?? message.currency
        // Nobody has paid yet: there is nothing to compare.
        let isPromised = [.cashOnDelivery, .invoice].contains(instruction.method)
        let statement = PaymentVerification.Statement(
            amount: isPromised ? nil : instruction.amount, currency: isPromised ? nil : instruction.currency)
        Authorisation.settle(
            &payment,
            mismatch: PaymentVerification.mismatch(
                of: statement,
                with: PaymentVerification.Expectation(amount: message.amount, currency: message.currency)))
        rows.payments[payment.id] = payment
        Authorisation.reply(payment, &rows, &out)
    }
}

extension AuthorisePaymentHandler {
    /// What the order is recognised by.
    private struct Subjects {
        let email: FraudSubject?
        let address: FraudSubject?
        /// Without repeats, in a fixed order.
        let all: [FraudSubject]

        init(_ message: AuthorisePayment) {
            email = .email(message.customer.email)
            address = .address(message.shippingAddress)
            let candidates = [
                email, .email(message.instruction.payerEmail), .phone(message.customer.phone),
                .phone(message.shippingAddress?.phone), address, .address(message.billingAddress),
                .token(message.instruction.token),
            ]
            var seen: Set<FraudSubject> = []
            all = candidates.compactMap(\.self).filter { seen.insert($0).inserted }
        }
    }
}
