import Contracts
import FoundationEssentials
import Messaging

/// Units arrived. Stock does not rise yet: nobody has looked at them.
enum ReceiveReturnHandler: MessageHandler {
    typealias Store = ReturnsStore

    static func keys(of message: ReceiveReturn, _ envelope: Envelope, into keys: inout ReturnsStore.Keys) {
        keys.returns.insert(message.returnID)
    }

    static func handle(
        _ message: ReceiveReturn, _ context: HandlerContext, _ rows: inout ReturnsStore.Rows, _ out: inout Outcome
    ) throws {
        try ReturnCommand.handle(message.returnID, context, &rows, &out) { rma, rows, out throws(ReturnRefusal) in
            try rma.receive(message.lines, at: message.site)
            // The rest has as long as the whole had.
            rma.details.watch = nil
        }
    }
}
