import Contracts
import Messaging
import Postgres
import WireJSON

/// SQL of `shop`.
enum ShopTable {
    private static let select = Statement(
        "shop_select",
        """
        SELECT channel, shop, is_open, webhook_secrets, stock_buffer, currency, payment_method, version, payments, domain,
               connection
        FROM shop JOIN unnest($1::text[], $2::text[]) AS k (channel, shop) USING (channel, shop)
        """)

    private static let lock = Statement(
        "shop_lock",
        """
        SELECT channel, shop, is_open, webhook_secrets, stock_buffer, currency, payment_method, version, payments, domain,
               connection
        FROM shop s JOIN unnest($1::text[], $2::text[]) AS k (channel, shop) USING (channel, shop)
        ORDER BY channel, shop FOR NO KEY UPDATE OF s
        """)

    /// An array per row cannot be unnested, so the secrets travel as JSON.
    private static let insert = Statement(
        "shop_insert",
        """
        INSERT INTO shop (channel, shop, is_open, webhook_secrets, stock_buffer, currency, payment_method, version,
                          payments, domain, connection)
        SELECT channel, shop, is_open, ARRAY(SELECT jsonb_array_elements_text(secrets)), stock_buffer, currency,
               payment_method, version, payments, domain, connection
        FROM (SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::bool[]), unnest($4::jsonb[]), unnest($5::int4[]),
                     unnest($6::text[]), unnest($7::text[]), unnest($8::int8[]), unnest($9::text[]), unnest($10::text[]),
                     unnest($11::jsonb[]))
            AS m (channel, shop, is_open, secrets, stock_buffer, currency, payment_method, version, payments, domain,
                  connection)
        """)

    private static let update = Statement(
        "shop_update",
        """
        UPDATE shop s SET is_open = m.is_open, webhook_secrets = ARRAY(SELECT jsonb_array_elements_text(m.secrets)),
            stock_buffer = m.stock_buffer, currency = m.currency, payment_method = m.payment_method,
            version = m.version, payments = m.payments, domain = m.domain, connection = m.connection,
            updated_at = now()
        FROM (SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::bool[]), unnest($4::jsonb[]), unnest($5::int4[]),
                     unnest($6::text[]), unnest($7::text[]), unnest($8::int8[]), unnest($9::text[]), unnest($10::text[]),
                     unnest($11::jsonb[]))
            AS m (channel, shop, is_open, secrets, stock_buffer, currency, payment_method, version, payments, domain,
                  connection)
        WHERE s.channel = m.channel AND s.shop = m.shop
        """)

    /// How one shop that is open proves who it is, for the routes.
    static let credentials = Statement(
        "shop_credentials",
        "SELECT webhook_secrets, domain FROM shop WHERE channel = $1::text AND shop = $2::text AND is_open")

    /// How one shop is reached, for the performers.
    static let connection = Statement(
        "shop_connection", "SELECT connection FROM shop WHERE channel = $1::text AND shop = $2::text")

    static func select(_ keys: Set<ShopKey>, in transaction: inout Transaction) throws -> Ticket? {
        try send(select, keys, in: &transaction)
    }

    static func lock(_ keys: Set<ShopKey>, in transaction: inout Transaction) throws -> Ticket? {
        try send(lock, keys, in: &transaction)
    }

    private static func send(
        _ statement: Statement, _ keys: Set<ShopKey>, in transaction: inout Transaction
    ) throws -> Ticket? {
        guard !keys.isEmpty else { return nil }
        let keys = Array(keys)
        return try transaction.send(statement, keys.map(\.channel), keys.map(\.shop))
    }

    static func read(
        _ ticket: Ticket?, into table: inout Table<ShopKey, Shop>, in transaction: inout Transaction
    ) throws {
        guard let ticket else { return }
        for row in try transaction.read(ticket) {
            let shop = Shop(
                key: ShopKey(channel: try row.string(0), shop: try row.string(1)), isOpen: try row.bool(2),
                webhookSecrets: try row.array(3, of: String.self), stockBuffer: try row.int(4),
                currency: try row.stringOrNil(5).map(Currency.init(rawValue:)),
                paymentMethod: try row.stringOrNil(6).map(PaymentMethod.init(rawValue:)),
                payments: try row.stringOrNil(8).map(PaymentCollector.init(rawValue:)),
                domain: try row.stringOrNil(9),
                connection: try row.jsonOrNil(10).map { try ShopConnection(from: JSONDocument(parsing: $0).root) },
                version: try row.int64(7))
            table.load(shop, as: shop.key)
        }
    }

    static func write(_ table: Table<ShopKey, Shop>, in transaction: inout Transaction) throws {
        try write(table.inserted, with: insert, in: &transaction)
        try write(table.updated, with: update, in: &transaction)
    }

    private static func write(
        _ unsorted: [Shop], with statement: Statement, in transaction: inout Transaction
    ) throws {
        guard !unsorted.isEmpty else { return }
        let shops = unsorted.sorted { $0.key < $1.key }
        try transaction.send(
            statement, shops.map(\.key.channel), shops.map(\.key.shop), shops.map(\.isOpen),
            shops.map(\.webhookSecrets.postgresJSON), shops.map { Int32($0.stockBuffer) },
            shops.map { $0.currency?.rawValue }, shops.map { $0.paymentMethod?.rawValue }, shops.map(\.version),
            shops.map { $0.payments?.rawValue }, shops.map(\.domain), shops.map { $0.connection?.postgresJSON })
    }
}
