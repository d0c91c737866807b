import Contracts
import FoundationEssentials

/// Money or credit that was due at one point of a return. Its id is the id of the refund.
package struct RMASettlement: Hashable, Sendable {
    package enum State: String, Hashable, Sendable {
        case pending
        case done
        case failed
    }

    package let id: UUID
    package let ordinal: Int
    package let kind: ReturnSettlementKind
    /// Minor units.
    package let amount: Int64
    package var state: State

    package init(returnID: UUID, ordinal: Int, kind: ReturnSettlementKind, amount: Int64, state: State = .pending) {
        id = Self.id(returnID: returnID, ordinal: ordinal)
        self.ordinal = ordinal
        self.kind = kind
        self.amount = amount
        self.state = state
    }

    /// The same for the same return and ordinal, for ever: two requests of one refund are one.
    package static func id(returnID: UUID, ordinal: Int) -> UUID {
        .v5("return/\(returnID.text)/settlement/\(ordinal)")
    }
}
