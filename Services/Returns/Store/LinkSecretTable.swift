import Messaging
import Postgres

/// SQL of `link_secret`: one row, or a few after rotations.
enum LinkSecretTable {
    static let select = Statement("link_secret_select", "SELECT version, secret FROM link_secret ORDER BY version DESC")

    static func select(in transaction: inout Transaction) throws -> Ticket {
        try transaction.send(select)
    }

    static func read(_ ticket: Ticket, in transaction: inout Transaction) throws -> [LinkSecret] {
        try transaction.read(ticket).map { LinkSecret(version: try $0.int(0), bytes: try $0.bytes(1)) }
    }
}
