import Foundation

/// Behind which order a page begins, and of which list: opaque to whoever is given it. What changes while somebody turns the
/// pages moves nothing over their edges.
struct ShopifyCursor {
    /// The last order of the page before: when it changed, and its id.
    let updatedAt: Int64
    let id: String
    let query: String

    init(behind order: MarketOrder, query: String) {
        updatedAt = order.updatedAt
        id = order.id
        self.query = query
    }

    init?(_ text: String) {
        let padded = text + String(repeating: "=", count: (4 - text.count % 4) % 4)
        let parts = Base64.decoded(padded)?.split(separator: " ", maxSplits: 2).map(String.init) ?? []
        guard parts.count == 3, let updatedAt = Int64(parts[0]) else { return nil }
        self.updatedAt = updatedAt
        id = parts[1]
        query = parts[2]
    }

    /// Without what an address would have to escape.
    var text: String {
        let plain = query.replacingOccurrences(of: "+", with: "%2B")
        return Data("\(updatedAt) \(id) \(plain)".utf8).base64EncodedString().filter { $0 != "=" }
    }

    /// - Parameter isAscending: as the list is sorted.
    func isBefore(_ order: MarketOrder, isAscending: Bool) -> Bool {
        let mark = (updatedAt, id)
        let here = (order.updatedAt, order.id)
        return isAscending ? mark < here : here < mark
    }
}
