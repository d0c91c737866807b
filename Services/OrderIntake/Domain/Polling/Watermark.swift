import Contracts

/// How far a shop was read, and the round of questions that is under way.
package struct Watermark: Hashable, Sendable {
    package struct Key: Hashable, Comparable, Sendable {
        package let shop: ShopKey
        package let kind: PollKind

        package init(shop: ShopKey, kind: PollKind) {
            self.shop = shop
            self.kind = kind
        }

        package var text: String { "\(shop.text)/\(kind.rawValue)" }

        package static func < (left: Key, right: Key) -> Bool {
            (left.shop, left.kind.rawValue) < (right.shop, right.kind.rawValue)
        }
    }

    /// What follows an answer.
    package enum Step: Hashable, Sendable {
        case ask
        case wait(Duration)
    }

    package let key: Key
    /// All that changed before was read.
    package var readTo: Timestamp
    package var round: PollPosition?
    /// Of the last question.
    package var ordinal: Int64 = 0
    /// Whether its answer has yet to come.
    package var isAsking = false
    package var answeredAt: Timestamp?
    package var finishedAt: Timestamp?
    package var orders: Int64 = 0
    package var failures = 0
    package var failure: String?
    package var failedAt: Timestamp?
    package var limits: [String: Int] = [:]
    /// Topics of webhooks that the channel had switched off or taken away when they were last looked at.
    package var disabledWebhooks: [String] = []
    package var webhooksAt: Timestamp?

    package init(key: Key, readTo: Timestamp) {
        self.key = key
        self.readTo = readTo
    }

    /// Waiting times after failures one after the other.
    private static let pauses = [5, 15, 60, 300, 900].map { Duration.seconds($0) }
    /// A round that took longer than this leaves much to read, whatever the interval.
    private static let longRound = Duration.seconds(600)
    /// A channel has switched a webhook off for so long at most, once it has failed.
    private static let webhooksEvery = Duration.seconds(600)
    /// The shortest time between two rounds, however little is asked for.
    private static let shortestWait = Duration.milliseconds(100)

    /// Begins a question: the round's next page, or a new round's first.
    /// - Parameter end: where a new round's window ends at the latest.
    /// - Returns: nil when there is nothing to ask for yet.
    package mutating func ask(upTo end: Timestamp, by rules: PollRules) -> PollPosition? {
        let position = round ?? window(upTo: end, by: rules)
        guard let position else { return nil }
        round = position
        ordinal += 1
        isAsking = true
        return position
    }

    /// Whether it is time to look after the shop's webhooks, as a round begins.
    package func looksAtWebhooks(at now: Timestamp) -> Bool {
        key.kind == .changes && round?.cursor == nil && webhooksAt.map { now - $0 > Self.webhooksEvery } ?? true
    }

    private func window(upTo end: Timestamp, by rules: PollRules) -> PollPosition? {
        let overlaps = key.kind == .changes || key.kind == .claims
        let since = readTo - (overlaps ? rules.overlap : .zero)
        let until = rules.longestWindow.map { min(end, since + $0) } ?? end
        return until > readTo ? PollPosition(since: since, until: until) : nil
    }

    /// Takes an answer.
    /// - Parameters:
    ///   - end: as of ``ask(upTo:by:)``, now.
    ///   - interval: between two rounds.
    package mutating func take(
        _ answer: PollAnswer, at now: Timestamp, upTo end: Timestamp, interval: Duration
    ) -> Step {
        isAsking = false
        if !answer.limits.isEmpty { limits = answer.limits }
        if let disabled = answer.disabledWebhooks { disabledWebhooks = disabled }
        if let failure = answer.failure {
            if let next = answer.next { round?.cursor = next }
            return take(failure, at: now)
        }
        answeredAt = now
        failures = 0
        failure = nil
        orders += Int64(answer.orders)
        guard let position = round else { return .wait(interval) }
        if let next = answer.next {
            round?.cursor = next
            return .ask
        }
        round = nil
        finishedAt = now
        let reached = min(answer.readTo ?? position.until, position.until)
        let isFurther = reached > readTo
        readTo = max(readTo, reached)
        // The window was cut short, by the channel or by us: the next one follows at once.
        let isBehind = reached < position.until || end - position.until > max(interval, Self.longRound)
        return isFurther && isBehind ? .ask : .wait(max(interval, Self.shortestWait))
    }

    private mutating func take(_ failure: PollAnswer.Failure, at now: Timestamp) -> Step {
        self.failure = "\(failure.code): \(failure.message)"
        failedAt = now
        // The shop answers, and has said when it goes on: nothing is wrong, however often it does.
        if failure.isLimit, let pause = failure.retryAfter { return .wait(max(.seconds(pause), Self.shortestWait)) }
        failures += 1
        // A cursor does not live for ever; the round begins anew.
        if failure.isFinal { round?.cursor = nil }
        let pause = Self.pauses[min(failures, Self.pauses.count) - 1]
        return .wait(max(pause, failure.retryAfter.map { .seconds($0) } ?? .zero))
    }
}
