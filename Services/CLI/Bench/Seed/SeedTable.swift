import Contracts

/// One table's part of the seed: how its rows of the templates are read, and where those of the copies go.
///
/// The first column read is the template's number, and every other a column of the table; rows of one template stand together.
struct SeedTable: Sendable {
    let service: ServiceName
    let read: StaticString
    let write: StaticString

    /// In every schema: which orders are templates.
    static let makeTemplates = "CREATE TEMP TABLE template (number integer PRIMARY KEY, order_id uuid NOT NULL UNIQUE)"
    static let writeTemplates: StaticString = "COPY template FROM STDIN"

    /// In an order in which foreign keys find what they refer to.
    ///
    /// What retention has taken from orders of that age is not among them: inbox, sent, reply, timers, effects; outboxes and
    /// the coordinator's commands are empty of finished orders at any age.
    static let all = intake + saga + payment + inventory + warehouse + shipping + returns + notifications

    private static let intake = [
        SeedTable(
            service: .intake,
            read: """
                COPY (SELECT t.number, o.* FROM template t JOIN intake_order o ON o.id = t.order_id ORDER BY 1) TO STDOUT
                """, write: "COPY intake_order FROM STDIN"),
        SeedTable(
            service: .intake,
            read:
                "COPY (SELECT t.number, o.* FROM template t JOIN order_change o USING (order_id) ORDER BY 1) TO STDOUT",
            write: "COPY order_change FROM STDIN"),
    ]

    private static let saga = [
        SeedTable(
            service: .saga,
            read: "COPY (SELECT t.number, o.* FROM template t JOIN saga o USING (order_id) ORDER BY 1) TO STDOUT",
            write: "COPY saga FROM STDIN"),
        SeedTable(
            service: .saga,
            read: "COPY (SELECT t.number, o.* FROM template t JOIN saga_order o USING (order_id) ORDER BY 1) TO STDOUT",
            write: "COPY saga_order FROM STDIN"),
        SeedTable(
            service: .saga,
            read: """
                COPY (SELECT t.number, l.* FROM template t JOIN saga_line l USING (order_id) ORDER BY 1, l.position)
                TO STDOUT
                """, write: "COPY saga_line FROM STDIN"),
        SeedTable(
            service: .saga,
            read: """
                COPY (SELECT t.number, s.* FROM template t JOIN saga_step s USING (order_id) ORDER BY 1, s.position)
                TO STDOUT
                """, write: "COPY saga_step FROM STDIN"),
        SeedTable(
            service: .saga,
            read: """
                COPY (SELECT t.number, f.* FROM template t JOIN saga_fulfilment f USING (order_id) ORDER BY 1, f.position)
                TO STDOUT
                """, write: "COPY saga_fulfilment FROM STDIN"),
        SeedTable(
            service: .saga,
            read: """
                COPY (SELECT t.number, l.* FROM template t JOIN saga_log l USING (order_id) ORDER BY 1, l.seq) TO STDOUT
                """, write: "COPY saga_log FROM STDIN"),
    ]

    private static let payment = [
        SeedTable(
            service: .payment,
            read: "COPY (SELECT t.number, p.* FROM template t JOIN payment p USING (order_id) ORDER BY 1) TO STDOUT",
            write: "COPY payment FROM STDIN"),
        SeedTable(
            service: .payment,
            read: """
                COPY (SELECT t.number, o.* FROM template t JOIN payment p USING (order_id)
                      JOIN payment_operation o ON o.payment_id = p.id ORDER BY 1) TO STDOUT
                """, write: "COPY payment_operation FROM STDIN"),
        SeedTable(
            service: .payment,
            read: """
                COPY (SELECT t.number, l.* FROM template t JOIN payment p USING (order_id)
                      JOIN payment_line l ON l.payment_id = p.id ORDER BY 1) TO STDOUT
                """, write: "COPY payment_line FROM STDIN"),
        SeedTable(
            service: .payment,
            read: """
                COPY (SELECT t.number, d.* FROM template t JOIN payment p USING (order_id)
                      JOIN fraud_decision d ON d.payment_id = p.id ORDER BY 1) TO STDOUT
                """, write: "COPY fraud_decision FROM STDIN"),
        SeedTable(
            service: .payment,
            read: """
                COPY (SELECT t.number, s.* FROM template t JOIN payment p USING (order_id)
                      JOIN payment_key k ON k.payment_id = p.id JOIN sandbox_provider s ON s.key = k.key ORDER BY 1)
                TO STDOUT
                """, write: "COPY sandbox_provider FROM STDIN"),
    ]

    private static let inventory = [
        SeedTable(
            service: .inventory,
            read:
                "COPY (SELECT t.number, r.* FROM template t JOIN reservation r USING (order_id) ORDER BY 1) TO STDOUT",
            write: "COPY reservation FROM STDIN"),
        SeedTable(
            service: .inventory,
            read: """
                COPY (SELECT t.number, l.* FROM template t JOIN reservation r USING (order_id)
                      JOIN reservation_line l ON l.reservation_id = r.id ORDER BY 1, l.position) TO STDOUT
                """, write: "COPY reservation_line FROM STDIN"),
        movements,
    ]

    /// All but its own key, which the table gives.
    static let movements = SeedTable(
        service: .inventory,
        read: """
            COPY (SELECT t.number, m.sku, m.site, m.kind, m.on_hand, m.reserved, m.reference, m.order_id, m.message_id,
                         m.actor, m.at, m.quarantined
                  FROM template t JOIN stock_movement m USING (order_id) ORDER BY 1, m.id) TO STDOUT
            """,
        write: """
            COPY stock_movement (sku, site, kind, on_hand, reserved, reference, order_id, message_id, actor, at,
                                 quarantined) FROM STDIN
            """)

    private static let warehouse = [
        SeedTable(
            service: .warehouse,
            read: """
                COPY (SELECT t.number, f.* FROM template t JOIN fulfilment_order f USING (order_id) ORDER BY 1) TO STDOUT
                """, write: "COPY fulfilment_order FROM STDIN"),
        SeedTable(
            service: .warehouse,
            read: """
                COPY (SELECT t.number, l.* FROM template t JOIN fulfilment_order f USING (order_id)
                      JOIN fulfilment_line l ON l.fulfilment_order_id = f.id ORDER BY 1) TO STDOUT
                """, write: "COPY fulfilment_line FROM STDIN"),
    ]

    private static let shipping = [
        SeedTable(
            service: .shipping,
            read: "COPY (SELECT t.number, p.* FROM template t JOIN parcel p USING (order_id) ORDER BY 1) TO STDOUT",
            write: "COPY parcel FROM STDIN"),
        SeedTable(
            service: .shipping,
            read: """
                COPY (SELECT t.number, s.* FROM template t JOIN parcel p USING (order_id)
                      JOIN carrier_scan s ON s.parcel_id = p.id ORDER BY 1) TO STDOUT
                """, write: "COPY carrier_scan FROM STDIN"),
        SeedTable(
            service: .shipping,
            read: """
                COPY (SELECT t.number, l.* FROM template t JOIN parcel p USING (order_id)
                      JOIN sandbox_carrier_ledger l ON l.tracking_number = p.tracking ->> 'trackingNumber' ORDER BY 1)
                TO STDOUT
                """, write: "COPY sandbox_carrier_ledger FROM STDIN"),
    ]

    private static let returns = [
        SeedTable(
            service: .returns,
            read: """
                COPY (SELECT t.number, o.* FROM template t JOIN delivered_order o USING (order_id) ORDER BY 1) TO STDOUT
                """, write: "COPY delivered_order FROM STDIN"),
        SeedTable(
            service: .returns,
            read: """
                COPY (SELECT t.number, l.* FROM template t JOIN returnable_line l USING (order_id) ORDER BY 1) TO STDOUT
                """, write: "COPY returnable_line FROM STDIN"),
        SeedTable(
            service: .returns,
            read:
                "COPY (SELECT t.number, l.* FROM template t JOIN settled_line l USING (order_id) ORDER BY 1) TO STDOUT",
            write: "COPY settled_line FROM STDIN"),
    ]

    private static let notifications = [
        SeedTable(
            service: .notifications,
            read:
                "COPY (SELECT t.number, n.* FROM template t JOIN notification n USING (order_id) ORDER BY 1) TO STDOUT",
            write: "COPY notification FROM STDIN")
    ]
}
