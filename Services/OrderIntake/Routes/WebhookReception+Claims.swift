import Contracts
import Logging
import Messaging
import WireJSON

extension WebhookReception {
    /// Takes the claims of a list one by one, each in a form of ours: one that fits no order is parked alone.
    func keepClaims(
        _ body: [UInt8], _ description: WebhookDescription, _ mapping: any ChannelMapping, _ shop: ShopKey,
        _ trace: TraceContext?, _ logger: Logger
    ) async -> Verdict {
        guard let claims = mapping.claims(in: body) else { return .unreadable }
        for claim in claims {
            let verdict = await keep(claim.jsonBytes, description, shop, trace, logger)
            guard verdict == .taken else { return verdict }
        }
        logger.info("claims taken", metadata: ["shop": "\(shop.text)", "claims": "\(claims.count)"])
        return .taken
    }
}
