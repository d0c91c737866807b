/// The order's money in minor units of its currency. `refunded <= captured <= authorised` and `voided <= authorised`
/// hold at every moment; the table checks them too.
///
/// Each fact raises totals to what it says and never lowers them: facts that overtake each other end in the same state.
package struct Money: Hashable, Sendable {
    package private(set) var authorised: Int64
    package private(set) var captured: Int64
    package private(set) var voided: Int64
    package private(set) var refunded: Int64

    package init(authorised: Int64 = 0, captured: Int64 = 0, voided: Int64 = 0, refunded: Int64 = 0) {
        self.authorised = authorised
        self.captured = captured
        self.voided = voided
        self.refunded = refunded
    }

    /// Authorised and not taken.
    package var open: Int64 { max(0, authorised - captured - voided) }

    package mutating func authorise(_ amount: Int64, captured: Int64) {
        authorised = max(authorised, amount)
        capture(upTo: captured)
    }

    package mutating func capture(upTo total: Int64) {
        captured = max(captured, total)
        authorised = max(authorised, captured)
    }

    package mutating func undo(voided: Int64, refunded: Int64) {
        self.voided = max(self.voided, voided)
        self.refunded = max(self.refunded, refunded)
        capture(upTo: self.refunded)
        authorised = max(authorised, self.voided + self.refunded)
    }
}
