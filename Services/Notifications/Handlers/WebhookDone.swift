public import Contracts
public import Messaging

/// What an endpoint said to one attempt.
public struct WebhookDone: EffectResult {
    public static let type: MessageType = "waybill.notifications.effect.webhook.v1"
    public static let effectKind = "webhook"
    public let report: EffectReport

    public init(_ report: EffectReport) {
        self.report = report
    }
}
