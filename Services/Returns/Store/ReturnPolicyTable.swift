import Contracts
import Messaging
import Postgres

/// SQL of `return_policy`: a handful of rows that are only ever added to.
enum ReturnPolicyTable {
    private static let select = Statement(
        "return_policy_select", "SELECT version, effective_from, window_days FROM return_policy ORDER BY version")

    static func select(in transaction: inout Transaction) throws -> Ticket {
        try transaction.send(select)
    }

    static func read(_ ticket: Ticket, in transaction: inout Transaction) throws -> [ReturnPolicy] {
        try transaction.read(ticket).map { row in
            ReturnPolicy(
                version: try row.int(0), effectiveFrom: Timestamp(microseconds: try row.timestamp(1)),
                windowDays: try row.int(2))
        }
    }
}
