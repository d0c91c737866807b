import Contracts
import FoundationEssentials
import Messaging

/// A refund was refused for good, and a person says how the customer gets what is due all the same.
enum SettleReturnHandler: MessageHandler {
    typealias Store = ReturnsStore

    static func keys(of message: SettleReturn, _ envelope: Envelope, into keys: inout ReturnsStore.Keys) {
        keys.returns.insert(message.returnID)
    }

    static func handle(
        _ message: SettleReturn, _ context: HandlerContext, _ rows: inout ReturnsStore.Rows, _ out: inout Outcome
    ) throws {
        try ReturnCommand.handle(message.returnID, context, &rows, &out) { rma, rows, out throws(ReturnRefusal) in
            guard [.refund, .storeCredit].contains(message.settlement) else {
                throw ReturnRefusal("unknown_settlement", at: "$.settlement", "refund or store_credit")
            }
            guard !rows.settle(&rma, as: message.settlement, &out).isEmpty else {
                if rma.settlements.last?.state == .failed, let order = rows.orders[rma.orderID], order.lost > 0 {
                    // The customer has it from the bank.
                    rma.details.isWaived = true
                    return rma.derive()
                }
                throw ReturnRefusal("nothing_due", "nothing is due, or the order can give back no more")
            }
            rma.details.reason = nil
            rma.derive()
        }
    }
}
