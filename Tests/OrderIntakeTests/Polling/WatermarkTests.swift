import Contracts
import OrderIntake
import Testing

@Suite("How far a shop was read")
struct WatermarkTests {
    private let key = Watermark.Key(shop: ShopKey(channel: "n11", shop: "main"), kind: .changes)
    private let start = Orders.now

    private func asked(_ rules: PollRules = PollRules(), upTo end: Timestamp) throws -> Watermark {
        var watermark = Watermark(key: key, readTo: start)
        let position = watermark.ask(upTo: end, by: rules)
        _ = try #require(position)
        return watermark
    }

    @Test("moves to the end of a round, not before, and the next one reads a piece again")
    func round() throws {
        let end = start + .seconds(60)
        var watermark = try asked(upTo: end)
        #expect(watermark.round == PollPosition(since: start - .seconds(300), until: end))
        #expect(watermark.isAsking)
        let more = watermark.take(PollAnswer(orders: 5, next: "2"), at: end, upTo: end, interval: .seconds(60))
        #expect(more == .ask)
        #expect(watermark.readTo == start)
        let second = watermark.ask(upTo: end + .seconds(9), by: PollRules())
        #expect(second?.cursor == "2")
        #expect(watermark.round?.until == end, "the window stays as it was")
        let last = watermark.take(PollAnswer(orders: 1), at: end, upTo: end, interval: .seconds(60))
        #expect(last == .wait(.seconds(60)))
        #expect(watermark.readTo == end)
        #expect(watermark.orders == 6)
        #expect(watermark.ordinal == 2)
        let next = watermark.ask(upTo: end + .seconds(60), by: PollRules())
        #expect(next?.since == end - .seconds(300))
    }

    @Test("goes on where an answer that failed says, when its time has come, else where it was")
    func failedPage() throws {
        let end = start + .seconds(60)
        var watermark = try asked(upTo: end)
        let failure = PollAnswer.Failure(code: "unavailable", message: "HTTP 503", isFinal: false)
        for (next, cursor) in [("a#1|", "a#1|"), (nil, "a#1|"), ("a#2|", "a#2|")] {
            let step = watermark.take(
                PollAnswer(next: next, failure: failure), at: end, upTo: end, interval: .seconds(60))
            #expect(step != .ask && watermark.round?.cursor == cursor && watermark.readTo == start)
        }
        #expect(watermark.failures == 3)
    }

    @Test("is not asked for a window that has not begun")
    func early() {
        var watermark = Watermark(key: key, readTo: start)
        let position = watermark.ask(upTo: start, by: PollRules())
        #expect(position == nil)
        #expect(!watermark.isAsking)
    }

    @Test("is read in windows that the channel lists whole, one right after the other")
    func longWindow() throws {
        let rules = PollRules(longestWindow: .seconds(14 * 86_400))
        let end = start + .seconds(40 * 86_400)
        var watermark = try asked(rules, upTo: end)
        var windows = 1
        while watermark.take(PollAnswer(), at: end, upTo: end, interval: .seconds(60)) == .ask {
            let asked = watermark.ask(upTo: end, by: rules)
            let position = try #require(asked)
            #expect(position.until - position.since <= .seconds(14 * 86_400))
            windows += 1
        }
        #expect(windows == 3)
        #expect(watermark.readTo == end)
    }

    @Test("goes on where the channel stopped listing")
    func cutShort() throws {
        let end = start + .seconds(60)
        var watermark = try asked(upTo: end)
        let step = watermark.take(
            PollAnswer(orders: 9, readTo: start + .seconds(30)), at: end, upTo: end, interval: .seconds(60))
        #expect(step == .ask)
        #expect(watermark.readTo == start + .seconds(30))
        // A channel that does not get anywhere is not asked without a pause.
        _ = watermark.ask(upTo: end, by: PollRules())
        let stuck = watermark.take(
            PollAnswer(readTo: start + .seconds(30)), at: end, upTo: end, interval: .seconds(60))
        #expect(stuck == .wait(.seconds(60)))
    }

    @Test("stays where it is after a failure, which is tried again later and later")
    func failures() throws {
        let end = start + .seconds(60)
        var watermark = try asked(upTo: end)
        _ = watermark.take(PollAnswer(next: "2"), at: end, upTo: end, interval: .seconds(60))
        var waits: [Duration] = []
        for _ in 0..<6 {
            _ = watermark.ask(upTo: end, by: PollRules())
            let answer = PollAnswer(failure: .init(code: "unavailable", message: "HTTP 503", isFinal: false))
            if case .wait(let delay) = watermark.take(answer, at: end, upTo: end, interval: .seconds(60)) {
                waits.append(delay)
            }
        }
        #expect(waits == [5, 15, 60, 300, 900, 900].map { Duration.seconds($0) })
        #expect(watermark.failures == 6)
        #expect(watermark.failure == "unavailable: HTTP 503")
        #expect(watermark.round?.cursor == "2")
        #expect(watermark.readTo == start)
    }

    @Test("waits no longer than the channel asks for, however often it does, and counts no failure")
    func limited() throws {
        let end = start + .seconds(60)
        var watermark = try asked(upTo: end)
        _ = watermark.take(PollAnswer(next: "2"), at: end, upTo: end, interval: .seconds(60))
        for _ in 0..<4 {
            _ = watermark.ask(upTo: end, by: PollRules())
            let busy = PollAnswer(
                limits: ["orders": 100],
                failure: .init(code: "rate_limited", message: "HTTP 429", isFinal: false, retryAfter: 3))
            let step = watermark.take(busy, at: end, upTo: end, interval: .seconds(60))
            #expect(step == .wait(.seconds(3)))
        }
        #expect(watermark.failures == 0 && watermark.failure == "rate_limited: HTTP 429")
        #expect(watermark.round?.cursor == "2" && watermark.limits == ["orders": 100])
        _ = watermark.ask(upTo: end, by: PollRules())
        _ = watermark.take(PollAnswer(), at: end, upTo: end, interval: .seconds(60))
        #expect(watermark.failure == nil)
    }

    @Test("waits as long as the channel asks for, and begins a round anew when its cursor is refused")
    func refusedCursor() throws {
        let end = start + .seconds(60)
        var watermark = try asked(upTo: end)
        _ = watermark.take(PollAnswer(next: "2"), at: end, upTo: end, interval: .seconds(60))
        _ = watermark.ask(upTo: end, by: PollRules())
        let busy = PollAnswer(failure: .init(code: "rate_limited", message: "", isFinal: false, retryAfter: 178))
        let step = watermark.take(busy, at: end, upTo: end, interval: .seconds(60))
        #expect(step == .wait(.seconds(178)))
        _ = watermark.ask(upTo: end, by: PollRules())
        let refused = PollAnswer(failure: .init(code: "refused", message: "HTTP 400", isFinal: true))
        _ = watermark.take(refused, at: end, upTo: end, interval: .seconds(60))
        let again = watermark.ask(upTo: end, by: PollRules())
        #expect(again == PollPosition(since: start - .seconds(300), until: end))
    }
}
