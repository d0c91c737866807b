import Postgres

/// SQL of A4: our books against the other side's, and the other way about, for a page of keys.
enum OnceQueries {
    /// In payment's schema: our operations against the sandbox provider's books, by the idempotency key.
    static let payments = Statement(
        "audit_a4_payments",
        """
        SELECT o.key, o.state, o.amount, s.amount, s.is_done, p.order_id
        FROM payment p JOIN payment_key o ON o.payment_id = p.id LEFT JOIN sandbox_provider s ON s.key = o.key
        WHERE p.id = ANY($1::uuid[]) AND p.custody = 'gateway'
          AND ((o.state = 'done' AND s.is_done IS NOT TRUE) OR (o.state = 'refused' AND s.is_done)
           OR (o.state = 'open' AND s.is_done AND s.at < now() - interval '5 minutes')
           OR (o.state = 'done' AND o.amount <> s.amount))
        """)

    /// A key begins with what is done and the payment's id.
    static let provider = Statement(
        "audit_a4_provider",
        """
        SELECT s.key, s.amount FROM sandbox_provider s
        WHERE s.key = ANY($1::text[]) AND s.is_done AND NOT EXISTS (
            SELECT FROM payment p JOIN payment_key o ON o.payment_id = p.id
            WHERE p.custody = 'gateway' AND o.key = s.key
              AND p.id = CASE WHEN s.key ~ '^[a-z]+/[0-9a-f-]{36}(/|$)' THEN split_part(s.key, '/', 2)::uuid END)
        """)

    /// In shipping's schema: parcels against the sandbox carrier's books.
    static let parcels = Statement(
        "audit_a4_parcels",
        """
        SELECT p.id, p.state, p.tracking ->> 'trackingNumber', c.sold, p.order_id
        FROM parcel p CROSS JOIN LATERAL (
            SELECT count(*) AS sold FROM sandbox_carrier_ledger c
            WHERE c.operation = 'label' AND c.tracking_number = p.tracking ->> 'trackingNumber') c
        WHERE p.id = ANY($1::uuid[]) AND p.tracking ->> 'carrier' IN ('sandbox', 'sandbox2') AND c.sold <> 1
        """)

    /// A label whose answer has not come yet is its parcel's soon; one that is void was given up for another. A key begins
    /// with what is done and the parcel's id.
    static let carrier = Statement(
        "audit_a4_carrier",
        """
        SELECT c.key, c.tracking_number FROM sandbox_carrier_ledger c
        WHERE c.key = ANY($1::text[]) AND c.operation = 'label' AND c.at < now() - interval '5 minutes'
          AND NOT EXISTS (
            SELECT FROM parcel p
            WHERE p.id = CASE WHEN c.key ~ '^label/[0-9a-f-]{36}(/|$)' THEN split_part(c.key, '/', 2)::uuid END
              AND p.tracking ->> 'trackingNumber' = c.tracking_number)
          AND NOT EXISTS (SELECT FROM effect e WHERE e.key = c.key AND e.state <> 2)
          AND NOT EXISTS (SELECT FROM sandbox_carrier_ledger v
                          WHERE v.operation = 'void' AND v.tracking_number = c.tracking_number)
        """)

    /// In the schema of notifications.
    static let mails = Statement(
        "audit_a4_mails", "SELECT message_id FROM notification WHERE id = ANY($1::uuid[])")
}
