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
    /// Of the lines of which units are cancelled, those that go on or were sent.
    package var remaining: [LineQuantity]
    /// Units in parcels that have left, as far as the channel was to be told of them.
    package var handedOver: [LineQuantity]
    package var modifiedAt: Timestamp

    package init(
        order: Order, recordedReason: RecordedReason? = nil, headline: HeadlineStatus? = nil,
        remaining: [LineQuantity] = [], handedOver: [LineQuantity] = [], modifiedAt: Timestamp
    ) {
        self.order = order
        self.recordedReason = recordedReason
        self.headline = headline
        self.remaining = remaining
        self.handedOver = handedOver
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
        // Nobody knows here what has left: all of it would be sent again.
        case .partiallyShipped where handedOver.isEmpty: return .onHold
        case .allocated, .picking, .packed, .partiallyShipped:
            // The last parcel has left, and the coordinator says so in a moment.
            if !handedOver.isEmpty, !lines(without: handedOver).contains(where: \.requiresShipping) { return .onHold }
            return .awaitingShipment
        default: return .onHold
        }
    }
}

extension FeedOrder {
    /// The order less what is cancelled of it, by whomever, and while the rest is to be sent, less what has left: nobody is to send
    /// that. One that is cancelled as a whole is as it was ordered.
    package var wanted: Order {
        let state = state
        let gone = state == .awaitingShipment ? handedOver : []
        guard !remaining.isEmpty || !gone.isEmpty, state != .cancelled else { return order }
        var wanted = order
        wanted.lines = lines(without: gone)
        wanted.tax -= LineAmounts.taxes(of: order.lines) - LineAmounts.taxes(of: wanted.lines)
        // What does not add up in the channel's figures still does not.
        wanted.total -= Int64(clamping: OrderArithmetic(order).total - OrderArithmetic(wanted).total)
        return wanted
    }

    private func lines(without gone: [LineQuantity]) -> [OrderLine] {
        let left = Dictionary(remaining.map { ($0.lineID, $0.quantity) }, uniquingKeysWith: min)
        let gone = Dictionary(gone.map { ($0.lineID, $0.quantity) }, uniquingKeysWith: +)
        return order.lines.compactMap { line in
            // The channel's own content may be less by what is cancelled already.
            line.part(min(line.quantity, left[line.id] ?? line.quantity) - gone[line.id, default: 0])
        }
    }
}

extension OrderLine {
    /// So many of its units, with their share of its discount and tax; nil for none.
    fileprivate func part(_ units: Int) -> OrderLine? {
        guard units < quantity else { return self }
        guard units > 0 else { return nil }
        let shares = [Int64(units), Int64(quantity - units)]
        var part = self
        part.quantity = units
        part.discount = Apportionment.split(discount, by: shares)[0]
        part.tax = Apportionment.split(tax, by: shares)[0]
        return part
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

    /// How much earlier a window begins than is asked for: what changed bears the time at which its transaction began, clocks
    /// differ, and nothing says that who asks goes back a little by itself.
    package static let overlap = Duration.seconds(300)

    package init(from: Timestamp, to: Timestamp, page: Int = 1) {
        self.from = from
        self.to = to
        self.page = page
    }
}
