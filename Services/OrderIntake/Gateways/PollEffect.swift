import Contracts
import FoundationEssentials
import Logging
import Messaging
import ServiceKit
import WireJSON

/// Asks a shop for a page of orders or claims and takes them in, each as a message of its own, before it says that it has. What it
/// comes to is an answer in any case: when a shop is asked again, its watermark decides.
package struct PollEffect: EffectPerformer {
    private let links: ChannelLinks
    private let inbox: any LocalInbox
    private let logger: Logger
    package let concurrency: Int
    /// Nothing but the engine's own trouble makes it fail, and a shop must not be left unasked for that.
    package var isInsistent: Bool { true }

    /// How many of a page's orders wait for their commit at once.
    private static let sideBySide = 16

    package init(links: ChannelLinks, inbox: any LocalInbox, concurrency: Int, logger: Logger) {
        self.links = links
        self.inbox = inbox
        self.concurrency = concurrency
        self.logger = logger
    }

    package func perform(_ call: EffectCall) async throws -> [UInt8] {
        let question = try PollShop(from: call.request)
        var link: ChannelLink?
        do {
            let open = try links.link(to: question.shop, question.connection)
            link = open
            return try await read(question, over: open, call.trace).jsonBytes
        } catch let failure as ChannelFailure {
            return PollAnswer(
                limits: link.map { Self.use(of: $0) } ?? [:], failure: noted(failure, question)
            ).jsonBytes
        }
    }

    private func noted(_ failure: ChannelFailure, _ question: PollShop) -> PollAnswer.Failure {
        logger.warning(
            "shop not read",
            metadata: [
                "shop": "\(question.shop.text)", "kind": "\(question.kind.rawValue)", "reason": "\(failure)",
            ])
        return PollAnswer.Failure(
            code: failure.code.rawValue, message: String(failure.message.prefix(500)), isFinal: failure.isFinal,
            retryAfter: failure.retryAfter.map { Int(($0 / .seconds(1)).rounded(.up)) })
    }

    private func read(
        _ question: PollShop, over link: ChannelLink, _ trace: TraceContext?
    ) async throws -> PollAnswer {
        if question.kind == .notices { return try await readQueue(question, over: link, trace) }
        let page =
            question.kind == .claims
            ? try await link.adapter.pollClaims(question.position, over: link)
            : try await link.adapter.poll(question.position, over: link)
        let topic = question.isFirstRound ? WebhookDescription.pageTopic : question.kind.topic
        try await takeIn(page.documents.map { (topic, $0) }, question.shop, trace)
        let disabled = question.looksAtWebhooks ? await lookAtWebhooks(over: link) : nil
        return PollAnswer(
            orders: page.documents.count, listed: question.kind == .census ? ids(in: page, question.shop) : [],
            next: page.next, readTo: page.readTo, limits: Self.use(of: link), disabledWebhooks: disabled,
            failure: page.failure.map { noted($0, question) })
    }

    /// What is in the queue is taken out of it once it is committed here, and not before: what breaks off in between comes
    /// again, and is found to be known.
    private func readQueue(
        _ question: PollShop, over link: ChannelLink, _ trace: TraceContext?
    ) async throws -> PollAnswer {
        let page = try await link.adapter.receive(over: link)
        let documents = page.notices.map { ($0.topic, $0.body) } + page.orders.map { (question.kind.topic, $0) }
        try await takeIn(documents, question.shop, trace)
        try await link.adapter.forget(page.receipts, over: link)
        return PollAnswer(
            orders: page.orders.count, next: page.isFull ? "more" : nil, limits: Self.use(of: link))
    }

    private static func use(of link: ChannelLink) -> [String: Int] {
        link.use.mapValues { Int(($0 * 100).rounded()) }
    }

    /// What is switched off there is switched on again where it can be, and told in any case; nil when it cannot be found out.
    private func lookAtWebhooks(over link: ChannelLink) async -> [String]? {
        do {
            let look = try await link.adapter.reviveWebhooks(over: link)
            if !look.revived.isEmpty {
                logger.error(
                    "the channel had switched webhooks off; they are on again",
                    metadata: ["shop": "\(link.shop.text)", "topics": "\(look.revived.joined(separator: " "))"])
            }
            if !look.missing.isEmpty {
                logger.error(
                    "the channel has no such webhooks any more: enter them again",
                    metadata: ["shop": "\(link.shop.text)", "topics": "\(look.missing.joined(separator: " "))"])
            }
            return look.revived + look.missing
        } catch {
            logger.warning(
                "webhooks not looked at", metadata: ["shop": "\(link.shop.text)", "reason": "\(error)"])
            return nil
        }
    }

    /// - Throws: when one cannot be committed: all are asked for again, and those that were are known then.
    private func takeIn(
        _ documents: [(topic: String, body: [UInt8])], _ shop: ShopKey, _ trace: TraceContext?
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, document) in documents.enumerated() {
                let body = holdable(document.body, shop)
                let description = WebhookDescription(
                    topic: String(document.topic.prefix(100)), proof: .signature(nil))
                if index >= Self.sideBySide { try await group.next() }
                group.addTask {
                    _ = try await inbox.submit(
                        WebhookReception.message(body, description, shop),
                        id: WebhookReception.id(of: body, description, shop), orderID: nil,
                        channel: shop.text, trace: trace)
                }
            }
            try await group.waitForAll()
        }
    }

    /// - Returns: what stands for a document that is larger than a message may hold: a person is to see it, and the shop's
    ///   others go on.
    private func holdable(_ body: [UInt8], _ shop: ShopKey) -> [UInt8] {
        guard body.count > Setting.largestBody else { return body }
        let order = ids(in: PollPage(documents: [body], next: nil), shop).first
        logger.error(
            "a document is too large to be taken in",
            metadata: ["shop": "\(shop.text)", "order": "\(order ?? "")", "bytes": "\(body.count)"])
        let document = OversizedDocument(
            bytes: body.count, hash: UUID(bytes: ContentHash(of: body).bytes[...]).text,
            order: order.map { String($0.prefix(255)) })
        return document.jsonBytes
    }

    private func ids(in page: PollPage, _ shop: ShopKey) -> [String] {
        guard let mapping = ChannelDirectory.mapping(of: shop.channel) else { return [] }
        let limits = JSONLimits(maximumBytes: ChannelAnswer.bodyLimit)
        let ids = page.documents.flatMap { document -> [String] in
            guard let root = try? JSONDocument(parsing: document, limits: limits).root else { return [] }
            return mapping.orders(in: root).compactMap { mapping.externalID(of: $0) }
        }
        return Set(ids).sorted()
    }
}
