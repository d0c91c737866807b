import Contracts
import Messaging

/// A scan at the bin, also on the way back into it, or at the packing table. A wrong one is refused and counted; the same one twice counts once.
enum ScanHandler: MessageHandler {
    typealias Store = WarehouseStore

    static func keys(of message: Scan, _ envelope: Envelope, into keys: inout WarehouseStore.Keys) {
        keys.orders.insert(message.taskID)
        keys.scans.insert(message.scanID)
    }

    static func handle(
        _ message: Scan, _ context: HandlerContext, _ rows: inout WarehouseStore.Rows, _ out: inout Outcome
    ) throws {
        var order = rows.orders[message.taskID]
        if let earlier = rows.scans[message.scanID] {
            let reason = earlier.refusal.map { Reason(code: $0, message: "this scan was refused before") }
            out.reply(
                ScanAnswered(
                    scanID: message.scanID, accepted: earlier.refusal == nil, reason: reason,
                    task: order.map(Floor.task)), to: context.command)
            return
        }
        var refusal: Refusal?
        do throws(Refusal) {
            try apply(message, to: &order, context, &out)
        } catch {
            refusal = error
        }
        if refusal == nil, let order { rows.orders[order.id] = order }
        rows.scans[message.scanID] = ScanRecord(
            id: message.scanID, fulfilmentOrderID: message.taskID, worker: message.worker, action: message.action,
            bin: message.bin, barcode: message.barcode, quantity: message.quantity, refusal: refusal?.code)
        out.reply(
            ScanAnswered(
                scanID: message.scanID, accepted: refusal == nil, reason: refusal?.reason,
                task: (refusal == nil ? order : rows.orders[message.taskID]).map(Floor.task)), to: context.command)
    }

    private static func apply(
        _ message: Scan, to order: inout FulfilmentOrder?, _ context: HandlerContext, _ out: inout Outcome
    ) throws(Refusal) {
        guard var scanned = order else { throw Refusal("unknown_task", "there is no such task") }
        if message.action == "put_back" {
            // Whoever has the goods puts them back, also when another picks the rest.
            let units = try Floor.putBack(
                &scanned, bin: message.bin, barcode: message.barcode, quantity: message.quantity)
            FloorReplies.putBack([units], of: scanned, &out)
            order = scanned
            return
        }
        if let holder = scanned.worker, holder != message.worker {
            throw Refusal("not_your_task", "the task is held by \(holder)")
        }
        scanned.worker = message.worker
        switch message.action {
        case "pick":
            let progress = try Floor.pick(
                &scanned, bin: message.bin, barcode: message.barcode, quantity: message.quantity)
            if progress == .started {
                out.publish(
                    PickingStarted(fulfilmentOrderID: scanned.id), orderID: scanned.orderID,
                    subject: FloorReplies.subject(scanned), sequence: scanned.version)
            } else if progress == .picked {
                FloorReplies.picked(scanned, &out)
            }
        case "pack": try Floor.pack(&scanned, barcode: message.barcode, quantity: message.quantity)
        default: throw Refusal("unknown_action", "an action is pick, pack or put_back, not \(message.action)")
        }
        order = scanned
    }
}
