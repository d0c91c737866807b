import FoundationEssentials
import Postgres

extension PaymentStore {
    /// Digests tell one buyer from another, which is personal too.
    private static let digests = Statement(
        "payment_erasure",
        "UPDATE payment SET email_digest = NULL, address_digest = NULL, token = NULL WHERE order_id = ANY($1::uuid[])")

    /// The sandbox is another side only by its manners: its answers name the payer, and lie in this schema.
    private static let answers = Statement(
        "payment_erasure_sandbox",
        """
        UPDATE sandbox_provider s SET answer = erased(s.answer) FROM payment p
        WHERE p.order_id = ANY($1::uuid[]) AND s.key LIKE 'authorise/' || p.id::text || '/%'
        """)

    package func erasePersonalData(of orderIDs: [UUID], in transaction: inout Transaction) throws {
        try transaction.send(Self.digests, orderIDs)
        try transaction.send(Self.answers, orderIDs)
    }
}
