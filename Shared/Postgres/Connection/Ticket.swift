/// The claim to the result of a statement sent within a transaction; worth nothing in any other.
public struct Ticket: Sendable {
    let number: Int
    let transaction: Int
}
