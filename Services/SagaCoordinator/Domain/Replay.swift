import Contracts
import FoundationEssentials

/// An order's state from its log alone: what the auditor compares with the stored row.
package enum Replay {
    /// - Parameter log: in rising sequence, from the first.
    /// - Throws: `JSONError` for an entry that this version cannot read.
    package static func run(_ log: some Sequence<LogEntry>, of orderID: UUID) throws -> OrderSaga {
        var saga = OrderSaga(id: orderID)
        for entry in log { saga = saga.after(try entry.event()).saga }
        return saga
    }
}
