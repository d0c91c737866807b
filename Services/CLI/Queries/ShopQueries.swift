import Postgres

/// Shops, in intake's schema.
enum ShopQueries {
    static let one = Statement(
        "shop_one", "SELECT webhook_secrets, stock_buffer FROM shop WHERE channel = $1::text AND shop = $2::text")

    static let all = Statement(
        "shop_all",
        """
        SELECT s.channel, s.shop, s.is_open, s.stock_buffer, s.currency, s.payment_method, s.updated_at,
               (SELECT count(*) FROM intake_order o WHERE o.channel = s.channel AND o.shop = s.shop)
        FROM shop s ORDER BY s.channel, s.shop
        """)
}
