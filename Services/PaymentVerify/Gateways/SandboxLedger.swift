import Postgres

/// SQL of the sandbox provider's own ledger. It stands in the schema of payment-verify, but nothing there reads it except
/// to compare: it is the other side.
enum SandboxLedger {
    /// A repeat is counted, so that it can be seen that money was asked for twice and moved once.
    static let find = Statement(
        "sandbox_find",
        "UPDATE sandbox_provider SET calls = calls + 1 WHERE key = $1::text RETURNING answer")

    static let status = Statement("sandbox_status", "SELECT answer FROM sandbox_provider WHERE key = $1::text")

    /// The authorisation that an operation is about; locked, so that two operations on it do not pass each other.
    static let authorisation = Statement(
        "sandbox_authorisation",
        """
        SELECT amount, token, (answer ->> 'expiresAt')::timestamptz FROM sandbox_provider
        WHERE kind = 'authorise' AND reference = $1::text AND is_done FOR UPDATE
        """)

    static let moved = Statement(
        "sandbox_moved",
        """
        SELECT kind, sum(amount)::int8 FROM sandbox_provider
        WHERE authorisation = $1::text AND is_done GROUP BY kind
        """)

    static let write = Statement(
        "sandbox_write",
        """
        INSERT INTO sandbox_provider (key, kind, authorisation, reference, token, amount, currency, is_done, answer)
        VALUES ($1::text, $2::text, $3::text, $4::text, $5::text, $6::int8, $7::text, $8::bool, $9::jsonb)
        ON CONFLICT (key) DO NOTHING
        """)
}
