package import FoundationEssentials
package import Postgres

extension PaymentStore {
    /// Digests tell one buyer from another, which is personal too.
    private static let digests = Statement(
        "payment_erasure",
        "UPDATE payment SET email_digest = NULL, address_digest = NULL WHERE order_id = ANY($1::uuid[])")

    package func erasePersonalData(of orderIDs: [UUID], in transaction: inout Transaction) throws {
        try transaction.send(Self.digests, orderIDs)
    }
}
