import Contracts
import Messaging

/// Records a storefront's refunds, and tells the coordinator what it has to be told of them.
enum RefundTaking {
    /// Once per refund: what is known already is not changed. What the channel was told and says back is news of nothing.
    static func record(_ refunds: [ChannelRefund], of order: OrderKey, _ rows: inout OrderIntakeRows) {
        for refund in refunds {
            let key = KnownRefund.Key(order: order, refundID: refund.content.externalRefundID)
            guard rows.refunds[key] == nil else { continue }
            let isEcho = absorb(refund, of: order, &rows)
            rows.refunds[key] = KnownRefund(key: key, content: refund.content, state: isEcho ? .included : .waiting)
        }
    }

    private static func absorb(_ refund: ChannelRefund, of order: OrderKey, _ rows: inout OrderIntakeRows) -> Bool {
        let before = rows.pushes.rows.filter { $0.order == order }.sorted { $0.key < $1.key }
        var records = before
        guard refund.absorb(into: &records) else { return false }
        for (old, new) in zip(before, records) where old != new { rows.pushes[new.key] = new }
        return true
    }

    /// Units whose price was given back, less those that are told already.
    static func untold(_ units: [String: Int], of order: OrderKey, _ rows: OrderIntakeRows) -> [String: Int] {
        var left = units
        for refund in rows.refunds.rows where refund.key.order == order && refund.content.amount > 0 {
            for line in refund.content.lines { left[line.lineID]? -= line.quantity }
        }
        return left.filter { $0.value > 0 }
    }

    static func settle(_ occasion: RefundBook.Occasion, _ rows: inout OrderIntakeRows, _ out: inout Outcome) {
        var row = occasion.row
        let waiting = rows.refunds.rows.filter { $0.key.order == row.key && $0.state == .waiting }
        for (index, refund) in waiting.sorted(by: { $0.key < $1.key }).enumerated() {
            let state = RefundBook.state(of: refund, at: occasion)
            guard state != .waiting else { continue }
            rows.refunds[refund.key]?.state = state
            guard state == .told else { continue }
            // Each is a fact of its own, and the newest is believed.
            row.version += 1
            out.publish(
                refund.content, orderID: row.id, subject: "order/\(row.id.text)", sequence: row.version, ordinal: index,
                channel: row.key.shop.text)
        }
        if row != occasion.row { rows.orders[row.key] = row }
    }
}
