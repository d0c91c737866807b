import Contracts
import FoundationEssentials
import Messaging
import Postgres

/// The page's SQL: everything about one order, read without locks.
enum ReturnPageTables {
    private static let now = Statement("return_page_now", "SELECT now()")

    private static let order = Statement(
        "return_page_order",
        """
        SELECT order_id, summary, as_of, version, refunded, promised, credited, lost, lost_as_of FROM delivered_order
        WHERE order_id = $1::uuid
        """)

    private static let lines = Statement(
        "return_page_lines",
        """
        SELECT parcel_id, line_id, order_id, sku, delivered_quantity, returned_quantity, delivered_at,
               returnable_until, policy_version, version, contents, unit_weight, site, sets
        FROM returnable_line WHERE order_id = $1::uuid ORDER BY parcel_id, line_id
        """)

    private static let returns = Statement("return_page_returns", "SELECT id FROM rma WHERE order_id = $1::uuid")

    static let replies = Statement("return_page_replies", "SELECT envelope FROM reply WHERE command_id = $1::uuid")

    /// - Returns: nil when the token is no good, or the order is not known.
    static func page(token: String, in transaction: inout Transaction) throws -> ReturnPage? {
        let clock = try transaction.send(now)
        let secretRows = try LinkSecretTable.select(in: &transaction)
        guard let row = try transaction.read(clock).first else { return nil }
        let moment = Timestamp(microseconds: try row.timestamp(0))
        let secrets = try LinkSecretTable.read(secretRows, in: &transaction)
        guard let link = ReturnLink(token: token, secrets: secrets, now: moment) else { return nil }
        let orderRows = try transaction.send(order, link.orderID)
        let lineRows = try transaction.send(lines, link.orderID)
        let returnRows = try transaction.send(returns, link.orderID)
        let orders = try DeliveredOrderTable.read(orderRows, in: &transaction)
        let all = try ReturnableLineTable.read(lineRows, in: &transaction)
        let ids = try transaction.read(returnRows).map { try $0.uuid(0) }
        guard let delivered = orders[link.orderID] else { return nil }
        let rmas = try RMATable.read(try RMATable.selectUnlocked(ids, in: &transaction), in: &transaction)
        return ReturnPage(order: delivered, lines: Array(all.rows), returns: Array(rmas.rows), now: moment)
    }
}
