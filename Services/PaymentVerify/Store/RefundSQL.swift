import Postgres

/// SQL of what a payment's lines cost and got back, and of its disputes.
enum RefundSQL {
    static let loadLines = Statement(
        "payment_line_load",
        """
        SELECT payment_id, line_id, quantity, amount, refunded_quantity, refunded FROM payment_line
        WHERE payment_id = ANY($1::uuid[])
        """)

    /// What a line cost never changes; what went back for it does.
    static let saveLines = Statement(
        "payment_line_save",
        """
        INSERT INTO payment_line (payment_id, line_id, quantity, amount, refunded_quantity, refunded)
        SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::int4[]), unnest($4::int8[]), unnest($5::int4[]),
               unnest($6::int8[])
        ON CONFLICT (payment_id, line_id) DO UPDATE SET refunded_quantity = excluded.refunded_quantity,
            refunded = excluded.refunded
        """)

    static let loadDisputes = Statement(
        "payment_dispute_load",
        """
        SELECT payment_id, dispute_id, amount, reason, status, taken, actor FROM payment_dispute
        WHERE payment_id = ANY($1::uuid[])
        """)

    static let saveDisputes = Statement(
        "payment_dispute_save",
        """
        INSERT INTO payment_dispute (payment_id, dispute_id, amount, reason, status, taken, actor)
        SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::int8[]), unnest($4::text[]), unnest($5::text[]),
               unnest($6::int8[]), unnest($7::text[])
        ON CONFLICT (payment_id, dispute_id) DO UPDATE SET amount = excluded.amount, reason = excluded.reason,
            status = excluded.status, taken = excluded.taken, actor = excluded.actor, updated_at = now()
        """)
}
