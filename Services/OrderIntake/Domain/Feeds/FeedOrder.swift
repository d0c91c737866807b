import Contracts
import FoundationEssentials

/// An order as whoever works it from outside is told of it.
package struct FeedOrder: Hashable, Sendable {
    /// What is to be done about it.
    package enum State: String, Sendable {
        case unpaid
        /// It is to be picked and sent: stock is reserved, and a site has it.
        case awaitingShipment = "paid"
        /// Not yet, or not now: in review, without stock, held.
        case onHold = "on_hold"
        case shipped
        case cancelled
    }

    package var order: Order
    package var recordedReason: RecordedReason?
    /// The newest that the coordinator said of it; nil before it said anything that matters here.
    package var headline: HeadlineStatus?
    package var modifiedAt: Timestamp

    package init(
        order: Order, recordedReason: RecordedReason? = nil, headline: HeadlineStatus? = nil, modifiedAt: Timestamp
    ) {
        self.order = order
        self.recordedReason = recordedReason
        self.headline = headline
        self.modifiedAt = modifiedAt
    }

    /// Only what the coordinator has given to a site is to be sent: an order that is in review or short of stock would
    /// otherwise leave by the back door.
    package var state: State {
        if recordedReason?.stopsOrder == true { return .cancelled }
        switch headline {
        case .cancelled, .expired, .rejected: return .cancelled
        case .shipped, .partiallyDelivered, .delivered, .partiallyReturned, .returned: return .shipped
        default: break
        }
        switch recordedReason {
        case .fulfilled, .fulfilledByChannel, .returned: return .shipped
        case .paymentFailed, .paymentExpired: return .cancelled
        case .some where headline == nil: return .onHold
        default: break
        }
        if order.payment.state == .unpaid, order.payment.method == .card || order.payment.method == .marketplace {
            return .unpaid
        }
        switch headline {
        case .allocated, .picking, .packed, .partiallyShipped: return .awaitingShipment
        default: return .onHold
        }
    }
}

/// One page of a feed.
package struct FeedPage: Hashable, Sendable {
    package var orders: [FeedOrder]
    /// Over all pages.
    package var total: Int

    package init(orders: [FeedOrder], total: Int) {
        self.orders = orders
        self.total = total
    }

    /// Orders a page.
    package static let size = 100

    /// At least one, also where there is nothing.
    package var pages: Int { max(1, (total + Self.size - 1) / Self.size) }
}

/// Which orders a feed is asked for.
package struct FeedWindow: Hashable, Sendable {
    package var from: Timestamp
    package var to: Timestamp
    /// From 1 on.
    package var page: Int

    package init(from: Timestamp, to: Timestamp, page: Int = 1) {
        self.from = from
        self.to = to
        self.page = page
    }
}
