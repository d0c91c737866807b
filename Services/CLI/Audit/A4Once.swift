import Contracts
import FoundationEssentials
import Postgres

/// Each money and label key was carried out at most once, compared with the provider's own ledger; a repeated e-mail
/// has the same Message-ID.
struct A4Once: Invariant {
    static let id = "A4"
    static let title = "each payment, label and e-mail was carried out once, by the other side's own books"

    /// In payment's schema: our operations against the sandbox provider's books, by the idempotency key.
    private static let provider = Statement(
        "audit_a4_provider",
        """
        SELECT coalesce(o.key, s.key), o.state, o.amount, s.amount, s.is_done, o.order_id
        FROM (SELECT o.key, o.state, o.amount, o.kind,
                     p.order_id, o.updated_at
              FROM payment_key o JOIN payment p ON p.id = o.payment_id WHERE p.custody = 'gateway') o
        FULL JOIN sandbox_provider s ON s.key = o.key
        WHERE ($1::uuid IS NULL OR o.order_id = $1::uuid)
          AND ($2::timestamptz IS NULL OR o.updated_at >= $2::timestamptz OR s.at >= $2::timestamptz)
          AND ((o.state = 'done' AND s.is_done IS NOT TRUE) OR (o.state = 'refused' AND s.is_done)
           OR (s.is_done AND o.key IS NULL)
           OR (o.state = 'open' AND s.is_done AND s.at < now() - interval '5 minutes')
           OR (o.state = 'done' AND o.amount <> s.amount))
        """)

    private static let providerCount = Statement("audit_a4_provider_count", "SELECT count(*) FROM sandbox_provider")

    /// In shipping's schema: parcels against the sandbox carrier's books.
    private static let carrier = Statement(
        "audit_a4_carrier",
        """
        SELECT p.id, p.state, p.tracking ->> 'trackingNumber', count(c.key), p.order_id
        FROM parcel p LEFT JOIN sandbox_carrier_ledger c
             ON c.operation = 'label' AND c.tracking_number = p.tracking ->> 'trackingNumber'
        WHERE p.tracking ->> 'carrier' IN ('sandbox', 'sandbox2') AND ($1::uuid IS NULL OR p.order_id = $1::uuid)
          AND ($2::timestamptz IS NULL OR p.updated_at >= $2::timestamptz)
        GROUP BY p.id HAVING count(c.key) <> 1
        """)

    /// A label whose answer has not come yet is its parcel's soon; one that is void was given up for another.
    private static let unknownLabels = Statement(
        "audit_a4_unknown_labels",
        """
        SELECT c.key, c.tracking_number FROM sandbox_carrier_ledger c
        WHERE c.operation = 'label' AND c.at < now() - interval '5 minutes'
          AND NOT EXISTS (SELECT FROM parcel p WHERE p.tracking ->> 'trackingNumber' = c.tracking_number)
          AND NOT EXISTS (SELECT FROM effect e WHERE e.key = c.key AND e.state <> 2)
          AND NOT EXISTS (SELECT FROM sandbox_carrier_ledger v
                          WHERE v.operation = 'void' AND v.tracking_number = c.tracking_number)
          AND ($1::timestamptz IS NULL OR c.at >= $1::timestamptz)
        """)

    private static let carrierCount = Statement("audit_a4_carrier_count", "SELECT count(*) FROM sandbox_carrier_ledger")

    /// In the schema of notifications.
    private static let mails = Statement("audit_a4_mails", "SELECT message_id, state FROM notification")

    func check(_ scope: AuditScope, _ finding: inout AuditFinding) async throws {
        let payment = try await scope.session.database(.payment)
        finding.checked += try await payment.query(Self.providerCount).first?.int(0) ?? 0
        for row in try await payment.query(Self.provider, scope.order, scope.sinceTime) {
            let ours = try row.stringOrNil(1).map { "\($0), \(try row.int64(2))" } ?? "nothing"
            let theirs = try row.int64OrNil(3).map { "\(try row.bool(4) ? "done" : "refused"), \($0)" } ?? "nothing"
            let order = try row.uuidOrNil(5).map { " of order \($0.text)" } ?? ""
            finding.violations.append(
                "money \(try row.string(0))\(order): we say \(ours); the provider says \(theirs)")
        }
        let shipping = try await scope.session.database(.shipping)
        finding.checked += try await shipping.query(Self.carrierCount).first?.int(0) ?? 0
        for row in try await shipping.query(Self.carrier, scope.order, scope.sinceTime) {
            finding.violations.append(
                "parcel \(try row.uuid(0).text) of order \(try row.uuid(4).text) (\(try row.string(1))) has label \(try row.stringOrNil(2) ?? "-"), "
                    + "which the carrier sold \(try row.int(3)) times")
        }
        // What only the other side knows is of no order.
        guard scope.order == nil else { return }
        for row in try await shipping.query(Self.unknownLabels, scope.sinceTime) {
            finding.violations.append(
                "the carrier sold label \(try row.string(1)) (\(try row.string(0))) that no parcel has")
        }
        try await checkMails(scope, &finding)
    }

    private func checkMails(_ scope: AuditScope, _ finding: inout AuditFinding) async throws {
        guard let folder = scope.session.environment["WAYBILL_MAIL"], let sent = try MailFolder.messageIDs(in: folder)
        else {
            return finding.notes.append("e-mails are not compared: no mail folder at hand (WAYBILL_MAIL)")
        }
        var known: [String: String] = [:]
        for row in try await scope.session.database(.notifications).query(Self.mails) {
            known[try row.string(0)] = try row.string(1)
        }
        finding.checked += sent.count
        for id in sent.keys.sorted() where known[id] == nil {
            finding.violations.append("an e-mail with the Message-ID \(id) was sent that nobody knows of")
        }
        let repeats = sent.values.filter { $0 > 1 }.count
        if repeats > 0 { finding.notes.append("\(repeats) e-mails were sent again, under the same Message-ID") }
    }
}
