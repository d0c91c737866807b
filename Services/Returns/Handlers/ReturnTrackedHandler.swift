import Contracts
import FoundationEssentials
import Messaging

/// A scan of the return's parcel: the first that moves it ends the wait for it, and a loss is for a person to see.
enum ReturnTrackedHandler: MessageHandler {
    typealias Store = ReturnsStore

    static func keys(of message: ReturnTracked, _ envelope: Envelope, into keys: inout ReturnsStore.Keys) {
        keys.returns.insert(message.returnID)
    }

    static func handle(
        _ message: ReturnTracked, _ context: HandlerContext, _ rows: inout ReturnsStore.Rows, _ out: inout Outcome
    ) throws {
        guard var rma = rows.returns[message.returnID],
            message.status == .lost ? rma.lose() : rma.track(message.status)
        else { return }
        if message.status == .lost { OverdueReturns.count(rma) }
        rows.change(rma, context, &out)
    }
}
