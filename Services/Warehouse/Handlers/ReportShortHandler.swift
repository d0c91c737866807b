import Contracts
import Messaging

/// The goods are not where they should be, or not good: the coordinator is told what is missing, and the site goes on
/// with the rest.
enum ReportShortHandler: MessageHandler {
    typealias Store = WarehouseStore

    static func keys(of message: ReportShort, _ envelope: Envelope, into keys: inout WarehouseStore.Keys) {
        keys.orders.insert(message.taskID)
    }

    static func handle(
        _ message: ReportShort, _ context: HandlerContext, _ rows: inout WarehouseStore.Rows, _ out: inout Outcome
    ) throws {
        var refusal: Refusal?
        do throws(Refusal) {
            try report(message, &rows, &out)
        } catch {
            refusal = error
        }
        out.reply(
            ScanAnswered(
                scanID: context.envelope.id.text, accepted: refusal == nil, reason: refusal?.reason,
                task: rows.orders[message.taskID].map(Floor.task)), to: context.command)
    }

    private static func report(
        _ message: ReportShort, _ rows: inout WarehouseStore.Rows, _ out: inout Outcome
    ) throws(Refusal) {
        guard var order = rows.orders[message.taskID] else { throw Refusal("unknown_task", "there is no such task") }
        let before = order.state
        let shortage = try order.reportShort(
            lineID: message.lineID, sku: message.sku, found: message.found, damaged: message.damaged)
        rows.orders[order.id] = order
        if order.state == .short { out.cancelTimer(key: "auto/\(order.id.text)") }
        FloorReplies.short(shortage, of: order, &out)
        if before == .picking, order.state == .picked { FloorReplies.picked(order, &out) }
    }
}
