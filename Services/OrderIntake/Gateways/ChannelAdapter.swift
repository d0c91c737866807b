import Contracts

/// What order-intake does on a channel's side. Pure where it maps (``ChannelMapping``), effects where it calls.
package protocol ChannelAdapter: Sendable {
    /// As routing keys name it, such as `shopify`.
    var channel: String { get }

    /// The channel's published limits, one bucket each and shop; a call that names none counts against the first.
    var limits: [RateLimit] { get }

    /// The address of all its shops, for a connection that names none; nil where every shop has its own.
    var baseURL: String? { get }

    /// How it is asked for orders.
    var polling: PollRules { get }

    /// How it is asked for what customers want to give back; nil for a channel that lists none.
    var claimPolling: PollRules? { get }

    /// How many levels of stock are told at once: where that may take several calls, no more than are told within an effect's
    /// time (`engine.effect.timeout`), else the batch begins anew for ever.
    var stockBatchSize: Int { get }

    /// What it wants to hear. What is not here is no news to it, and costs neither a row nor a call.
    var told: Set<ChannelPush.Kind> { get }

    /// Whether it knows that goods have left from the shop alone: marketplaces hear it from their carriers too.
    var hearsFromShopAlone: Bool { get }

    /// Whether an order is complete there when we say so, and not when nothing is left to be sent.
    var completesWhenTold: Bool { get }

    /// Adds who we are.
    func authorise(_ call: inout ChannelCall, over link: ChannelLink) async throws(ChannelFailure)

    /// One page of what changed in the position's window.
    func poll(_ position: PollPosition, over link: ChannelLink) async throws(ChannelFailure) -> PollPage

    /// One page of the claims in the position's window, each as a ``ChannelClaim`` in JSON; one that cannot be read as the channel
    /// has it, to be parked.
    func pollClaims(_ position: PollPosition, over link: ChannelLink) async throws(ChannelFailure) -> PollPage

    /// Whether a shop's connection names a queue in which the channel tells what changed.
    func hasQueue(_ connection: ShopConnection) -> Bool

    /// What is in the queue; waits some seconds when there is nothing.
    func receive(over link: ChannelLink) async throws(ChannelFailure) -> QueuePage

    /// Takes out of the queue what is committed here.
    /// - Parameter receipts: of a ``QueuePage``.
    func forget(_ receipts: [String], over link: ChannelLink) async throws(ChannelFailure)

    /// Switches those of the shop's webhooks on again that the channel has switched off, and enters those again that it has taken
    /// away, where it is known how.
    func reviveWebhooks(over link: ChannelLink) async throws(ChannelFailure) -> WebhookLook

    /// Carries one push out, or finds that it was carried out before. What only asks the channel is a GET where it has the choice, so
    /// that it is known of an attempt that failed whether anything was changed.
    /// - Parameter isRepeat: an earlier attempt's outcome may be unknown: ask first.
    func push(_ push: ChannelPush, isRepeat: Bool, over link: ChannelLink) async throws(ChannelFailure) -> PushOutcome

    /// How something goes that was ``PushOutcome/underway(reference:)``.
    func progress(
        _ reference: String, of push: ChannelPush, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome
}

extension ChannelAdapter {
    package var baseURL: String? { nil }
    package var polling: PollRules { PollRules() }
    package var claimPolling: PollRules? { nil }
    package var stockBatchSize: Int { 50 }
    package var told: Set<ChannelPush.Kind> { [] }
    package var hearsFromShopAlone: Bool { false }
    package var completesWhenTold: Bool { false }

    package func pollClaims(
        _ position: PollPosition, over link: ChannelLink
    ) async throws(ChannelFailure) -> PollPage {
        throw .misconfigured("\(channel) lists no claims")
    }

    package func hasQueue(_ connection: ShopConnection) -> Bool { false }

    package func receive(over link: ChannelLink) async throws(ChannelFailure) -> QueuePage { QueuePage() }

    package func forget(_ receipts: [String], over link: ChannelLink) async throws(ChannelFailure) {}

    package func reviveWebhooks(over link: ChannelLink) async throws(ChannelFailure) -> WebhookLook {
        WebhookLook()
    }

    package func push(
        _ push: ChannelPush, isRepeat: Bool, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        throw ChannelFailure(code: .refused, message: "nothing is told to \(channel) yet", isFinal: true)
    }

    package func progress(
        _ reference: String, of push: ChannelPush, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        .done(reference: reference)
    }
}
