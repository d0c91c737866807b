import Contracts
import WireJSON

/// What a channel is told.
package enum ChannelPush: Hashable, Sendable {
    case fulfilment(Fulfilment)
    case cancellation(Cancellation)
    case stock([StockItem])
    case returnDecision(ReturnDecision)
    case refund(Refund)
    /// We have the order and begin to work on it: its external id.
    case acknowledgement(order: String)

    /// Units of a line, by the channel's own id of it.
    package typealias Line = LineQuantity

    package struct Fulfilment: Hashable, Sendable {
        /// The channel's id of the order.
        package var order: String
        /// Our parcel: the same in every attempt.
        package var parcel: String
        package var lines: [Line]
        package var carrier: String
        package var service: String?
        package var trackingNumber: String
        package var trackingURL: String?
        package var shippedAt: Timestamp
        /// Where it was sent from, as we call it; ``ShopConnection/options`` say how the channel does.
        package var site: String?
    }

    package struct Cancellation: Hashable, Sendable {
        package var order: String
        /// Empty for all of it.
        package var lines: [Line]
        package var reason: String
    }

    package struct StockItem: Hashable, Sendable {
        package var sku: String
        package var barcode: String?
        package var units: Int
    }

    package struct ReturnDecision: Hashable, Sendable {
        package var order: String
        /// The channel's reference of the return.
        package var reference: String
        package var isApproved: Bool
        package var reason: String?
    }

    package struct Refund: Hashable, Sendable {
        package var order: String
        /// Ours: the same in every attempt.
        package var reference: String
        /// Minor units.
        package var amount: Int64
        package var lines: [Line]
        package var reason: String?
    }
}
