import Contracts
import FoundationEssentials
import Messaging

/// A person lets a return go ahead.
enum ApproveReturnHandler: MessageHandler {
    typealias Store = ReturnsStore

    static func keys(of message: ApproveReturn, _ envelope: Envelope, into keys: inout ReturnsStore.Keys) {
        keys.returns.insert(message.returnID)
    }

    static func handle(
        _ message: ApproveReturn, _ context: HandlerContext, _ rows: inout ReturnsStore.Rows, _ out: inout Outcome
    ) throws {
        try ReturnCommand.handle(message.returnID, context, &rows, &out) { rma, rows, out throws(ReturnRefusal) in
            try rows.approve(&rma, context, &out)
        }
    }
}
