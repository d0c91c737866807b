import Contracts
import FoundationEssentials

/// An order's state from its log alone: what the auditor compares with the stored row.
package enum Replay {
    /// - Parameter log: in rising sequence, from the first.
    /// - Throws: `JSONError` for an entry that this version cannot read.
    package static func run(_ log: some Sequence<LogEntry>, of orderID: UUID) throws -> OrderSaga {
        run(try log.map { try $0.event() }, of: orderID)
    }

    /// The same of events that were read already.
    static func run(_ events: [SagaEvent], of orderID: UUID) -> OrderSaga {
        events.reduce(OrderSaga(id: orderID)) { $0.after($1).saga }
    }
}
