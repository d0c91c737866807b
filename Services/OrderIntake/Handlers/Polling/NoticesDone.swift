import Contracts
import Messaging

/// What came of reading a shop's queue.
package struct NoticesDone: EffectResult {
    package static let type: MessageType = "waybill.intake.effect.notices.v1"
    package static let effectKind = "notices"
    package let report: EffectReport

    package init(_ report: EffectReport) {
        self.report = report
    }
}
