import Contracts
import Messaging

/// What the handlers of polling have in common: which shops are asked, until when, and how the next question is put.
struct Polling {
    let shop: Shop
    let connection: ShopConnection
    let rules: PollRules
    let settings: PollSettings

    /// Nil for a shop that is not asked: closed, without a connection, of a channel that nobody speaks to or that lists no such
    /// thing, or told not to.
    init?(_ shop: Shop?, _ settings: PollSettings, for kind: PollKind = .changes) {
        guard let shop, shop.isOpen, let connection = shop.connection, connection.pollEvery != 0,
            let adapter = ChannelDirectory.adapter(of: shop.key.channel),
            let rules = kind == .claims ? adapter.claimPolling : adapter.polling,
            kind != .notices || adapter.hasQueue(connection)
        else { return nil }
        self.shop = shop
        self.connection = connection
        self.rules = rules
        self.settings = settings
    }

    /// Webhooks are set up: they are left their time.
    var hasWebhooks: Bool { rules.hasWebhooks && !shop.webhookSecrets.isEmpty }

    func interval(of kind: PollKind) -> Duration {
        if kind == .census { return settings.censusEvery }
        // The question itself waits for what comes.
        if kind == .notices { return .seconds(1) }
        let every = connection.pollEvery.map { Duration.seconds($0) } ?? settings.every
        return max(every, option("interval") ?? rules.shortestInterval)
    }

    /// Where a window that is asked for now ends.
    func end(of kind: PollKind, at now: Timestamp) -> Timestamp {
        if kind == .notices { return now }
        return now - max(option("lag") ?? rules.lag, hasWebhooks ? settings.grace : .zero)
    }

    /// Seconds of what the channel publishes: some shops are granted more, and a sandbox is not late.
    private func option(_ name: String) -> Duration? {
        connection.options[name].flatMap { Int($0) }.map { .seconds(max(0, $0)) }
    }

    /// Of a shop that was never asked before.
    func fresh(_ key: Watermark.Key, at now: Timestamp) -> Watermark {
        let end = end(of: key.kind, at: now)
        let begin =
            switch key.kind {
            case .changes, .claims: connection.since ?? end - rules.firstLookBack
            case .census: end - settings.censusEvery
            case .notices: end - .seconds(1)
            }
        return Watermark(key: key, readTo: min(begin, end))
    }

    /// Puts the next question, or waits until there is something to ask for.
    func ask(
        _ watermark: inout Watermark, _ context: HandlerContext, _ out: inout Outcome
    ) {
        guard let position = watermark.ask(upTo: end(of: watermark.key.kind, at: context.now), by: rules) else {
            return PollRound.schedule(watermark.key, after: interval(of: watermark.key.kind), &out)
        }
        let looks = hasWebhooks && watermark.looksAtWebhooks(at: context.now)
        let question = PollShop(watermark, position, connection, looksAtWebhooks: looks)
        out.perform(question.effect(for: context.command))
    }
}

extension ShopConnection {
    static let sinceOption = "since"

    /// From when on orders and claims are read at first: the option is a day, which begins in UTC, or a moment as of RFC 3339. Nil where it
    /// is neither, or missing.
    var since: Timestamp? {
        guard let text = options[Self.sinceOption] else { return nil }
        return Timestamp(rfc3339: text) ?? Timestamp(rfc3339: "\(text)T00:00:00Z")
    }
}
