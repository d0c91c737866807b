import Contracts
import FoundationEssentials

/// What the holder of a link sees: what can be returned, and what became of what was.
package struct ReturnPage: Hashable, Sendable {
    package struct Line: Hashable, Sendable {
        package var lineID: String
        package var title: String
        /// Units that can be chosen.
        package var returnable: Int
        package var until: Timestamp
    }

    package struct Return: Hashable, Sendable {
        package var state: ReturnState
        package var titles: [String]
        /// Minor units: given, or expected while it is not over.
        package var amount: Int64
        package var trackingURL: String?
    }

    package var order: OrderSummary
    package var lines: [Line]
    package var returns: [Return]

    package init(order: OrderSummary, lines: [Line], returns: [Return]) {
        self.order = order
        self.lines = lines
        self.returns = returns
    }

    /// - Parameter now: lines whose window is closed are not shown.
    package init(order: DeliveredOrder, lines all: [ReturnableLine], returns: [RMA], now: Timestamp) {
        var lines: [String: Line] = [:]
        for line in all where line.returnable(at: now) > 0 {
            var entry =
                lines[line.key.lineID]
                ?? Line(
                    lineID: line.key.lineID, title: order.title(of: line.key.lineID), returnable: 0,
                    until: line.returnableUntil)
            entry.returnable += line.returnable(at: now)
            entry.until = min(entry.until, line.returnableUntil)
            lines[line.key.lineID] = entry
        }
        self.init(
            order: order.summary, lines: lines.values.sorted { $0.lineID < $1.lineID },
            returns: returns.sorted { $0.id.text > $1.id.text }.map { rma in
                let url = rma.details.tracking?.trackingURL.flatMap { $0.hasPrefix("https://") ? $0 : nil }
                return Return(
                    state: rma.state, titles: rma.lines.map { "\($0.quantity) × \(order.title(of: $0.lineID))" },
                    amount: rma.isOver ? rma.given : rma.details.expected,
                    trackingURL: rma.isBeforeSending ? url : nil)
            })
    }
}
