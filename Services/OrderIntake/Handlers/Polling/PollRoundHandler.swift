import Contracts
import Messaging

/// A shop is asked. What is asked already is not asked twice, whatever wakes us up.
package enum PollRoundHandler: MessageHandler {
    package typealias Store = OrderIntakeStore

    package static func keys(of message: PollRound, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        keys.shops.insert(message.shop)
        keys.watermarks.insert(message.key)
    }

    package static func handle(
        _ message: PollRound, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        guard let polling = Polling(rows.shops[message.shop], rows.polling) else { return }
        var watermark = rows.watermarks[message.key] ?? polling.fresh(message.key, at: context.now)
        guard !watermark.isAsking else { return }
        polling.ask(&watermark, context, &out)
        rows.watermarks[message.key] = watermark
    }
}
