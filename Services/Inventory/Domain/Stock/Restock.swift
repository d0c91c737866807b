import FoundationEssentials

/// A receipt of a return that was booked, so that one that is asked for twice counts once.
struct Restock: Hashable, Sendable {
    let returnID: UUID
    let ordinal: Int
}
