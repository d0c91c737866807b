import Postgres

/// In shipping's schema.
enum ParcelQueries {
    static let find = Statement(
        "cli_parcel_find",
        "SELECT id, order_id FROM parcel WHERE id::text = lower($1::text) OR tracking ->> 'trackingNumber' = $1::text LIMIT 1"
    )
}
