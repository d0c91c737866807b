import Contracts
import FoundationEssentials
import Messaging
import WireJSON

/// A channel was told: what it said is kept; what it works on is asked about later.
enum PushDoneHandler: MessageHandler {
    typealias Store = OrderIntakeStore

    static func keys(of message: PushDone, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        if let request = try? PushRequest.parse(message.report.request) { keys.pushes.insert(request.key) }
    }

    static func handle(
        _ message: PushDone, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        let request = try PushRequest.parse(message.report.request)
        guard var record = rows.pushes[request.key], record.state == .asked else { return }
        if let refusal = message.report.refusal {
            record.state = .discarded
            record.reason = refusal
        } else if let answer = message.report.answer {
            switch try PushOutcome.parse(answer) {
            case .done(let reference), .found(let reference):
                record.state = .done
                record.reference = reference ?? record.reference
            case .partly: record.state = .done
            case .notNeeded(let why):
                record.state = .notNeeded
                record.reason = Reason(code: "not_needed", message: why)
            case .underway(let reference):
                record.reference = reference
                AskAgain(request, reference: reference, kind: PushDone.effectKind).schedule(context, &out)
            }
        }
        rows.pushes[record.key] = record
    }
}

/// A batch of levels was told.
enum StockDoneHandler: MessageHandler {
    typealias Store = OrderIntakeStore

    static func keys(of message: StockDone, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        guard let request = try? PushRequest.parse(message.report.request), case .stock(let items) = request.push else {
            return
        }
        keys.shops.insert(request.shop)
        keys.feeds.insert(request.shop)
        keys.endedFeeds.insert(request.shop)
        for item in items { keys.levels.insert(ToldLevel.Key(shop: request.shop, sku: item.sku)) }
    }

    static func handle(
        _ message: StockDone, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        let request = try PushRequest.parse(message.report.request)
        guard case .stock(let items) = request.push, let feed = rows.feeds[request.shop],
            feed.isUnderway, feed.effectKey == request.key
        else { return }
        func end(_ refused: (ChannelPush.StockItem) -> String?) {
            StockTelling.end(items, of: request.shop, refused: refused, context, &rows, &out)
        }
        if let refusal = message.report.refusal {
            return end { _ in "\(refusal.code): \(refusal.message)" }
        }
        guard let answer = message.report.answer else { return }
        switch try PushOutcome.parse(answer) {
        case .done, .found: end { _ in nil }
        case .notNeeded(let why): end { _ in why }
        case .partly(let refused): end { refused[$0.sku] }
        case .underway(let reference):
            AskAgain(request, reference: reference, kind: StockDone.effectKind).schedule(context, &out)
        }
    }
}
