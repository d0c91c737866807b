import Contracts
import Messaging

/// The answer to what a storefront sent and nobody can read: it is parked for an operator, and refused to the sender, who
/// would otherwise wait for ever.
enum UnreadableSubmission {
    static func answer(_ context: HandlerContext, _ reason: String, _ out: inout Outcome) {
        guard let sender = ShopKey(routingKey: context.origin.routingKey) else { return }
        let id = context.envelope.id
        out.announce(
            SubmissionRejected(
                submissionID: id.text, reasons: [Reason(code: "unreadable", path: "$", message: reason)]),
            routingKey: "answer.\(sender.channel).\(sender.shop)", key: id.text, answers: id)
    }
}
