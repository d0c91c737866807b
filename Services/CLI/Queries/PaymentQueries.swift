import Postgres

/// Money, in payment's schema.
enum PaymentQueries {
    static let ofOrder = Statement(
        "payment_of_order",
        "SELECT id, state FROM payment WHERE order_id = $1::uuid ORDER BY created_at DESC LIMIT 1")
}
