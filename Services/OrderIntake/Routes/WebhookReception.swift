import Contracts
import FoundationEssentials
import Logging
import Messaging

/// Takes a webhook in, without a word of HTTP: who sent it, is it theirs, is it kept.
package struct WebhookReception: Sendable {
    /// What the sender is told.
    package enum Verdict: Hashable, Sendable {
        /// Kept and committed, or nothing to keep.
        case taken
        /// Not signed by the shop's secret, or no such shop: which of them is not said.
        case unsigned
        /// A page that holds no order of the channel's.
        case unreadable
        /// It could not be committed; the channel tries again.
        case unavailable
    }

    private let inbox: any LocalInbox
    private let secrets: any ShopSecrets

    package init(inbox: any LocalInbox, secrets: any ShopSecrets) {
        self.inbox = inbox
        self.secrets = secrets
    }

    package func receive(
        _ request: WebhookRequest, for shop: ShopKey, trace: TraceContext?, logger: Logger
    ) async -> Verdict {
        guard let mapping = ChannelDirectory.mapping(of: shop.channel), shop.isWellFormed else {
            return refuse(shop, topic: "", "no such channel or shop", logger)
        }
        let handedOver: WebhookDescription? =
            request.isPage ? .page(request) : request.isClaims ? .claims(request) : nil
        guard var description = handedOver ?? mapping.describe(request) else {
            return refuse(shop, topic: "", "the channel sends no such request", logger)
        }
        description.topic = String(description.topic.prefix(100))
        if description.isPing { return .taken }
        let known: ShopCredentials
        do {
            known = try await secrets.credentials(of: shop)
        } catch {
            logger.error("webhook not taken: the shop's secrets cannot be read", metadata: ["error": "\(error)"])
            return .unavailable
        }
        guard description.proof.isValid(for: request.body, secrets: known.secrets) else {
            return refuse(shop, topic: description.topic, "missing or wrong signature or password", logger)
        }
        if request.isPage { return await keepPage(request.body, description, mapping, shop, trace, logger) }
        if request.isClaims { return await keepClaims(request.body, description, mapping, shop, trace, logger) }
        guard known.admits(origin: description.origin) else {
            return refuse(shop, topic: description.topic, "signed, but for another shop", logger)
        }
        return await keep(request.body, description, shop, trace, logger)
    }

    func keep(
        _ body: [UInt8], _ description: WebhookDescription, _ shop: ShopKey, _ trace: TraceContext?, _ logger: Logger
    ) async -> Verdict {
        let message = Self.message(body, description, shop)
        do {
            let receipt = try await inbox.submit(
                message, id: Self.id(of: body, description, shop), orderID: nil, channel: shop.text, trace: trace)
            if case .kept(let reason) = receipt {
                logger.warning(
                    "webhook kept for a person",
                    metadata: ["shop": "\(shop.text)", "topic": Self.shown(description.topic), "reason": "\(reason)"])
            }
            return .taken
        } catch {
            logger.error(
                "webhook not taken: it cannot be committed", metadata: ["shop": "\(shop.text)", "error": "\(error)"])
            return .unavailable
        }
    }

    /// Without card numbers.
    static func message(_ body: [UInt8], _ description: WebhookDescription, _ shop: ShopKey) -> ReceiveWebhook {
        ReceiveWebhook(
            channel: shop.channel, shop: shop.shop, topic: description.topic, deliveryID: description.eventID,
            body: Data(CardRedaction.redacted(body)).base64EncodedString())
    }

    /// The same for a repeat: a delivery's own id would differ, and an event that is told twice may have two bodies.
    static func id(of body: [UInt8], _ description: WebhookDescription, _ shop: ShopKey) -> UUID {
        let hash = UUID(bytes: ContentHash(of: body).bytes[...]).text
        return .v5("webhook/\(shop.text)/\(description.topic)/\(description.eventID ?? "-")/\(hash)")
    }

    private func refuse(_ shop: ShopKey, topic: String, _ why: String, _ logger: Logger) -> Verdict {
        logger.warning(
            "webhook refused",
            metadata: [
                "channel": Self.shown(shop.channel), "shop": Self.shown(shop.shop), "topic": Self.shown(topic),
                "reason": "\(why)",
            ])
        return .unsigned
    }

    /// Anybody can write what is not signed: short, and without line breaks.
    private static func shown(_ text: String) -> Logger.MetadataValue {
        let visible = text.unicodeScalars.prefix(100).filter { $0.value >= 0x20 && $0.value != 0x7F }
        return .string(String(String.UnicodeScalarView(visible)))
    }
}
