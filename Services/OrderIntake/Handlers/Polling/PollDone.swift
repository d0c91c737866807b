import Contracts
import Messaging
import WireJSON

/// What a shop answered.
package struct PollDone: EffectResult {
    package static let type: MessageType = "waybill.intake.effect.poll.v1"
    package static let effectKind = PollShop.effectKind
    package let report: EffectReport

    package init(_ report: EffectReport) {
        self.report = report
    }

    /// Of a queue, which has effects of its own, since they take their time: the answer to a question all the same.
    init(_ notices: NoticesDone) {
        report = notices.report
    }

    /// What was asked; nil when it cannot be read any more.
    var question: PollShop? { try? PollShop.parse(report.request) }

    var answer: PollAnswer {
        if let bytes = report.answer, let answer = try? PollAnswer.parse(bytes) { return answer }
        let reason = report.refusal
        return PollAnswer(
            failure: PollAnswer.Failure(
                code: reason?.code ?? "no_answer", message: reason?.message ?? "no answer", isFinal: true))
    }
}
