import Contracts
import FoundationEssentials

/// What a batch of messages needs, gathered over all of them.
package struct PaymentKeys: Sendable {
    /// Orders of one buyer that were placed before a moment.
    struct Probe: Hashable, Sendable {
        let subject: FraudSubject
        let placedAt: Timestamp
    }

    var payments: Set<UUID> = []
    /// Payments whose lines, and whose disputes, are needed too.
    var lines: Set<UUID> = []
    var disputes: Set<UUID> = []
    /// Buyers whose earlier orders count.
    var probes: Set<Probe> = []
    /// What may be on a list.
    var listed: Set<FraudSubject> = []

    var isEmpty: Bool { payments.isEmpty && probes.isEmpty && listed.isEmpty }
}
