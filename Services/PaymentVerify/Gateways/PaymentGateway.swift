import Contracts

/// A payment provider.
///
/// Each call has an idempotency key. A provider that is given a key again answers as it did the first time and moves no
/// money; one that cannot promise that must be asked by ``status(key:)`` first.
protocol PaymentGateway: Sendable {
    /// Holds an amount on the payer's account.
    func authorise(_ request: GatewayRequest, key: String) async throws(GatewayError) -> GatewayAnswer
    /// Takes authorised money, all or a part.
    func capture(_ request: GatewayRequest, key: String) async throws(GatewayError) -> GatewayAnswer
    /// Gives up what is authorised and not captured.
    func void(_ request: GatewayRequest, key: String) async throws(GatewayError) -> GatewayAnswer
    /// Gives captured money back.
    func refund(_ request: GatewayRequest, key: String) async throws(GatewayError) -> GatewayAnswer
    /// What became of an earlier call; nil when it never arrived.
    func status(key: String) async throws(GatewayError) -> GatewayAnswer?
}

extension PaymentGateway {
    func carryOut(
        _ kind: MoneyOperation.Kind, _ request: GatewayRequest, key: String
    ) async throws(GatewayError) -> GatewayAnswer {
        switch kind {
        case .authorise: try await authorise(request, key: key)
        case .capture: try await capture(request, key: key)
        case .void: try await void(request, key: key)
        case .refund: try await refund(request, key: key)
        }
    }
}

/// Why a provider gave no answer. The money may have moved or not: whoever repeats must ask first.
struct GatewayError: Error, Hashable, Sendable {
    /// Such as `timeout` or `unavailable`.
    let code: String
    let message: String
}
