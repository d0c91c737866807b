import Contracts
import FoundationEssentials
import Messaging

/// A person refuses a return; its units stay delivered and could be asked for again.
enum DeclineReturnHandler: MessageHandler {
    typealias Store = ReturnsStore

    static func keys(of message: DeclineReturn, _ envelope: Envelope, into keys: inout ReturnsStore.Keys) {
        keys.returns.insert(message.returnID)
    }

    static func handle(
        _ message: DeclineReturn, _ context: HandlerContext, _ rows: inout ReturnsStore.Rows, _ out: inout Outcome
    ) throws {
        try ReturnCommand.handle(message.returnID, context, &rows, &out) { rma, rows, out throws(ReturnRefusal) in
            let before = rma
            try rma.decline(message.reason)
            rows.lapse(before, rma, &out)
        }
    }
}
