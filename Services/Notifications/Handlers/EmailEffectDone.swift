public import Contracts
public import Messaging

/// What the mail server said.
public struct EmailEffectDone: EffectResult {
    public static let type: MessageType = "waybill.notifications.effect.email.v1"
    public static let effectKind = "email"
    public let report: EffectReport

    public init(_ report: EffectReport) {
        self.report = report
    }
}
