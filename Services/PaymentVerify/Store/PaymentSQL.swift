import Postgres

/// SQL of payments, their operations and the commands that wait for an answer.
enum PaymentSQL {
    static let load = Statement(
        "payment_load",
        """
        SELECT id, order_id, state, version, custody, channel, shop, method, amount, currency, authorised,
            authorised_currency, captured, voided, refunded, reference, expires_at, placed_at, email_digest,
            address_digest, verdict, score, findings, hold, reason, undoing, token, lost, disputed
        FROM payment WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE
        """)

    static let loadOperations = Statement(
        "payment_operation_load",
        """
        SELECT payment_id, kind, ordinal, amount, state, reference, code, message, authorisation, refund_id, lines,
            return_id
        FROM payment_operation
        WHERE payment_id = ANY($1::uuid[])
        """)

    static let loadQuestions = Statement(
        "payment_question_load",
        "SELECT payment_id, subject, command FROM payment_question WHERE payment_id = ANY($1::uuid[])")

    static let insert = Statement(
        "payment_insert",
        """
        INSERT INTO payment (id, order_id, state, version, custody, channel, shop, method, amount, currency, authorised,
            authorised_currency, captured, voided, refunded, reference, expires_at, placed_at, email_digest,
            address_digest, verdict, score, findings, hold, reason, undoing, token, lost, disputed)
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::int8[], $5::text[], $6::text[], $7::text[],
            $8::text[], $9::int8[], $10::text[], $11::int8[], $12::text[], $13::int8[], $14::int8[], $15::int8[],
            $16::text[], $17::timestamptz[], $18::timestamptz[], $19::bytea[], $20::bytea[], $21::text[], $22::int8[],
            $23::jsonb[], $24::text[], $25::jsonb[], $26::text[], $27::text[], $28::int8[],
            $29::int8[])
        """)

    /// What the order said never changes; what became of the money does.
    static let update = Statement(
        "payment_update",
        """
        UPDATE payment p SET state = m.state, version = m.version, authorised = m.authorised,
            authorised_currency = m.authorised_currency, captured = m.captured, voided = m.voided,
            refunded = m.refunded, reference = m.reference, expires_at = m.expires_at, hold = m.hold,
            reason = m.reason, undoing = m.undoing, lost = m.lost, disputed = m.disputed,
            updated_at = now()
        FROM unnest($1::uuid[], $2::text[], $3::int8[], $4::int8[], $5::text[], $6::int8[], $7::int8[], $8::int8[],
                    $9::text[], $10::timestamptz[], $11::text[], $12::jsonb[], $13::text[], $14::int8[],
                    $15::int8[])
            AS m (id, state, version, authorised, authorised_currency, captured, voided, refunded, reference,
                  expires_at, hold, reason, undoing, lost, disputed)
        WHERE p.id = m.id
        """)

    static let saveOperations = Statement(
        "payment_operation_save",
        """
        INSERT INTO payment_operation (payment_id, kind, ordinal, amount, state, reference, code, message,
                                       authorisation, refund_id, lines, return_id)
        SELECT * FROM unnest($1::uuid[], $2::text[], $3::int4[], $4::int8[], $5::text[], $6::text[], $7::text[],
                             $8::text[], $9::int4[], $10::uuid[], $11::jsonb[], $12::uuid[])
        ON CONFLICT (payment_id, kind, ordinal) DO UPDATE SET amount = excluded.amount, state = excluded.state,
            reference = excluded.reference, code = excluded.code, message = excluded.message, authorisation = excluded.authorisation,
            updated_at = now()
        """)

    static let saveQuestions = Statement(
        "payment_question_save",
        """
        INSERT INTO payment_question (payment_id, subject, command_id, command)
        SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::jsonb[])
        ON CONFLICT (payment_id, subject, command_id) DO NOTHING
        """)

    static let deleteQuestions = Statement(
        "payment_question_delete",
        """
        DELETE FROM payment_question q USING unnest($1::uuid[], $2::text[], $3::uuid[]) AS m (payment_id, subject, id)
        WHERE q.payment_id = m.payment_id AND q.subject = m.subject AND q.command_id = m.id
        """)
}
