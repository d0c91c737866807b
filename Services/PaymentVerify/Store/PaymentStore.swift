import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

/// The rows of the payments: what a batch needs in one round trip, what it changed in another.
package struct PaymentStore: ServiceStore {
    static let defaultReviewDeadline = Duration.seconds(3 * 86_400)
    let reviewDeadline: Duration

    package init(reviewDeadline: Duration = .seconds(3 * 86_400)) {
        self.reviewDeadline = reviewDeadline
    }

    package static func noKeys() -> PaymentKeys { PaymentKeys() }

    package func load(_ keys: PaymentKeys, in transaction: inout Transaction) throws -> PaymentRows {
        var rows = PaymentRows()
        rows.reviewDeadline = reviewDeadline
        guard !keys.isEmpty else { return rows }
        let ids = Array(keys.payments)
        let payments = try transaction.send(PaymentSQL.load, ids)
        let operations = try transaction.send(PaymentSQL.loadOperations, ids)
        let questions = try transaction.send(PaymentSQL.loadQuestions, ids)
        let lines = try keys.lines.isEmpty ? nil : transaction.send(RefundSQL.loadLines, Array(keys.lines))
        let disputes = try keys.disputes.isEmpty ? nil : transaction.send(RefundSQL.loadDisputes, Array(keys.disputes))
        let risk = try RiskTickets(keys, in: &transaction)
        rows.payments = Table(try transaction.read(payments).map { try Payment($0) }, by: \.id)
        rows.operations = Table(try transaction.read(operations).map { try MoneyOperation($0) }, by: \.key)
        rows.questions = Table(try transaction.read(questions).map { try OpenQuestion($0) }, by: \.key)
        if let lines { rows.lines = Table(try transaction.read(lines).map { try PaymentLineBalance($0) }, by: \.key) }
        if let disputes { rows.disputes = Table(try transaction.read(disputes).map { try Dispute($0) }, by: \.key) }
        try risk.read(into: &rows, from: &transaction)
        return rows
    }

    package func save(_ rows: PaymentRows, in transaction: inout Transaction) throws {
        try savePayments(rows.payments, in: &transaction)
        try saveOperations(rows.operations, in: &transaction)
        try saveLines(rows.lines, in: &transaction)
        try saveDisputes(rows.disputes, in: &transaction)
        try saveQuestions(rows.questions, in: &transaction)
        try saveList(rows.listChanges, in: &transaction)
        try append(rows.decisions, in: &transaction)
    }

    private func savePayments(_ payments: Table<UUID, Payment>, in transaction: inout Transaction) throws {
        let inserted = payments.inserted.sorted { $0.id.text < $1.id.text }
        if !inserted.isEmpty {
            try transaction.send(
                PaymentSQL.insert, inserted.map(\.id), inserted.map(\.orderID), inserted.map(\.state.rawValue),
                inserted.map(\.version), inserted.map(\.custody.rawValue), inserted.map(\.channel),
                inserted.map(\.shop), inserted.map(\.method.rawValue), inserted.map(\.amount),
                inserted.map(\.currency.rawValue), inserted.map(\.authorised),
                inserted.map(\.authorisedCurrency?.rawValue), inserted.map(\.captured), inserted.map(\.voided),
                inserted.map(\.refunded), inserted.map(\.reference), inserted.map(\.expiry),
                inserted.map { PostgresTimestamp(microseconds: $0.placedAt.microseconds) },
                inserted.map(\.email?.digest), inserted.map(\.address?.digest), inserted.map(\.verdict.rawValue),
                inserted.map(\.score), inserted.map { PostgresJSON($0.findings.jsonBytes) },
                inserted.map(\.hold?.rawValue), inserted.map(\.reasonJSON), inserted.map(\.undoing?.rawValue),
                inserted.map(\.token), inserted.map(\.lost), inserted.map(\.disputed))
        }
        let updated = payments.updated.sorted { $0.id.text < $1.id.text }
        if !updated.isEmpty {
            try transaction.send(
                PaymentSQL.update, updated.map(\.id), updated.map(\.state.rawValue), updated.map(\.version),
                updated.map(\.authorised), updated.map(\.authorisedCurrency?.rawValue), updated.map(\.captured),
                updated.map(\.voided), updated.map(\.refunded), updated.map(\.reference), updated.map(\.expiry),
                updated.map(\.hold?.rawValue), updated.map(\.reasonJSON), updated.map(\.undoing?.rawValue),
                updated.map(\.lost), updated.map(\.disputed))
        }
    }

    private func saveOperations(
        _ table: Table<MoneyOperation.Key, MoneyOperation>, in transaction: inout Transaction
    ) throws {
        let changed = (table.inserted + table.updated).sorted { $0.key < $1.key }
        guard !changed.isEmpty else { return }
        try transaction.send(
            PaymentSQL.saveOperations, changed.map(\.key.paymentID), changed.map(\.key.kind.rawValue),
            changed.map { Int32(clamping: $0.key.ordinal) }, changed.map(\.amount), changed.map(\.state.rawValue),
            changed.map(\.reference), changed.map(\.code), changed.map(\.message),
            changed.map { Int32(clamping: $0.authorisation) }, changed.map(\.refundID),
            changed.map { $0.lines.isEmpty ? nil : PostgresJSON($0.lines.jsonBytes) }, changed.map(\.returnID))
    }

    private func saveQuestions(
        _ table: Table<OpenQuestion.Key, OpenQuestion>, in transaction: inout Transaction
    ) throws {
        let asked = table.inserted.sorted { $0.key < $1.key }
        if !asked.isEmpty {
            try transaction.send(
                PaymentSQL.saveQuestions, asked.map(\.key.paymentID), asked.map(\.key.subject),
                asked.map(\.key.commandID), asked.map { PostgresJSON($0.command.jsonBytes) })
        }
        let answered = table.deleted.sorted()
        if !answered.isEmpty {
            try transaction.send(
                PaymentSQL.deleteQuestions, answered.map(\.paymentID), answered.map(\.subject),
                answered.map(\.commandID))
        }
    }

    private func append(_ decisions: [FraudDecision], in transaction: inout Transaction) throws {
        guard !decisions.isEmpty else { return }
        try transaction.send(
            FraudSQL.appendDecisions, decisions.map(\.paymentID), decisions.map(\.sequence),
            decisions.map(\.ruleSet), decisions.map { $0.inputs.map { PostgresJSON($0) } }, decisions.map(\.score),
            decisions.map { PostgresJSON($0.findings.jsonBytes) }, decisions.map(\.verdict.rawValue),
            decisions.map(\.actor), decisions.map(\.reason))
    }
}

extension Payment {
    fileprivate var expiry: PostgresTimestamp? {
        expiresAt.map { PostgresTimestamp(microseconds: $0.microseconds) }
    }

    fileprivate var reasonJSON: PostgresJSON? { reason.map { PostgresJSON($0.jsonBytes) } }
}
