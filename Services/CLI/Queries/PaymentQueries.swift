import Postgres

/// Money, in payment's schema.
enum PaymentQueries {
    static let ofOrder = Statement(
        "payment_of_order",
        "SELECT id, state, currency, channel || '/' || shop FROM payment WHERE order_id = $1::uuid ORDER BY created_at DESC LIMIT 1"
    )

    /// Who is on the fraud list, with what was said last; only digests are kept of whom.
    static let fraudList = Statement(
        "fraud_list_all",
        """
        SELECT kind, encode(digest, 'hex'), effect, reason, author, expires_at, created_at FROM fraud_list
        WHERE $1::bytea IS NULL OR digest = $1::bytea ORDER BY created_at DESC, digest
        """)

    static let fraudListChanges = Statement(
        "fraud_list_changes",
        """
        SELECT kind, encode(digest, 'hex'), effect, reason, actor, at FROM fraud_list_change
        WHERE digest = $1::bytea ORDER BY id
        """)
}
