import Contracts
import Messaging

/// What a channel said to something that it was told.
struct PushDone: EffectResult {
    static let type: MessageType = "waybill.intake.effect.push.v1"
    static let effectKind = "push"
    let report: EffectReport

    init(_ report: EffectReport) {
        self.report = report
    }
}

/// What a channel said to a batch of stock levels.
struct StockDone: EffectResult {
    static let type: MessageType = "waybill.intake.effect.stock.v1"
    static let effectKind = "stock"
    let report: EffectReport

    init(_ report: EffectReport) {
        self.report = report
    }
}
