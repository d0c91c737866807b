import Contracts
import FoundationEssentials
import Postgres

/// Each money and label key was carried out at most once, compared with the provider's own ledger; a repeated e-mail
/// has the same Message-ID.
struct A4Once: Invariant {
    static let id = "A4"
    static let title = "each payment, label and e-mail was carried out once, by the other side's own books"

    private static let page = 5000

    func check(_ scope: AuditScope, _ finding: inout AuditFinding) async throws {
        // Of two services, so side by side.
        async let money = checkMoney(scope)
        async let labels = checkLabels(scope)
        for part in [try await money, try await labels] {
            finding.checked += part.checked
            finding.violations += part.violations
        }
        if scope.order == nil { try await checkMails(scope, &finding) }
    }

    private func checkMoney(_ scope: AuditScope) async throws -> AuditFinding {
        var finding = AuditFinding(self)
        try await checkPayments(scope, &finding)
        // What only the other side knows is of no order.
        if scope.order == nil { try await checkProvider(scope, &finding) }
        return finding
    }

    private func checkLabels(_ scope: AuditScope) async throws -> AuditFinding {
        var finding = AuditFinding(self)
        try await checkParcels(scope, &finding)
        if scope.order == nil { try await checkCarrier(scope, &finding) }
        return finding
    }

    private func checkPayments(_ scope: AuditScope, _ finding: inout AuditFinding) async throws {
        let payment = try await scope.session.database(.payment)
        try await AuditedKeys.payments.eachPage(of: Self.page, scope) { page in
            finding.checked += page.count
            for row in try await payment.query(OnceQueries.payments, page) {
                let theirs =
                    try row.int64OrNil(3).map { "\(try row.bool(4) ? "done" : "refused"), \($0)" } ?? "nothing"
                finding.violations.append(
                    "money \(try row.string(0)) of order \(try row.uuid(5).text): we say \(try row.string(1)), "
                        + "\(try row.int64(2)); the provider says \(theirs)")
            }
        }
    }

    private func checkProvider(_ scope: AuditScope, _ finding: inout AuditFinding) async throws {
        let payment = try await scope.session.database(.payment)
        try await AuditedKeys.provider.eachPage(of: Self.page, scope) { page in
            finding.checked += page.count
            for row in try await payment.query(OnceQueries.provider, page) {
                finding.violations.append(
                    "money \(try row.string(0)): we say nothing; the provider says done, \(try row.int64(1))")
            }
        }
    }

    private func checkParcels(_ scope: AuditScope, _ finding: inout AuditFinding) async throws {
        let shipping = try await scope.session.database(.shipping)
        try await AuditedKeys.parcels.eachPage(of: Self.page, scope) { page in
            finding.checked += page.count
            for row in try await shipping.query(OnceQueries.parcels, page) {
                finding.violations.append(
                    "parcel \(try row.uuid(0).text) of order \(try row.uuid(4).text) (\(try row.string(1))) has label "
                        + "\(try row.stringOrNil(2) ?? "-"), which the carrier sold \(try row.int(3)) times")
            }
        }
    }

    private func checkCarrier(_ scope: AuditScope, _ finding: inout AuditFinding) async throws {
        let shipping = try await scope.session.database(.shipping)
        try await AuditedKeys.carrier.eachPage(of: Self.page, scope) { page in
            finding.checked += page.count
            for row in try await shipping.query(OnceQueries.carrier, page) {
                finding.violations.append(
                    "the carrier sold label \(try row.string(1)) (\(try row.string(0))) that no parcel has")
            }
        }
    }

    private func checkMails(_ scope: AuditScope, _ finding: inout AuditFinding) async throws {
        guard let folder = scope.session.environment["WAYBILL_MAIL"],
            let sent = try MailFolder.messageIDs(in: folder, since: scope.since)
        else {
            return finding.notes.append("e-mails are not compared: no mail folder at hand (WAYBILL_MAIL)")
        }
        let notifications = try await scope.session.database(.notifications)
        let all = sent.keys.sorted()
        for page in all.pages(of: Self.page) {
            // A Message-ID begins with the notification's id.
            let ids = page.compactMap { UUID(text: String($0.dropFirst().prefix(36))) }
            let known = Set(try await notifications.query(OnceQueries.mails, ids).map { try $0.string(0) })
            finding.checked += page.count
            for id in page where !known.contains(id) {
                finding.violations.append("an e-mail with the Message-ID \(id) was sent that nobody knows of")
            }
        }
        let repeats = sent.values.filter { $0 > 1 }.count
        if repeats > 0 { finding.notes.append("\(repeats) e-mails were sent again, under the same Message-ID") }
    }
}
