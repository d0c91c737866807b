import Contracts
import Messaging

/// A shop is asked. What is asked already is not asked twice, whatever wakes us up.
package enum PollRoundHandler: MessageHandler {
    package typealias Store = OrderIntakeStore

    package static func keys(of message: PollRound, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        keys.shops.insert(message.shop)
        keys.watermarks.insert(message.key)
        if message.kind == .changes { keys.watermarks.insert(Watermark.Key(shop: message.shop, kind: .claims)) }
    }

    package static func handle(
        _ message: PollRound, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        if message.kind == .changes { beginClaims(of: message.shop, context, &rows, &out) }
        guard let polling = Polling(rows.shops[message.shop], rows.polling, for: message.kind) else { return }
        var watermark = rows.watermarks[message.key] ?? polling.fresh(message.key, at: context.now)
        guard !watermark.isAsking else { return }
        polling.ask(&watermark, context, &out)
        rows.watermarks[message.key] = watermark
    }

    /// A shop that was opened before its claims were asked for. Not at once: a process of the release before, which knows nothing of
    /// claims, may be running still.
    private static func beginClaims(
        of shop: ShopKey, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) {
        let key = Watermark.Key(shop: shop, kind: .claims)
        guard rows.watermarks[key] == nil, let polling = Polling(rows.shops[shop], rows.polling, for: .claims) else {
            return
        }
        rows.watermarks[key] = polling.fresh(key, at: context.now)
        PollRound.schedule(key, after: .seconds(600), &out)
    }
}
