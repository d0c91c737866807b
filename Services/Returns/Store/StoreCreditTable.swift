import FoundationEssentials
import Messaging
import Postgres

/// SQL of `store_credit`, which is only ever added to.
enum StoreCreditTable {
    /// The id is the settlement's, so that a re-run adds nothing.
    private static let insert = Statement(
        "store_credit_insert",
        """
        INSERT INTO store_credit (id, channel, shop, customer, currency, amount, order_id, rma_id)
        SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]),
               unnest($6::int8[]), unnest($7::uuid[]), unnest($8::uuid[])
        ON CONFLICT (id) DO NOTHING
        """)

    static func write(_ unsorted: [StoreCredit], in transaction: inout Transaction) throws {
        guard !unsorted.isEmpty else { return }
        let credits = unsorted.sorted { $0.id.uuidString < $1.id.uuidString }
        try transaction.send(
            insert, credits.map(\.id), credits.map(\.channel), credits.map(\.shop), credits.map(\.customer),
            credits.map(\.currency), credits.map(\.amount), credits.map(\.orderID), credits.map(\.returnID))
    }
}
