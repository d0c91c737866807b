import Contracts
import FoundationEssentials
import Messaging
import Testing
import WireJSON

@testable import PaymentVerify

/// Messages handled one after the other on rows in memory, as a batch does it; effects wait until the provider's answer is
/// given to them.
struct PaymentBench {
    var rows = PaymentRows()
    /// What the provider was asked for and has not answered.
    private(set) var asked: [EffectRequest] = []
    /// Every key that the provider was ever asked under.
    private(set) var keys: [String] = []
    /// What the provider has answered.
    private(set) var answered: [Answered] = []
    private(set) var clock = Timestamp(seconds: 1_790_000_000)
    private var counter = 0

    struct Answered {
        let kind: String
        let report: EffectReport
    }

    init() {
        rows.rules = Demo.rules
    }

    /// - Returns: the outcome of this message alone.
    @discardableResult
    mutating func handle<Handler: MessageHandler>(
        _: Handler.Type, _ payload: Handler.Payload, id: UUID? = nil, step: String = "authorise"
    ) throws -> Outcome where Handler.Store == PaymentStore {
        counter += 1
        clock = clock + .milliseconds(1)
        let envelope = Envelope(
            id: id ?? .v5("message/\(counter)"), source: "/test", type: Handler.Payload.type, time: clock,
            orderID: Demo.order, step: step, channel: "shopify/demo", data: payload.jsonBytes)
        var out = Outcome(cause: envelope, service: .payment, now: clock)
        var changed = rows
        try Handler.handle(payload, HandlerContext(envelope: envelope, now: clock), &changed, &out)
        rows = changed
        asked.append(contentsOf: out.effects)
        keys.append(contentsOf: out.effects.map(\.key))
        return out
    }

    /// The provider answers the oldest question as the sandbox would, or as `change` makes it.
    @discardableResult
    mutating func answer(_ change: (inout GatewayAnswer) -> Void = { _ in }) throws -> Outcome {
        let effect = try #require(asked.first, "the provider was asked for nothing")
        asked.removeFirst()
        let request = try GatewayRequest.parse(effect.request)
        let outcome = SandboxOutcome(token: request.token)
        var answer = outcome.authorisation(
            of: request, reference: "sbx-\(request.ordinal + 1)", at: clock)
        change(&answer)
        let report = EffectReport(
            key: effect.key, request: effect.request, answer: answer.jsonBytes, command: effect.command)
        answered.append(Answered(kind: effect.kind, report: report))
        return try deliver(answered[answered.count - 1])
    }

    /// An answer of the provider reaches the service: for the first time, or once more.
    @discardableResult
    mutating func deliver(_ answered: Answered) throws -> Outcome {
        let report = answered.report
        switch MoneyOperation.Kind(rawValue: answered.kind) {
        case .authorise: return try handle(AuthoriseDoneHandler.self, AuthoriseDone(report))
        case .capture: return try handle(CaptureDoneHandler.self, CaptureDone(report))
        case .void: return try handle(VoidDoneHandler.self, VoidDone(report))
        case .refund: return try handle(RefundDoneHandler.self, RefundDone(report))
        case nil: throw HandlerError.park("test", "an effect of an unknown kind")
        }
    }

    /// Time goes by.
    mutating func wait(_ duration: Duration) { clock = clock + duration }

    var payment: Payment? { rows.payments[Demo.payment] }
}

extension Outcome {
    /// The one message of a type.
    func payload<Payload: MessagePayload>(_: Payload.Type) throws -> Payload? {
        try messages.first { $0.envelope.type == Payload.type }.map { try Payload.parse($0.envelope.data) }
    }

    var types: [String] { messages.map(\.envelope.type.rawValue) }
}

enum Demo {
    static let order = UUID.v5("order")
    static let payment = UUID.v5("payment")
    static let euro = Currency(rawValue: "EUR")

    static let rules: FraudRuleSet? = {
        let json = """
            {"review": 50, "deny": 90, "rules": [
                {"id": "lists", "kind": "list"},
                {"id": "email", "kind": "velocity", "subject": "email", "limit": 3, "score": 50, "methods": ["card"]},
                {"id": "address", "kind": "velocity", "subject": "address", "limit": 5, "score": 30},
                {"id": "large", "kind": "amount", "score": 60, "limits": {"EUR": 100000}},
                {"id": "countries", "kind": "country_mismatch", "score": 20}]}
            """
        return try? FraudRuleSet(version: 7, json: JSONDocument(parsing: Array(json.utf8)).root)
    }()

    static func authorise(
        _ method: PaymentMethod = .card, state: PaymentState = .unpaid, token: String? = "tok_ok",
        amount: Int64 = 4200, stated: Int64? = nil, statedCurrency: Currency? = nil, reference: String? = nil,
        payerEmail: String? = nil, email: String? = "ana@example.com", billing: String? = nil,
        lines: [LineAmount] = [], id: UUID = payment
    ) -> AuthorisePayment {
        let address = Address(line1: "1 Street", city: "Berlin", country: "DE")
        var billingAddress: Address?
        if let billing {
            billingAddress = address
            billingAddress?.country = billing
        }
        return AuthorisePayment(
            paymentID: id, channel: "shopify", shop: "demo",
            instruction: PaymentInstruction(
                method: method, state: state, amount: stated, currency: statedCurrency, token: token,
                reference: reference, payerEmail: payerEmail),
            amount: amount, currency: euro, customer: Customer(name: "Ana", email: email),
            shippingAddress: address, billingAddress: billingAddress, lines: lines,
            placedAt: Timestamp(seconds: 1_789_999_000))
    }

    static let cancel = CancelPayment(paymentID: payment, reason: "customer")

    static func refund(
        _ amount: Int64, _ name: String = "1", lines: [LineAmount] = [], returnID: UUID? = nil
    ) -> RefundPayment {
        RefundPayment(
            paymentID: payment, refundID: .v5("refund \(name)"), amount: amount, reason: "return", lines: lines,
            returnID: returnID)
    }

    static func capture(_ amount: Int64, ordinal: Int = 0) -> CapturePayment {
        CapturePayment(paymentID: payment, ordinal: ordinal, amount: amount)
    }
}
