import Contracts
import Messaging
import WireJSON

/// Tells the channels: the performer of all pushes. It goes on until the channel has said something, since nothing that is to
/// be told may be dropped; what it refuses waits for a person.
package struct PushPerformer: EffectPerformer {
    private let links: ChannelLinks
    private let connections: any ShopConnections
    /// A batch of stock that is refused as a whole is recorded with the levels, and the next goes on.
    private let recordsRefusals: Bool
    package let concurrency: Int
    package let isInsistent = true

    package init(
        links: ChannelLinks, connections: any ShopConnections, recordsRefusals: Bool = false, concurrency: Int = 16
    ) {
        self.links = links
        self.connections = connections
        self.recordsRefusals = recordsRefusals
        self.concurrency = concurrency
    }

    /// By the kinds of effects.
    package static func all(
        links: ChannelLinks, connections: any ShopConnections, concurrency: Int = 16
    ) -> [String: any EffectPerformer] {
        [
            PushDone.effectKind: PushPerformer(links: links, connections: connections, concurrency: concurrency),
            StockDone.effectKind: PushPerformer(
                links: links, connections: connections, recordsRefusals: true, concurrency: concurrency),
        ]
    }

    package func perform(_ call: EffectCall) async throws -> [UInt8] {
        let request = try PushRequest(from: call.request)
        guard let connection = try await connections.connection(of: request.shop) else {
            throw EffectFailure(
                code: "not_connected", message: "shop \(request.shop.text) has no connection any more", isFinal: false,
                needsPerson: !recordsRefusals, leftNothing: true)
        }
        let isRepeat = Self.isRepeat(call, of: request.push)
        var leftNothing = true
        do {
            let link = try links.link(to: request.shop, connection).forAttempt()
            defer { leftNothing = !link.mayHaveLeft }
            let latest = ContinuousClock.now + Self.patience
            let outcome =
                if let reference = request.reference {
                    try await link.adapter.progress(reference, of: request.push, over: link)
                } else {
                    await settled(
                        try await link.adapter.push(request.push, isRepeat: isRepeat, over: link), of: request.push,
                        before: latest, over: link)
                }
            return outcome.jsonBytes
        } catch {
            throw EffectFailure(
                code: error.code.rawValue, message: error.message, isFinal: error.isFinal && recordsRefusals,
                needsPerson: error.isFinal && !recordsRefusals, retryAfter: error.retryAfter,
                isLimit: error.code == .rateLimited, leftNothing: leftNothing)
        }
    }

    /// Most channels are done with what they work on within less than a timer's round takes, and the shop's next levels wait
    /// for that: so it is asked about a few times at once. Trouble with that is left to the timer, since what was told is there.
    private func settled(
        _ first: PushOutcome, of push: ChannelPush, before latest: ContinuousClock.Instant, over link: ChannelLink
    ) async -> PushOutcome {
        var outcome = first
        for delay in Self.delays {
            guard case .underway(let reference) = outcome, ContinuousClock.now < latest, await link.pause(for: delay),
                let next = try? await link.adapter.progress(reference, of: push, over: link)
            else { break }
            outcome = next
        }
        return outcome
    }

    /// In sum short, since who waits has one of the places for calls. With the upload, three calls in 0.75 s: less than Trendyol's
    /// five a second, however often it is told.
    private static let delays: [Duration] = [.milliseconds(250), .milliseconds(500)]

    /// Since the attempt began: one that is cut off by its time limit would forget what it was given to ask with.
    private static let patience: Duration = .seconds(5)

    /// Which claim a word on it is about is told by what stands there at the first attempt; later claims have other words.
    private static func isRepeat(_ call: EffectCall, of push: ChannelPush) -> Bool {
        switch push {
        case .refund, .returnDecision: call.attempt > 1
        case .acknowledgement, .invoice, .fulfilment, .cancellation, .stock: call.isRepeat
        }
    }
}
