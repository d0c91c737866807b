import Postgres

/// Whose orders are whose, for erasure.
enum ErasureQueries {
    /// In intake's schema.
    static let ofCustomer = Statement(
        "erasure_of_customer",
        "SELECT id FROM intake_order WHERE lower(content #>> '{customer,email}') = lower($1::text) ORDER BY id")

    /// In the schema of returns: money, goods or a label may still be owed.
    static let inReturn = Statement(
        "erasure_in_return",
        """
        SELECT DISTINCT order_id, 'in a return' FROM rma
        WHERE order_id = ANY($1::uuid[]) AND state NOT IN ('declined', 'closed', 'cancelled', 'expired')
        """)

    /// In the coordinator's schema.
    static let unfinished = Statement(
        "erasure_unfinished",
        """
        SELECT order_id, phase FROM saga
        WHERE order_id = ANY($1::uuid[]) AND phase NOT IN ('closed', 'cancelled', 'expired') ORDER BY order_id
        """)
}
