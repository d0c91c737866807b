import Contracts
import FoundationEssentials
import Messaging

/// What all commands about one return have in common: it is found, changed, told of and the asker answered.
enum ReturnCommand {
    /// - Parameter change: throws when the return is not in a state for it; nothing is kept then.
    static func handle(
        _ returnID: UUID, _ context: HandlerContext, _ rows: inout ReturnsStore.Rows, _ out: inout Outcome,
        _ change: (inout RMA, inout ReturnsStore.Rows, inout Outcome) throws(ReturnRefusal) -> Void
    ) throws {
        guard var rma = rows.returns[returnID] else {
            return ReturnAnswering.refuse(
                ReturnRefusal("unknown_return", at: "$.returnId", "there is no such return"), nil, context, &out)
        }
        var (changedRows, changedOut) = (rows, out)
        do {
            try change(&rma, &changedRows, &changedOut)
            (rows, out) = (changedRows, changedOut)
            rows.change(rma, context, &out)
            ReturnAnswering.accept(rma, context, &out)
        } catch {
            ReturnAnswering.refuse(error, rows.returns[returnID], context, &out)
        }
    }
}
