import Contracts
import FoundationEssentials
import Messaging

/// The customer keeps what was not received; what was received goes on to its settlement.
enum CancelReturnHandler: MessageHandler {
    typealias Store = ReturnsStore

    static func keys(of message: CancelReturn, _ envelope: Envelope, into keys: inout ReturnsStore.Keys) {
        keys.returns.insert(message.returnID)
    }

    static func handle(
        _ message: CancelReturn, _ context: HandlerContext, _ rows: inout ReturnsStore.Rows, _ out: inout Outcome
    ) throws {
        try ReturnCommand.handle(message.returnID, context, &rows, &out) { rma, rows, out throws(ReturnRefusal) in
            let before = rma
            try rma.cancel(message.reason)
            rows.lapse(before, rma, &out)
        }
    }
}
