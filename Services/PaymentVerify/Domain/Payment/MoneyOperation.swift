import Contracts
import FoundationEssentials

/// One thing that moves money, done at most once: our side of what the provider's ledger says.
struct MoneyOperation: Hashable, Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case authorise, capture, void, refund
    }

    enum State: String, Sendable {
        /// Asked for; the outcome is not known yet.
        case open
        case done
        case refused
    }

    struct Key: Hashable, Sendable, Comparable {
        let paymentID: UUID
        let kind: Kind
        /// From 0, per kind.
        let ordinal: Int

        /// The provider's idempotency key: made of the intent alone. An epoch in it would move money twice.
        var text: String { "\(kind.rawValue)/\(paymentID.text)/\(ordinal)" }

        static func < (left: Key, right: Key) -> Bool { left.text < right.text }
    }

    let key: Key
    let amount: Int64
    var state: State
    /// The provider's.
    var reference: String?
    /// Why it was refused: the reason's code.
    var code: String?
    var message: String?
}
