import Contracts
import Messaging

/// The goods are not where they should be: the task is taken off the floor and the coordinator told.
enum ReportShortHandler: MessageHandler {
    typealias Store = WarehouseStore

    static func keys(of message: ReportShort, _ envelope: Envelope, into keys: inout WarehouseStore.Keys) {
        keys.orders.insert(message.taskID)
    }

    static func handle(
        _ message: ReportShort, _ context: HandlerContext, _ rows: inout WarehouseStore.Rows, _ out: inout Outcome
    ) throws {
        var refusal: Refusal?
        if var order = rows.orders[message.taskID], order.state == .released || order.state == .picking {
            if let line = order.lines.first(where: { $0.lineID == message.lineID }) {
                order.move(to: .short)
                rows.orders[order.id] = order
                let short = ShortLine(
                    lineID: line.lineID, sku: line.sku, requested: line.quantity, available: max(0, message.found))
                out.reply(
                    SiteShort(fulfilmentOrderID: order.id, site: order.site, lines: [short]), to: order.command,
                    subject: FloorReplies.subject(order), sequence: order.version)
            } else {
                refusal = Refusal("unknown_line", "the task has no line \(message.lineID)")
            }
        } else {
            refusal = Refusal("wrong_state", "there is no such task to be picked")
        }
        out.reply(
            ScanAnswered(scanID: context.envelope.id.text, accepted: refusal == nil, reason: refusal?.reason),
            to: context.command)
    }
}
