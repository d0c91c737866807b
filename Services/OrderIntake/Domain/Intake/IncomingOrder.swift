import Contracts
import WireJSON

/// An order as one message has it.
package struct IncomingOrder: Sendable {
    package let order: Order
    package let disposition: Disposition
    /// The channel's own time of this content.
    package let updatedAt: Timestamp
    /// Whether it was made of everything that is known of the order, so that it takes the place of what was made before.
    package let isOfAllThatIsKnown: Bool
    package let hash: ContentHash

    package init(
        order: Order, disposition: Disposition, updatedAt: Timestamp, isOfAllThatIsKnown: Bool = false
    ) {
        self.isOfAllThatIsKnown = isOfAllThatIsKnown
        self.order = order
        self.disposition = disposition
        self.updatedAt = updatedAt
        hash = Self.hash(of: order, disposition)
    }

    package var key: OrderKey {
        OrderKey(shop: ShopKey(channel: order.channel, shop: order.shop), externalID: order.externalID)
    }

    /// Over what the storefront said: not our id, not its clock, not our own remarks.
    private static func hash(of order: Order, _ disposition: Disposition) -> ContentHash {
        var content = order
        content.id = .zero
        content.updatedAt = nil
        content.mismatches = []
        var input = content.jsonBytes
        input.append(0)
        input.append(contentsOf: (disposition.recordedReason?.rawValue ?? "").utf8)
        return ContentHash(of: input)
    }

    /// Whether this content takes the place of the other: the newer by the channel's time. Two contents of one moment
    /// are told apart by how far the order has come, then by fewer units, since units are cancelled and never added, then by
    /// hash, so that every sequence of arrivals ends alike.
    package func supersedes(_ row: IntakeOrder) -> Bool {
        if isOfAllThatIsKnown { return updatedAt >= row.updatedAt }
        if updatedAt != row.updatedAt { return updatedAt > row.updatedAt }
        let progress = Self.progress(order.payment.state, disposition)
        let existing = Self.progress(row.order.payment.state, row.disposition)
        if progress != existing { return progress > existing }
        let (units, known) = (Self.units(order), Self.units(row.order))
        if units != known { return units < known }
        return row.hash.bytes.lexicographicallyPrecedes(hash.bytes)
    }

    private static func units(_ order: Order) -> Int { order.lines.reduce(0) { $0 + $1.quantity } }

    private static func progress(_ payment: PaymentState, _ disposition: Disposition) -> Int {
        switch disposition {
        case .recorded(let reason) where reason.stopsOrder: 5
        case .recorded(.fulfilled), .recorded(.returned): 4
        case .recorded(.partiallyFulfilled): 3
        case .proceed where payment == .paid: 2
        case .proceed where payment == .authorised: 1
        case .proceed, .recorded: 0
        }
    }
}
