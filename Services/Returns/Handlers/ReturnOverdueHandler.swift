import Contracts
import FoundationEssentials
import Messaging

/// Nothing was sent in time: the units stay with the customer, and nothing is kept back for an exchange.
enum ReturnOverdueHandler: MessageHandler {
    typealias Store = ReturnsStore

    static func keys(of message: ReturnOverdue, _ envelope: Envelope, into keys: inout ReturnsStore.Keys) {
        keys.returns.insert(message.returnID)
    }

    static func handle(
        _ message: ReturnOverdue, _ context: HandlerContext, _ rows: inout ReturnsStore.Rows, _ out: inout Outcome
    ) throws {
        guard var rma = rows.returns[message.returnID] else { return }
        let before = rma
        guard rma.expire() else { return }
        rows.lapse(before, rma, &out)
        rows.change(rma, context, &out)
    }
}
