import Postgres

/// Shops, in intake's schema.
enum ShopQueries {
    static let one = Statement(
        "shop_one",
        "SELECT webhook_secrets, stock_buffer, connection FROM shop WHERE channel = $1::text AND shop = $2::text")

    /// Shops that only an operator's files come from are in it too: they were never opened.
    static let all = Statement(
        "shop_all",
        """
        SELECT coalesce(s.channel, o.channel) AS channel, coalesce(s.shop, o.shop) AS shop, s.is_open, s.stock_buffer,
               s.currency, s.payment_method, coalesce(o.orders, 0)
        FROM shop s
        FULL JOIN (SELECT channel, shop, count(*) AS orders FROM intake_order GROUP BY channel, shop) o
             ON o.channel = s.channel AND o.shop = s.shop
        ORDER BY 1, 2
        """)
}
