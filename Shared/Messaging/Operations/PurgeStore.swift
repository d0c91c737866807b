import Postgres

/// SQL of the purge. Each statement walks one page of a primary key and deletes what may go; it needs no index of its
/// own. It returns the last key of the page, and nothing when there are no more pages.
enum PurgeStore {
    /// - `$1`, `$2`: the key after which the page begins
    /// - `$3`: the order id before which it ends
    /// - `$4`: the age in microseconds
    /// - `$5`: the size of the page
    ///
    /// A zero order id means no order: such a row stands for itself.
    static let inbox = Statement(
        "purge_inbox",
        """
        WITH page AS MATERIALIZED (
            SELECT order_id, id, state, received_at FROM inbox
            WHERE (order_id, id) > ($1::uuid, $2::uuid) AND order_id < $3::uuid
            ORDER BY order_id, id LIMIT $5::int8
        ), over AS MATERIALIZED (
            SELECT o.order_id FROM (SELECT DISTINCT order_id FROM page) o
            WHERE o.order_id = '00000000-0000-0000-0000-000000000000'
               OR (NOT EXISTS (SELECT FROM inbox i WHERE i.order_id = o.order_id AND (i.state IN (1, 2)
                       OR i.received_at >= now() - $4::int8 * interval '1 microsecond'))
                   AND NOT EXISTS (SELECT FROM effect e WHERE e.state IN (0, 1) AND e.order_id = o.order_id)
                   AND NOT EXISTS (SELECT FROM effect e WHERE e.state = 4 AND e.order_id = o.order_id)
                   AND NOT EXISTS (SELECT FROM timer t WHERE t.order_id = o.order_id))
        ), gone AS (
            DELETE FROM inbox i USING page p, over o
            WHERE i.order_id = p.order_id AND i.id = p.id AND o.order_id = p.order_id AND i.state IN (0, 3)
              AND i.received_at < now() - $4::int8 * interval '1 microsecond'
            RETURNING i.id
        ), unanswered AS (
            DELETE FROM reply r USING gone g WHERE r.command_id = g.id
        ), unsaid AS (
            DELETE FROM sent s USING over o
            WHERE s.order_id = o.order_id AND s.at < now() - $4::int8 * interval '1 microsecond'
        )
        SELECT order_id, id FROM page ORDER BY order_id DESC, id DESC LIMIT 1
        """)

    /// - `$1`: the key after which the page begins; `$2`: the age in microseconds; `$3`: the size of the page
    ///
    /// The row is what makes two requests with one key one effect: it stays as long as its order is remembered.
    static let effect = Statement(
        "purge_effect",
        """
        WITH page AS MATERIALIZED (
            SELECT key, order_id, state, coalesce(finished_at, created_at) AS ended_at FROM effect
            WHERE key > $1::text ORDER BY key LIMIT $3::int8
        ), gone AS (
            DELETE FROM effect e USING page p
            WHERE e.key = p.key AND e.state IN (2, 3, 5) AND p.ended_at < now() - $2::int8 * interval '1 microsecond'
              AND (p.order_id = '00000000-0000-0000-0000-000000000000'
                   OR NOT EXISTS (SELECT FROM inbox i WHERE i.order_id = p.order_id))
        )
        SELECT key FROM page ORDER BY key DESC LIMIT 1
        """)

    static let now = Statement("purge_now", "SELECT now()")
}
