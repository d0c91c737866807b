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
            let outcome =
                if let reference = request.reference {
                    try await link.adapter.progress(reference, of: request.push, over: link)
                } else {
                    try await link.adapter.push(request.push, isRepeat: isRepeat, over: link)
                }
            return outcome.jsonBytes
        } catch {
            throw EffectFailure(
                code: error.code.rawValue, message: error.message, isFinal: error.isFinal && recordsRefusals,
                needsPerson: error.isFinal && !recordsRefusals, retryAfter: error.retryAfter,
                isLimit: error.code == .rateLimited, leftNothing: leftNothing)
        }
    }

    /// Which claim a word on it is about is told by what stands there at the first attempt; later claims have other words.
    private static func isRepeat(_ call: EffectCall, of push: ChannelPush) -> Bool {
        switch push {
        case .refund, .returnDecision: call.attempt > 1
        case .acknowledgement, .invoice, .fulfilment, .cancellation, .stock: call.isRepeat
        }
    }
}
