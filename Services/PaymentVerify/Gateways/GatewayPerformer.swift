import Messaging
import WireJSON

/// One kind of money operation as an effect.
struct GatewayPerformer: EffectPerformer {
    let kind: MoneyOperation.Kind
    let gateway: any PaymentGateway

    /// What is answered together is committed together, so this bounds batches too.
    var concurrency: Int { 64 }

    /// What gives money back or lets it go is owed to somebody.
    var isInsistent: Bool { kind == .void || kind == .refund }

    /// - Throws: ``EffectFailure``, never final: a provider's refusal is an answer, and anything else may pass.
    func perform(_ call: EffectCall) async throws -> [UInt8] {
        let request = try GatewayRequest(from: call.request)
        do throws(GatewayError) {
            // An earlier attempt may have moved the money before its answer was lost.
            if call.attempt > 1, let earlier = try await gateway.status(key: call.key) { return earlier.jsonBytes }
            return try await gateway.carryOut(kind, request, key: call.key).jsonBytes
        } catch {
            throw EffectFailure(code: error.code, message: error.message, isFinal: false)
        }
    }
}
