import Contracts
import Messaging
import WireJSON

/// What a provider answered, as the service hears it from its own effect.
protocol GatewayResult: EffectResult {}

extension GatewayResult {
    /// - Throws: `HandlerError` that parks, when the report is not one of ours.
    func request() throws -> GatewayRequest {
        do {
            return try GatewayRequest.parse(report.request)
        } catch {
            throw HandlerError.park("unreadable_request", "the effect's request is not readable: \(error)")
        }
    }

    /// A refusal by the engine, such as an operator's discard, is a refusal like the provider's.
    func answer(to request: GatewayRequest) throws -> GatewayAnswer {
        if let refusal = report.refusal {
            return GatewayAnswer(
                isDone: false, amount: request.amount, currency: request.currency, refusal: refusal)
        }
        guard let bytes = report.answer else {
            throw HandlerError.park("unreadable_answer", "the effect has neither an answer nor a refusal")
        }
        return try GatewayAnswer.parse(bytes)
    }

    /// What the handler needs: the payment that it is about.
    func addKeys(to keys: inout PaymentKeys) {
        if let request = try? request() { keys.payments.insert(request.paymentID) }
    }
}

struct AuthoriseDone: GatewayResult {
    static let type: MessageType = "waybill.payment.effect.authorise.v1"
    static let effectKind = MoneyOperation.Kind.authorise.rawValue
    let report: EffectReport
    init(_ report: EffectReport) { self.report = report }
}

struct CaptureDone: GatewayResult {
    static let type: MessageType = "waybill.payment.effect.capture.v1"
    static let effectKind = MoneyOperation.Kind.capture.rawValue
    let report: EffectReport
    init(_ report: EffectReport) { self.report = report }
}

struct VoidDone: GatewayResult {
    static let type: MessageType = "waybill.payment.effect.void.v1"
    static let effectKind = MoneyOperation.Kind.void.rawValue
    let report: EffectReport
    init(_ report: EffectReport) { self.report = report }
}

struct RefundDone: GatewayResult {
    static let type: MessageType = "waybill.payment.effect.refund.v1"
    static let effectKind = MoneyOperation.Kind.refund.rawValue
    let report: EffectReport
    init(_ report: EffectReport) { self.report = report }
}
