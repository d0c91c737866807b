import TestSupport

/// How one channel speaks: what it is asked by, what it answers, what it tells. Written from the channel's documentation.
package protocol ChannelDialect: Sendable {
    /// As Waybill names it.
    var channel: String { get }
    var packaging: Marketplace.Packaging { get }
    /// Every call counts against those that ``limits(of:)`` names.
    var limits: [PublishedLimit] { get }
    func limits(of request: StandInRequest) -> [String]
    func tooMany(_ request: StandInRequest, retryAfter: Double) -> StandInAnswer
    /// Nil when whoever asks has shown that it is the merchant.
    func refusal(of request: StandInRequest, in world: inout Marketplace) -> StandInAnswer?
    func answer(_ request: StandInRequest, in world: inout Marketplace, _ day: inout Day) -> StandInAnswer
    /// Whether a call changes something: only then can its answer be lost after the work.
    func isWork(_ request: StandInRequest) -> Bool

    /// The id, number and line ids of an order that is placed.
    func name(_ ordinal: Int) -> (id: String, number: String)
    func lineID(_ index: Int, of order: String) -> String
    /// What customers can do here, beside ordering.
    var deeds: [CustomerDeed] { get }

    /// What it tells by itself; none where it has no webhooks.
    func webhooks(of change: MarketChange, in world: Marketplace, _ day: inout Day) -> [Webhook]
    /// How often a webhook that was not taken is sent again.
    var webhookRetries: Int { get }
    /// After how many failures one after the other it stops sending; nil for never.
    var webhookPatience: Int? { get }
    /// Whether it then deletes the topic's webhook, and goes on with the others.
    var deletesWebhooks: Bool { get }
}

/// What a customer may do after having ordered.
package enum CustomerDeed: Sendable, Hashable, CaseIterable {
    case pay, cancel, cancelUnits, getMoneyBack, edit
    /// Of the channel's own accord: a package is split.
    case split
}

/// The luck of the day: which quirks strike, drawn from a seed.
package struct Day: Sendable {
    package var random: SeededGenerator
    package var quirks: [Quirk: Int]

    package init(seed: UInt64, quirks: [Quirk: Int] = [:]) {
        random = SeededGenerator(seed: seed)
        self.quirks = quirks
    }

    package mutating func strikes(_ quirk: Quirk) -> Bool {
        guard let often = quirks[quirk] else { return false }
        return Int.random(in: 0..<often, using: &random) == 0
    }
}

extension ChannelDialect {
    package var packaging: Marketplace.Packaging { .none }
    package func isWork(_ request: StandInRequest) -> Bool { request.method != "GET" }
    package func webhooks(of change: MarketChange, in world: Marketplace, _ day: inout Day) -> [Webhook] { [] }
    package var webhookRetries: Int { 0 }
    package var webhookPatience: Int? { nil }
    package var deletesWebhooks: Bool { false }
}
