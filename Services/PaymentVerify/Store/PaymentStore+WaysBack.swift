import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

extension PaymentStore {
    func saveLines(
        _ table: Table<PaymentLineBalance.Key, PaymentLineBalance>, in transaction: inout Transaction
    ) throws {
        let changed = (table.inserted + table.updated).sorted { $0.key < $1.key }
        guard !changed.isEmpty else { return }
        try transaction.send(
            RefundSQL.saveLines, changed.map(\.key.paymentID), changed.map(\.key.lineID),
            changed.map { $0.quantity.map { Int32(clamping: $0) } }, changed.map(\.amount),
            changed.map { Int32(clamping: $0.refundedQuantity) }, changed.map(\.refunded))
    }

    func saveDisputes(_ table: Table<Dispute.Key, Dispute>, in transaction: inout Transaction) throws {
        let changed = (table.inserted + table.updated).sorted { $0.key < $1.key }
        guard !changed.isEmpty else { return }
        try transaction.send(
            RefundSQL.saveDisputes, changed.map(\.key.paymentID), changed.map(\.key.disputeID), changed.map(\.amount),
            changed.map(\.reason), changed.map(\.status.rawValue), changed.map(\.taken), changed.map(\.actor))
    }

    /// All changes are kept; of several about one subject the last is what the list says.
    func saveList(_ changes: [FraudListChange], in transaction: inout Transaction) throws {
        guard !changes.isEmpty else { return }
        try transaction.send(
            FraudSQL.appendListChanges, changes.map(\.subject.kind.rawValue), changes.map(\.subject.digest),
            changes.map { $0.effect?.rawValue }, changes.map(\.reason), changes.map(\.actor))
        var last: [FraudSubject: FraudListChange] = [:]
        for change in changes { last[change.subject] = change }
        let sorted = last.values.sorted {
            $0.subject.digest.lexicographicallyPrecedes($1.subject.digest)
        }
        let removed = sorted.filter { $0.effect == nil }
        if !removed.isEmpty {
            try transaction.send(
                FraudSQL.unlist, removed.map(\.subject.kind.rawValue), removed.map(\.subject.digest))
        }
        let set = sorted.filter { $0.effect != nil }
        guard !set.isEmpty else { return }
        try transaction.send(
            FraudSQL.list, set.map(\.subject.kind.rawValue), set.map(\.subject.digest),
            set.map { $0.effect?.rawValue ?? "" }, set.map(\.reason), set.map(\.actor),
            set.map { $0.expiresAt.map { PostgresTimestamp(microseconds: $0.microseconds) } })
    }
}

extension PaymentLineBalance {
    /// The columns of ``RefundSQL/loadLines``, in its order.
    init(_ row: PostgresRow) throws {
        self.init(
            key: Key(paymentID: try row.uuid(0), lineID: try row.string(1)), quantity: try row.intOrNil(2),
            amount: try row.int64OrNil(3), refundedQuantity: try row.int(4), refunded: try row.int64(5))
    }
}

extension Dispute {
    /// The columns of ``RefundSQL/loadDisputes``, in its order.
    init(_ row: PostgresRow) throws {
        self.init(
            key: Key(paymentID: try row.uuid(0), disputeID: try row.string(1)), amount: try row.int64(2),
            reason: try row.string(3), status: DisputeStatus(rawValue: try row.string(4)), taken: try row.int64(5),
            actor: try row.string(6))
    }
}

extension [LineAmount] {
    static func parse(_ json: [UInt8]) throws -> [LineAmount] {
        var lines: [LineAmount] = []
        for node in try JSONDocument(parsing: json).root.elements { lines.append(try LineAmount(from: node)) }
        return lines
    }
}
