import TestSupport

/// Carries a channel's webhooks to the merchant, as badly as the day has it: some are lost, some come twice, and they
/// overtake each other.
package actor WebhookCourier {
    package struct Luck: Sendable {
        /// Shares in per cent.
        package var lost: Int
        package var doubled: Int

        package init(lost: Int = 0, doubled: Int = 0) {
            self.lost = lost
            self.doubled = doubled
        }
    }

    package struct Tally: Sendable, Hashable {
        package var taken = 0
        package var lost = 0
        package var doubled = 0
        /// Not taken, whatever was tried.
        package var failed = 0
        /// Not even tried, since the channel has switched them off.
        package var unsent = 0

        package init(taken: Int = 0, lost: Int = 0, doubled: Int = 0, failed: Int = 0, unsent: Int = 0) {
            self.taken = taken
            self.lost = lost
            self.doubled = doubled
            self.failed = failed
            self.unsent = unsent
        }
    }

    /// Sends one; gives the status that came back, 0 for none.
    package typealias Send = @Sendable (Webhook) async -> Int

    private let standIn: ChannelStandIn
    private let luck: Luck
    private let send: Send
    private var random: SeededGenerator
    /// One after the other: of all webhooks, or by topic where each is deleted for itself.
    private var failures: [String: Int] = [:]
    package private(set) var tally = Tally()
    /// Orders of which a webhook was lost.
    package private(set) var lostOrders: Set<String> = []

    package init(of standIn: ChannelStandIn, luck: Luck = Luck(), seed: UInt64, send: @escaping Send) {
        self.standIn = standIn
        self.luck = luck
        self.send = send
        random = SeededGenerator(seed: seed)
    }

    /// - Parameter address: of the merchant's shop, below which the channel calls.
    package init(of standIn: ChannelStandIn, to address: String, luck: Luck = Luck(), seed: UInt64) {
        self.init(of: standIn, luck: luck, seed: seed) { webhook in await Self.post(webhook, to: address) }
    }

    /// Carries what the channel has told since, the newest not always last.
    package func deliver() async {
        var bag = await standIn.takeWebhooks()
        bag = bag.flatMap { webhook -> [Webhook] in
            if draw(luck.lost) {
                tally.lost += 1
                lostOrders.insert(webhook.orderID)
                return []
            }
            guard draw(luck.doubled) else { return [webhook] }
            tally.doubled += 1
            return [webhook, webhook]
        }
        bag.shuffle(using: &random)
        for webhook in bag { await carry(webhook) }
    }

    private func draw(_ share: Int) -> Bool { Int.random(in: 0..<100, using: &random) < share }

    private func carry(_ webhook: Webhook) async {
        if webhook.method == Webhook.toQueue {
            await standIn.act { $0.notices.append(Notice(id: webhook.path, orderID: webhook.orderID)) }
            tally.taken += 1
            return
        }
        let (isEach, topic) = (standIn.dialect.deletesWebhooks, webhook.topic)
        let world = await standIn.world
        guard !world.areWebhooksOff, !world.deletedWebhooks.contains(topic) else {
            tally.unsent += 1
            return
        }
        for _ in 0...standIn.dialect.webhookRetries {
            let status = await send(webhook)
            if (200..<300).contains(status) {
                failures[isEach ? topic : ""] = 0
                tally.taken += 1
                return
            }
            failures[isEach ? topic : "", default: 0] += 1
            if let patience = standIn.dialect.webhookPatience, failures[isEach ? topic : "", default: 0] >= patience {
                await standIn.act { world in
                    if isEach { world.deletedWebhooks.insert(topic) } else { world.areWebhooksOff = true }
                }
                failures[isEach ? topic : ""] = 0
                break
            }
        }
        tally.failed += 1
    }
}
