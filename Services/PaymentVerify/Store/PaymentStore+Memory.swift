import Contracts
import FoundationEssentials
import Messaging
import WireJSON

/// The rows of the payments in memory, with the rules that Waybill comes with and nobody on a list.
extension PaymentStore: ModelledStore {
    package struct Memory: Sendable {
        var payments = MemoryTable<UUID, Payment>()
        var operations = MemoryTable<MoneyOperation.Key, MoneyOperation>()
        var questions = MemoryTable<OpenQuestion.Key, OpenQuestion>()
        var lines = MemoryTable<PaymentLineBalance.Key, PaymentLineBalance>()
        var disputes = MemoryTable<Dispute.Key, Dispute>()
        let rules: FraudRuleSet?
    }

    package var emptyMemory: Memory {
        let text = #"{"review": 50, "deny": 90, "rules": [{"id": "lists", "kind": "list"}]}"#
        let json = try? JSONDocument(parsing: Array(text.utf8)).root
        return Memory(rules: json.flatMap { try? FraudRuleSet(version: 1, json: $0) })
    }

    package func locks(_ keys: PaymentKeys, in memory: Memory) -> Set<RowLock> {
        Set(memory.payments.locks("payment", keys.payments, \.text))
    }

    package func load(_ keys: PaymentKeys, from memory: Memory) -> PaymentRows {
        var rows = PaymentRows()
        rows.reviewDeadline = reviewDeadline
        guard !keys.isEmpty else { return rows }
        rows.rules = memory.rules
        rows.payments = memory.payments.select(keys.payments)
        rows.operations = memory.operations.select { keys.payments.contains($0.key.paymentID) }
        rows.questions = memory.questions.select { keys.payments.contains($0.key.paymentID) }
        rows.lines = memory.lines.select { keys.lines.contains($0.key.paymentID) }
        rows.disputes = memory.disputes.select { keys.disputes.contains($0.key.paymentID) }
        for probe in keys.probes {
            rows.earlier[probe.subject] = memory.payments.rows.values.filter {
                ($0.email == probe.subject || $0.address == probe.subject) && $0.placedAt <= probe.placedAt
                    && $0.placedAt > probe.placedAt - .seconds(FraudRule.longestWindow)
            }.map(\.placedAt).sorted()
        }
        return rows
    }

    package func save(_ rows: PaymentRows, into memory: inout Memory) throws {
        for payment in rows.payments.inserted + rows.payments.updated {
            guard 0 <= payment.refunded, payment.refunded + payment.lost <= payment.captured,
                payment.captured + payment.voided <= payment.authorised
            else { throw MemoryConflict("the amounts of payment \(payment.id.text) contradict each other") }
        }
        try memory.payments.write(rows.payments)
        try memory.operations.write(rows.operations)
        for line in rows.lines.inserted + rows.lines.updated {
            guard 0 <= line.refunded, line.refunded <= line.amount ?? .max,
                line.refundedQuantity <= line.quantity ?? .max
            else { throw MemoryConflict("line \(line.key.lineID) got more back than it cost") }
        }
        try memory.questions.write(rows.questions)
        for line in rows.lines.inserted + rows.lines.updated { memory.lines.set(line, as: line.key) }
        for dispute in rows.disputes.inserted + rows.disputes.updated { memory.disputes.set(dispute, as: dispute.key) }
    }
}

extension PaymentStore.Memory {
    /// What an auditor wants to know of a payment.
    package struct Account: Sendable {
        package let orderID: UUID
        package let state: String
        package let isOurs: Bool
        package let authorised, captured, voided, refunded: Int64
        /// Idempotency key -> amount, of what is done.
        package let done: [String: Int64]
        package let isOpen: Bool
    }

    package var accounts: [Account] {
        let operations = Dictionary(grouping: self.operations.rows.values, by: \.key.paymentID)
        return payments.rows.values.sorted { $0.id.text < $1.id.text }.map { payment in
            let own = operations[payment.id] ?? []
            let done = own.filter { $0.state == .done }.map { ($0.providerKey, $0.amount) }
            return Account(
                orderID: payment.orderID, state: payment.state.rawValue, isOurs: payment.custody == .gateway,
                authorised: payment.authorised, captured: payment.captured, voided: payment.voided,
                refunded: payment.refunded, done: Dictionary(uniqueKeysWithValues: done),
                isOpen: own.contains { $0.state == .open })
        }
    }
}
