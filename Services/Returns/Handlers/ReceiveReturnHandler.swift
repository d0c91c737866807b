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
            let key = ReturnOverdue.key(of: rma.id)
            guard rma.expectedUnits > 0 else { return out.cancelTimer(key: key) }
            // The rest has as long as the whole had.
            out.schedule(
                ReturnOverdue(returnID: rma.id), key: key, after: .seconds(86_400) * rma.details.daysToSend,
                orderID: rma.orderID)
        }
    }
}
