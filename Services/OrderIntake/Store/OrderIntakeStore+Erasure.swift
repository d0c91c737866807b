public import FoundationEssentials
public import Postgres

extension OrderIntakeStore {
    /// Submissions that were parked before anybody knew which order they are: found by the customer's e-mail address,
    /// so this comes before the address is gone.
    private static let parked = Statement(
        "intake_erasure_parked",
        """
        UPDATE inbox i SET envelope = '{"erased": true}', reason = split_part(reason, ':', 1), state = 3
        FROM intake_order o
        WHERE o.id = ANY($1::uuid[]) AND i.order_id = '00000000-0000-0000-0000-000000000000' AND i.state IN (2, 3)
          AND length(o.content #>> '{customer,email}') > 5
          AND position(convert_to(o.content #>> '{customer,email}', 'UTF8') IN i.envelope) > 0
        """)

    private static let bodies = Statement(
        "intake_erasure_bodies",
        """
        DELETE FROM raw_body b USING intake_order o
        WHERE o.id = ANY($1::uuid[]) AND b.channel = o.channel AND b.shop = o.shop
          AND (b.external_id = o.external_id
               OR (length(o.content #>> '{customer,email}') > 5
                   AND position(convert_to(o.content #>> '{customer,email}', 'UTF8') IN b.body) > 0))
        """)

    private static let orders = Statement(
        "intake_erasure_orders", "UPDATE intake_order SET content = erased(content) WHERE id = ANY($1::uuid[])")

    /// What a channel says when it refuses may name the customer.
    private static let pushes = Statement(
        "intake_erasure_pushes",
        """
        UPDATE channel_push SET reason = jsonb_build_object('code', reason ->> 'code', 'message', '')
        WHERE order_id = ANY($1::uuid[]) AND reason IS NOT NULL
        """)

    public func erasePersonalData(of orderIDs: [UUID], in transaction: inout Transaction) throws {
        for statement in [Self.parked, Self.bodies, Self.pushes, Self.orders] {
            try transaction.send(statement, orderIDs)
        }
    }
}
