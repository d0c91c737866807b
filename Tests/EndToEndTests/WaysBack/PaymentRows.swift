import Postgres

/// Money of one order, by our books and by the provider's.
enum PaymentRows {
    static let operations = Statement(
        "test_operations",
        """
        SELECT w.amount FROM payment_operation w JOIN payment p ON p.id = w.payment_id
        JOIN saga.saga_order o ON o.order_id = p.order_id
        WHERE o.external_id = $1::text AND w.kind = $2::text AND w.state = 'done' ORDER BY w.ordinal
        """)

    static let provider = Statement(
        "test_provider",
        """
        SELECT coalesce(sum(b.amount), 0)::int8 FROM sandbox_provider b JOIN payment p ON b.key LIKE '%/' || p.id || '/%'
        JOIN saga.saga_order o ON o.order_id = p.order_id
        WHERE o.external_id = $1::text AND b.kind = $2::text AND b.is_done
        """)
}
