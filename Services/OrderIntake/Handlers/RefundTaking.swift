import Contracts
import Messaging

/// Records a storefront's refunds, and tells the coordinator what it has to be told of them.
enum RefundTaking {
    /// Once per refund: what is known already is not changed.
    static func record(_ refunds: [ChannelRefund], of order: OrderKey, _ rows: inout OrderIntakeRows) {
        for refund in refunds {
            let key = KnownRefund.Key(order: order, refundID: refund.content.externalRefundID)
            if rows.refunds[key] == nil { rows.refunds[key] = KnownRefund(key: key, content: refund.content) }
        }
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
