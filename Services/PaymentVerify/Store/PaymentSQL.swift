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
        SELECT unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::text[]), unnest($4::int8[]), unnest($5::text[]),
               unnest($6::text[]), unnest($7::text[]), unnest($8::text[]), unnest($9::int8[]), unnest($10::text[]),
               unnest($11::int8[]), unnest($12::text[]), unnest($13::int8[]), unnest($14::int8[]), unnest($15::int8[]),
               unnest($16::text[]), unnest($17::timestamptz[]), unnest($18::timestamptz[]), unnest($19::bytea[]),
               unnest($20::bytea[]), unnest($21::text[]), unnest($22::int8[]), unnest($23::jsonb[]), unnest($24::text[]),
               unnest($25::jsonb[]), unnest($26::text[]), unnest($27::text[]), unnest($28::int8[]), unnest($29::int8[])
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
        FROM (SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::int8[]), unnest($4::int8[]), unnest($5::text[]),
                     unnest($6::int8[]), unnest($7::int8[]), unnest($8::int8[]), unnest($9::text[]),
                     unnest($10::timestamptz[]), unnest($11::text[]), unnest($12::jsonb[]), unnest($13::text[]),
                     unnest($14::int8[]), unnest($15::int8[]))
            AS m (id, state, version, authorised, authorised_currency, captured, voided, refunded, reference,
                  expires_at, hold, reason, undoing, lost, disputed)
        WHERE p.id = m.id
        """)

    static let saveOperations = Statement(
        "payment_operation_save",
        """
        INSERT INTO payment_operation (payment_id, kind, ordinal, amount, state, reference, code, message,
                                       authorisation, refund_id, lines, return_id)
        SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::int4[]), unnest($4::int8[]), unnest($5::text[]),
               unnest($6::text[]), unnest($7::text[]), unnest($8::text[]), unnest($9::int4[]), unnest($10::uuid[]),
               unnest($11::jsonb[]), unnest($12::uuid[])
        ON CONFLICT (payment_id, kind, ordinal) DO UPDATE SET amount = excluded.amount, state = excluded.state,
            reference = excluded.reference, code = excluded.code, message = excluded.message, authorisation = excluded.authorisation,
            updated_at = now()
        """)

    static let saveQuestions = Statement(
        "payment_question_save",
        """
        INSERT INTO payment_question (payment_id, subject, command_id, command)
        SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::uuid[]), unnest($4::jsonb[])
        ON CONFLICT (payment_id, subject, command_id) DO NOTHING
        """)

    static let deleteQuestions = Statement(
        "payment_question_delete",
        """
        DELETE FROM payment_question q USING unnest($1::uuid[], $2::text[], $3::uuid[]) AS m (payment_id, subject, id)
        WHERE q.payment_id = m.payment_id AND q.subject = m.subject AND q.command_id = m.id
        """)
}
