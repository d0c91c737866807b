import Contracts
import FoundationEssentials

/// One thing that moves money, done at most once: our side of what the provider's ledger says.
struct MoneyOperation: Hashable, Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case authorise, capture, void, refund
    }

    enum State: String, Sendable {
        /// Asked for, or about to be; the outcome is not known yet.
        case open
        case done
        case refused
    }

    struct Key: Hashable, Sendable, Comparable {
        let paymentID: UUID
        let kind: Kind
        /// From 0, per kind.
        let ordinal: Int

        static func < (left: Key, right: Key) -> Bool {
            (left.paymentID.text, left.kind.rawValue, left.ordinal)
                < (right.paymentID.text, right.kind.rawValue, right.ordinal)
        }
    }

    let key: Key
    /// Of an authorisation that was given: what the provider says it is, which may be another than was asked for.
    var amount: Int64
    var state: State
    /// The provider's.
    var reference: String?
    /// Why it was refused: the reason's code.
    var code: String?
    var message: String?
    /// The ordinal of the authorisation that it is about: 0 until one has lapsed and another took its place.
    var authorisation = 0
    /// The refund that it is, or is a part of; nil for what a cancel gives back.
    var refundID: UUID?
    /// What a refund is for.
    var lines: [LineAmount] = []
    /// The return that a refund settles.
    var returnID: UUID?

    /// The provider's idempotency key: made of the intent alone. An epoch in it would move money twice. What is about a
    /// later authorisation is another intent: the provider has refused the earlier for good.
    var providerKey: String {
        let intent = "\(key.kind.rawValue)/\(key.paymentID.text)/\(refundID?.text ?? String(key.ordinal))"
        return key.kind == .authorise || authorisation == 0 ? intent : "\(intent)/\(authorisation)"
    }
}
