import Contracts
import Messaging

/// The orders of an answer were taken in before it came here: now the watermark moves, and the next question follows. What
/// breaks off in between is asked again, and found to be known.
package enum PollDoneHandler: MessageHandler {
    package typealias Store = OrderIntakeStore

    package static func keys(of message: PollDone, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        guard let question = message.question else { return }
        keys.shops.insert(question.shop)
        keys.watermarks.insert(Watermark.Key(shop: question.shop, kind: question.kind))
        guard question.kind == .census else { return }
        keys.censuses.insert(Census.Key(shop: question.shop, until: question.position.until))
        for id in message.answer.listed { keys.presence.insert(OrderKey(shop: question.shop, externalID: id)) }
    }

    package static func handle(
        _ message: PollDone, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        guard let question = message.question else { return }
        let key = Watermark.Key(shop: question.shop, kind: question.kind)
        guard var watermark = rows.watermarks[key], watermark.isAsking, watermark.ordinal == question.ordinal else {
            return
        }
        let answer = message.answer
        let polling = Polling(rows.shops[question.shop], rows.polling, for: question.kind)
        let step = watermark.take(
            answer, at: context.now, upTo: polling?.end(of: question.kind, at: context.now) ?? context.now,
            interval: polling?.interval(of: question.kind) ?? .zero)
        if question.looksAtWebhooks { watermark.webhooksAt = context.now }
        if question.kind == .census, answer.failure == nil {
            count(answer, question, isLast: watermark.round == nil, context, &rows)
        }
        // A shop that was closed meanwhile is not asked any more.
        if let polling {
            switch step {
            case .ask: polling.ask(&watermark, context, &out)
            case .wait(let delay): PollRound.schedule(key, after: delay, &out)
            }
        }
        rows.watermarks[key] = watermark
    }

    private static func count(
        _ answer: PollAnswer, _ question: PollShop, isLast: Bool, _ context: HandlerContext,
        _ rows: inout OrderIntakeRows
    ) {
        let key = Census.Key(shop: question.shop, until: question.position.until)
        let rules = ChannelDirectory.adapter(of: question.shop.channel)?.polling
        var census =
            rows.censuses[key]
            ?? Census(key: key, since: question.position.since, listsAll: rules?.listsAll ?? false)
        let present = answer.listed.filter {
            rows.presence.contains(OrderKey(shop: question.shop, externalID: $0))
        }
        census.count(answer.listed, present: Set(present))
        if isLast { census.finishedAt = context.now }
        rows.censuses[key] = census
    }
}
