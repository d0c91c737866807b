import Contracts
import FoundationEssentials
import Messaging

/// What was inspected is in the stock ledger.
enum StockRestockedHandler: MessageHandler {
    typealias Store = ReturnsStore

    static func keys(of message: StockRestocked, _ envelope: Envelope, into keys: inout ReturnsStore.Keys) {
        keys.returns.insert(message.returnID)
    }

    static func handle(
        _ message: StockRestocked, _ context: HandlerContext, _ rows: inout ReturnsStore.Rows, _ out: inout Outcome
    ) throws {
        guard var rma = rows.returns[message.returnID], !rma.details.booked.contains(message.ordinal) else { return }
        rma.details.booked.append(message.ordinal)
        rma.derive()
        rows.change(rma, context, &out)
    }
}
