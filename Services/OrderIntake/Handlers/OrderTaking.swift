import Contracts
import FoundationEssentials
import Messaging

/// What every way in has in common: merge, keep, log the difference, tell the coordinator.
enum OrderTaking {
    /// - Parameters:
    ///   - refunds: those that the content lists.
    ///   - newID: of an order that is not known yet and whose id is decided elsewhere.
    static func take(
        _ incoming: IncomingOrder, refunds: [ChannelRefund] = [], newID decided: UUID? = nil, _ context: HandlerContext,
        _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) -> OrderMerge {
        let existing = rows.orders[incoming.key]
        // The day in the id is ours, not the sender's clock; whoever comes later finds the row, and so the id.
        let newID = decided ?? UUID.v7(at: context.now, entropy: .v5("order", in: context.envelope.id))
        let merge = OrderMerge.decide(incoming, existing, newID: newID)
        if merge.row != existing { rows.orders[incoming.key] = merge.row }
        if merge.outcome != .unchanged {
            rows.changes.append(
                OrderChange(
                    orderID: merge.row.id, messageID: context.envelope.id, version: merge.row.version,
                    kind: merge.outcome.rawValue, paths: merge.changed, channelUpdatedAt: incoming.updatedAt))
        }
        if !isEcho(merge, rows) { announce(merge, &out) }
        AwaitedTaking.tell(merge, before: existing, &out)
        RefundTaking.record(refunds, of: incoming.key, &rows)
        let wasWaiting = existing?.order.isWaitingForMoney ?? false
        let isAdopted = merge.announcement == .accepted || merge.announcement == .updated && wasWaiting
        let inContent = refunds.filter(\.reducesContent).map(\.content.externalRefundID)
        RefundTaking.settle(
            RefundBook.Occasion(row: merge.row, isAdopted: isAdopted, inContent: Set(inContent)), &rows, &out)
        if merge.announcement == .accepted { RequestTaking.release(incoming.key, as: merge.row.id, &rows, &out) }
        return merge
    }

    /// Whether the channel says back what it was told: that the order is cancelled.
    private static func isEcho(_ merge: OrderMerge, _ rows: OrderIntakeRows) -> Bool {
        guard case .cancelled = merge.announcement else { return false }
        return rows.pushes.rows.contains { record in
            guard record.orderID == merge.row.id, record.counts, case .cancellation(let content) = record.push else {
                return false
            }
            return content.isWhole
        }
    }

    private static func announce(_ merge: OrderMerge, _ out: inout Outcome) {
        let row = merge.row
        func publish(_ event: some Event) {
            out.publish(
                event, orderID: row.id, subject: "order/\(row.id.text)", sequence: row.version,
                channel: row.key.shop.text)
        }
        switch merge.announcement {
        case .nothing: break
        case .accepted: publish(OrderAccepted(order: row.order))
        case .updated: publish(OrderUpdated(order: row.order, changed: merge.changed))
        case .cancelled(let reason):
            publish(OrderCancelledByChannel(reason: reason.rawValue, at: row.updatedAt))
        }
    }
}
