import Contracts
import FoundationEssentials
import Messaging

/// The label is there; the customer gets it by mail and on the page.
enum ReturnLabelledHandler: MessageHandler {
    typealias Store = ReturnsStore

    static func keys(of message: ReturnLabelled, _ envelope: Envelope, into keys: inout ReturnsStore.Keys) {
        keys.returns.insert(message.returnID)
    }

    static func handle(
        _ message: ReturnLabelled, _ context: HandlerContext, _ rows: inout ReturnsStore.Rows, _ out: inout Outcome
    ) throws {
        guard var rma = rows.returns[message.returnID], rma.label(message.tracking) else { return }
        rows.change(rma, context, &out)
    }
}
