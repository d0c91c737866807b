import Contracts
import WireJSON

/// Trendyol's list of claims (`getClaims`). Each claimed unit is an entry of its own, with a status of its own: what was claimed is
/// told as long as any of it is, so that a claim which is decided unit by unit does not become another one.
enum TrendyolClaims {
    /// Units that the customer keeps after all, or that Trendyol does not let him give back.
    private static let over: Set<String> = ["Cancelled", "Rejected"]

    /// - Returns: nil when it is no such list.
    static func read(_ body: [UInt8]) -> [ChannelClaim]? {
        let limits = JSONLimits(maximumBytes: JSONLimits.message.maximumBytes)
        guard let root = try? JSONDocument(parsing: body, limits: limits).root, let list = list(in: root) else {
            return nil
        }
        let claims = list.elements.map { claim($0) }
        return claims.contains { $0 == nil } ? nil : claims.compactMap(\.self)
    }

    /// The same one by one, as ``ChannelAdapter/pollClaims(_:over:)`` gives them: what cannot be read stays what it is, and keeps no
    /// other waiting.
    static func documents(in root: JSONNode) -> [[UInt8]]? {
        list(in: root)?.elements.map { claim($0)?.jsonBytes ?? Array($0.rawBytes) }
    }

    private static func list(in root: JSONNode) -> JSONNode? {
        let list = root["content"] ?? root
        return list.kind == .array ? list : nil
    }

    private static func claim(_ node: JSONNode) -> ChannelClaim? {
        let reader = PayloadReader()
        // In 2025 `id` was `claimId` for a while.
        guard let id = reader.id(reader.spelling("claimId", "id", of: node), of: node),
            let orderID = reader.id("orderNumber", of: node), let items = node["items"], items.kind == .array
        else { return nil }
        var found: [ChannelClaim.Item] = []
        var isOver = true
        for item in items.elements {
            guard let line = item["orderLine"],
                let lineID = reader.id(reader.spelling("lineId", "id", of: line), of: line)
            else { return nil }
            for unit in item["claimItems"]?.elements.map(\.self) ?? [] {
                let status = unit["claimItemStatus"].flatMap { reader.id("name", of: $0) } ?? ""
                if !over.contains(status) { isOver = false }
                let reason = unit["customerClaimItemReason"] ?? unit["trendyolClaimItemReason"]
                let code = reason.flatMap { reader.id("code", of: $0) }?.lowercased() ?? "other"
                if let known = found.firstIndex(where: { $0.lineID == lineID && $0.reason == code }) {
                    found[known].quantity += 1
                } else {
                    found.append(ChannelClaim.Item(lineID: lineID, quantity: 1, reason: code))
                }
            }
        }
        return ChannelClaim(id: id, orderID: orderID, items: isOver ? [] : found)
    }
}
