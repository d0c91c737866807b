import Contracts
import Logging
import Messaging
import WireJSON

extension WebhookReception {
    /// Takes the orders of a page one by one, so that one that cannot be understood is parked alone. When one cannot be
    /// committed the page is to be sent again: those that were are known then, and change nothing.
    func keepPage(
        _ body: [UInt8], _ description: WebhookDescription, _ mapping: any ChannelMapping, _ shop: ShopKey,
        _ trace: TraceContext?, _ logger: Logger
    ) async -> Verdict {
        let limits = JSONLimits(maximumBytes: JSONLimits.message.maximumBytes)
        guard let root = try? JSONDocument(parsing: body, limits: limits).root else { return .unreadable }
        let documents = mapping.documents(in: root)
        if documents.isEmpty { return .unreadable }
        for document in documents {
            let verdict = await keep(document, description, shop, trace, logger)
            guard verdict == .taken else { return verdict }
        }
        logger.info("page taken", metadata: ["shop": "\(shop.text)", "orders": "\(documents.count)"])
        return .taken
    }
}
