import Foundation
import TestSupport

/// One channel's other side: its world, its limits, and who called.
package actor ChannelStandIn {
    package struct Call: Sendable {
        package let method: String
        package let path: String
        package let status: Int
        /// It went beyond a limit, in whatever words the channel says so.
        package let isTooMany: Bool
    }

    package nonisolated let dialect: any ChannelDialect
    package private(set) var world: Marketplace
    package private(set) var calls: [Call] = []
    /// How often each quirk struck.
    package private(set) var struck: [Quirk: Int] = [:]
    private var day: Day
    private var allowances: [String: Allowance] = [:]
    private let pace: Double
    private let clock: @Sendable () -> Int64
    private var ordinal: Int
    /// Told, and not yet fetched by the courier.
    private var untold: [Webhook] = []

    /// - Parameters:
    ///   - pace: how many times faster than published its limits fill up.
    ///   - clock: milliseconds since 1970.
    ///   - firstOrder: orders are numbered from here.
    package init(
        _ dialect: any ChannelDialect, seed: UInt64, quirks: [Quirk: Int] = [:], pace: Double = 1,
        firstOrder: Int = 0, clock: @escaping @Sendable () -> Int64 = ChannelStandIn.wallClock
    ) {
        self.dialect = dialect
        self.pace = pace
        self.clock = clock
        day = Day(seed: seed, quirks: quirks)
        ordinal = firstOrder
        world = Marketplace(now: clock(), firstID: 5000 + firstOrder, packaging: dialect.packaging)
        for limit in dialect.limits { allowances[limit.name] = Allowance(limit, now: clock()) }
    }

    package static let wallClock: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) }

    /// Lets the day turn good or bad.
    package func set(_ quirks: [Quirk: Int]) { day.quirks = quirks }

    package func answer(_ request: StandInRequest) -> StandInAnswer {
        world.now = clock()
        let tooMany = refusal(ofTooMany: request)
        let answer = tooMany ?? reaction(to: request)
        calls.append(
            Call(
                method: request.method, path: request.path.joined(separator: "/"), status: answer.status,
                isTooMany: tooMany != nil || answer.status == 429))
        tell()
        return answer
    }

    private func refusal(ofTooMany request: StandInRequest) -> StandInAnswer? {
        for name in dialect.limits(of: request) {
            if let wait = allowances[name]?.take(now: world.now, pace: pace) {
                return dialect.tooMany(request, retryAfter: wait)
            }
            world.left[name] = allowances[name]?.left
        }
        return strikes(.tooManyRequests) ? dialect.tooMany(request, retryAfter: 1) : nil
    }

    private func reaction(to request: StandInRequest) -> StandInAnswer {
        if strikes(.serviceUnavailable) { return StandInAnswer(503, body: Array("Service Unavailable".utf8)) }
        if let refusal = dialect.refusal(of: request, in: &world) { return refusal }
        var answer = dialect.answer(request, in: &world, &day)
        guard dialect.isWork(request), answer.isGood else { return answer }
        if strikes(.gatewayTimeoutAfterTheWork) {
            return StandInAnswer(504, body: Array("<html>504 Gateway Time-out</html>".utf8))
        }
        if strikes(.answerLostAfterTheWork) { answer.isLost = true }
        return answer
    }

    private func strikes(_ quirk: Quirk) -> Bool {
        guard day.strikes(quirk) else { return false }
        struck[quirk, default: 0] += 1
        return true
    }

    /// What happens on the channel's own side.
    @discardableResult
    package func act<Result: Sendable>(_ body: @Sendable (inout Marketplace) -> Result) -> Result {
        world.now = clock()
        let result = body(&world)
        tell()
        return result
    }

    /// A customer orders.
    /// - Parameter lines: SKU and units.
    /// - Returns: the order's id.
    package func place(
        _ lines: [(sku: String, units: Int)], shipping: Int64 = 0, isPaid: Bool = true, editOf: String? = nil
    ) -> String {
        ordinal += 1
        let (id, number) = dialect.name(ordinal)
        let items = lines.enumerated().map { index, line in
            MarketLine(
                id: dialect.lineID(index, of: id), sku: line.sku, ordered: line.units,
                unitPrice: world.articles[line.sku]?.price ?? 1000)
        }
        act { world in
            world.place(
                id: id, number: number, lines: items, shipping: shipping, isPaid: isPaid,
                isAwaiting: !isPaid, editOf: editOf)
        }
        return id
    }

    private func tell() {
        for change in world.changes { untold += dialect.webhooks(of: change, in: world, &day) }
        world.changes = []
    }

    /// What the channel wants to tell since it was last asked.
    package func takeWebhooks() -> [Webhook] {
        defer { untold = [] }
        return untold
    }
}
