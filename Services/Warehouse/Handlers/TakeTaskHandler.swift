import Contracts
import FoundationEssentials
import Messaging

/// Gives a worker the task they hold, or the next one of the site: express first, then the oldest. Two workers never
/// get the same: the store skips what another transaction has locked.
enum TakeTaskHandler: MessageHandler {
    typealias Store = WarehouseStore

    static func keys(of message: TakeTask, _ envelope: Envelope, into keys: inout WarehouseStore.Keys) {
        keys.requests.append(.init(messageID: envelope.id, site: message.site, worker: message.worker))
    }

    static func handle(
        _ message: TakeTask, _ context: HandlerContext, _ rows: inout WarehouseStore.Rows, _ out: inout Outcome
    ) throws {
        let candidates = rows.candidates[context.envelope.id] ?? []
        let free = candidates.compactMap { rows.orders[$0] }.first { $0.worker == nil || $0.worker == message.worker }
        guard var order = free else {
            out.reply(TaskGiven(task: nil), to: context.command)
            return
        }
        if order.worker == nil {
            order.worker = message.worker
            order.version += 1
            rows.orders[order.id] = order
        }
        out.reply(TaskGiven(task: Floor.task(order)), to: context.command)
    }
}
