import Contracts
import FoundationEssentials
import Messaging

/// An order whose articles the catalogue does not know yet. It holds the only address that inventory keeps, and goes as
/// soon as the articles are there or the order is cancelled.
struct WaitingReservation: Sendable {
    let id: UUID
    let orderID: UUID
    var request: ReserveStock
    /// What is answered when it can go on.
    var command: CommandReference
    /// Names without an article.
    var unknown: [String]
    /// How often it was looked at again.
    var attempts: Int

    /// Every name of the order, which must be loaded when it is looked at again.
    var names: [String] { request.lines.map(\.sku) }
}
