import Contracts
import Messaging

/// Closes the box of a manual floor. It cannot be closed unless everything that was ordered was scanned into it.
enum CloseParcelHandler: MessageHandler {
    typealias Store = WarehouseStore

    static func keys(of message: CloseParcel, _ envelope: Envelope, into keys: inout WarehouseStore.Keys) {
        keys.orders.insert(message.taskID)
    }

    static func handle(
        _ message: CloseParcel, _ context: HandlerContext, _ rows: inout WarehouseStore.Rows, _ out: inout Outcome
    ) throws {
        let scanID = context.envelope.id.text
        var refusal: Refusal?
        do throws(Refusal) {
            try close(message, &rows, &out)
        } catch {
            refusal = error
        }
        out.reply(
            ScanAnswered(
                scanID: scanID, accepted: refusal == nil, reason: refusal?.reason,
                task: rows.orders[message.taskID].map(Floor.task)), to: context.command)
    }

    private static func close(
        _ message: CloseParcel, _ rows: inout WarehouseStore.Rows, _ out: inout Outcome
    ) throws(Refusal) {
        guard var order = rows.orders[message.taskID] else { throw Refusal("unknown_task", "there is no such task") }
        guard order.state == .picked else {
            throw Refusal("wrong_state", "the task is \(order.state.rawValue), there is no box to close")
        }
        guard order.isPacked else { throw Refusal("not_packed", "not everything is scanned into the box") }
        let sides = 1...CloseParcel.largestSide
        guard 1...CloseParcel.largestWeight ~= message.weight, sides ~= message.length, sides ~= message.width,
            sides ~= message.height
        else {
            throw Refusal(
                "wrong_measures",
                "weight must be 1 to \(CloseParcel.largestWeight) grams, each side 1 to \(CloseParcel.largestSide) "
                    + "millimetres")
        }
        let measures = Packing.Measures(
            weight: message.weight, length: message.length, width: message.width, height: message.height)
        FloorReplies.pack(&order, measures: measures, &out)
        rows.orders[order.id] = order
    }
}
