import Contracts
import FoundationEssentials
import Messaging

/// No carrier fetches it: the return stays approved, and the customer sends it in another way.
enum ReturnLabelRefusedHandler: MessageHandler {
    typealias Store = ReturnsStore

    static func keys(of message: ReturnLabelRefused, _ envelope: Envelope, into keys: inout ReturnsStore.Keys) {
        keys.returns.insert(message.returnID)
    }

    static func handle(
        _ message: ReturnLabelRefused, _ context: HandlerContext, _ rows: inout ReturnsStore.Rows,
        _ out: inout Outcome
    ) throws {
        guard var rma = rows.returns[message.returnID], rma.state == .approved else { return }
        rma.details.reason = message.reason
        rows.change(rma, context, &out)
    }
}
