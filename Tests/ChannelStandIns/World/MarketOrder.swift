/// An order as the channel has it.
package struct MarketOrder: Sendable {
    package let id: String
    /// What people call it.
    package let number: String
    /// All times in milliseconds since 1970.
    package let placedAt: Int64
    package var updatedAt: Int64
    package var lines: [MarketLine]
    /// What shipping costs, in minor units.
    package let shipping: Int64
    package var isPaid: Bool
    package var isCancelled = false
    /// The merchant said that it is at work.
    package var isAcknowledged = false
    /// The merchant said that it is invoiced, and under which number.
    package var invoice: String?
    /// A word for its state that somebody set by hand, where the channel lets them.
    package var status: String?
    package var refunds: [MarketRefund] = []
    package var shipments: [Shipment] = []
    /// Where a channel tells of orders by package.
    package var packages: [MarketPackage] = []
    /// The number of the order that this one was edited from.
    package var editOf: String?

    /// Units that are still wanted.
    package var wanted: Int { isCancelled ? 0 : lines.reduce(0) { $0 + $1.wanted } }

    package var shipped: Int { lines.reduce(0) { $0 + $1.shipped } }

    package var isShipped: Bool { wanted > 0 && lines.allSatisfy { $0.unshipped == 0 } }

    /// Of lines that are still wanted, with shipping.
    package var total: Int64 { shipping + lines.reduce(0) { $0 + $1.unitPrice * Int64($1.wanted) } }

    /// Of what was ordered.
    package var originalTotal: Int64 { shipping + lines.reduce(0) { $0 + $1.unitPrice * Int64($1.ordered) } }

    /// What the customer has paid and not got back.
    package var kept: Int64 {
        isCancelled || !isPaid ? 0 : total - refunds.filter(\.units.isEmpty).reduce(0) { $0 + $1.amount }
    }

    /// Whether all money went back that was paid for what was sent.
    package var isGivenBack: Bool { !isCancelled && isPaid && kept == 0 && refunds.contains { !$0.sent.isEmpty } }

    package func line(_ id: String) -> MarketLine? { lines.first { $0.id == id } }

    /// Units of a line that had left, and whose money went back.
    package func sentBack(_ line: String) -> Int { refunds.reduce(0) { $0 + ($1.sent[line] ?? 0) } }
}

package struct MarketLine: Sendable, Hashable {
    package let id: String
    package let sku: String
    package var ordered: Int
    package var cancelled = 0
    package var shipped = 0
    /// In minor units.
    package let unitPrice: Int64

    package var wanted: Int { ordered - cancelled }
    package var unshipped: Int { wanted - shipped }
}

/// What went back to the customer.
package struct MarketRefund: Sendable, Hashable {
    package let id: String
    /// Units by line that are wanted no more; none where only money went back.
    package let units: [String: Int]
    /// In minor units.
    package let amount: Int64
    package let at: Int64
    /// What the merchant wrote beside it.
    package var note: String?
    /// Units by line that had left, and whose money went back.
    package var sent: [String: Int] = [:]
}

/// Goods on their way, as the merchant told the channel.
package struct Shipment: Sendable, Hashable {
    package let id: String
    /// By line.
    package let units: [String: Int]
    package let carrier: String?
    package let trackingNumber: String
    package let url: String?
    package let location: String?
    package let at: Int64
}

/// A part of an order that is sent together, at channels that tell of these.
package struct MarketPackage: Sendable, Hashable {
    package enum State: Sendable, Hashable {
        case awaiting, created, picking, invoiced, shipped, cancelled, unpacked, unsupplied
    }

    package let id: String
    package var state: State
    /// By line.
    package let units: [String: Int]
    package var origins: [String] = []
    /// What made it: `order-creation`, `cancel` or `split`.
    package var maker = "order-creation"
    package var modifiedAt: Int64
    package var trackingNumber: String?
    /// What the merchant said of it, one after the other.
    package var history: [State] = []
    /// Where the merchant says that its invoice is.
    package var invoiceLink: String?

    /// Whether goods of it may still be sent.
    package var isLive: Bool { [.awaiting, .created, .picking, .invoiced, .shipped].contains(state) }

    func canLose(_ units: Int, of line: String) -> Bool {
        isLive && state != .shipped && self.units[line, default: 0] >= units
    }
}
