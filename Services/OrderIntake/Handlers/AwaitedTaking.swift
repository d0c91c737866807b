import Contracts
import FoundationEssentials
import Messaging

/// Lets the goods of orders be held that their channel has not cleared yet, so that no other channel sells them meanwhile.
enum AwaitedTaking {
    /// - Parameter existing: the order as it was known before.
    static func tell(_ merge: OrderMerge, before existing: IntakeOrder?, _ out: inout Outcome) {
        let row = merge.row
        guard isHeld(row), !row.isAnnounced, row.version != existing?.version else { return }
        if row.disposition == .recorded(.awaitingChannel) {
            let lines = row.order.lines.filter(\.requiresShipping).map {
                ParcelLine(lineID: $0.id, sku: $0.sku, quantity: $0.quantity)
            }
            publish(lines, of: row, &out)
        } else if let existing, isOver(row), !isOver(existing) {
            publish([], of: row, &out)
        }
    }

    /// An order has ended that the coordinator had: it may never have asked for what is held.
    static func tellEnd(of order: UUID, _ rows: OrderIntakeRows, _ out: inout Outcome) {
        guard let row = rows.orders.rows.first(where: { $0.id == order }), isHeld(row) else { return }
        publish([], of: row, &out)
    }

    private static func isHeld(_ row: IntakeOrder) -> Bool {
        ChannelDirectory.mapping(of: row.key.shop.channel)?.holdsAwaited ?? false
    }

    private static func isOver(_ row: IntakeOrder) -> Bool { row.disposition.recordedReason?.isEnding ?? false }

    private static func publish(_ lines: [ParcelLine], of row: IntakeOrder, _ out: inout Outcome) {
        out.publish(
            OrderAwaited(channel: row.order.channel, lines: lines), orderID: row.id, subject: "order/\(row.id.text)",
            sequence: row.version, channel: row.key.shop.text)
    }
}
