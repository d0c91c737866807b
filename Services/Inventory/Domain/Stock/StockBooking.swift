import Contracts

/// Whether goods may be booked in, a count corrected or goods set aside, movement by movement.
enum StockBooking {
    /// More than any warehouse holds, and far from overflow when summed.
    static let largestQuantity = 1_000_000_000

    /// What a person may book; the other kinds come about by themselves.
    static func kind(of text: String) -> StockMovement.Kind? {
        switch StockMovement.Kind(rawValue: text) {
        case let kind? where [.receive, .adjust, .quarantine, .unquarantine, .writeOff].contains(kind): kind
        default: nil
        }
    }

    /// By how much a movement changes the balance.
    static func change(by quantity: Int, as kind: StockMovement.Kind) -> (onHand: Int, quarantined: Int) {
        switch kind {
        case .quarantine: (-quantity, quantity)
        case .unquarantine: (quantity, -quantity)
        case .writeOff: (0, -quantity)
        default: (quantity, 0)
        }
    }

    /// - Parameters:
    ///   - article: what the movement's SKU or alias means.
    ///   - path: of the movement in the command, for the reason.
    /// - Returns: why it is refused; nil when it is booked. Taking more than is left beside the reservations is no reason.
    static func refusal(
        of movement: StockMovementRequest, as kind: StockMovement.Kind, article: StockKeepingUnit?, knowsSite: Bool,
        balance: Balance, path: String
    ) -> Reason? {
        guard let article else {
            return Reason(
                code: "unknown_sku", path: path + ".sku", message: "the catalogue has no article \(movement.sku)")
        }
        guard article.components.isEmpty else {
            return Reason(
                code: "kit_without_stock", path: path + ".sku",
                message: "\(article.sku) is a kit: its stock is that of its components")
        }
        guard knowsSite else {
            return Reason(code: "unknown_site", path: path + ".site", message: "there is no site \(movement.site)")
        }
        let quantity = movement.quantity
        guard quantity != 0, (-largestQuantity...largestQuantity).contains(quantity), kind == .adjust || quantity > 0
        else {
            return Reason(
                code: "invalid_quantity", path: path + ".quantity",
                message: kind == .adjust ? "a correction must not be zero" : "units must be positive")
        }
        let change = change(by: quantity, as: kind)
        guard let obstacle = balance.obstacle(onHand: change.onHand, quarantined: change.quarantined),
            obstacle != .belowReserved
        else { return nil }
        return Reason(
            code: obstacle.rawValue, path: path + ".quantity",
            message: """
                \(movement.site) has \(balance.onHand) of \(movement.sku), of which \(balance.reserved) are reserved, \
                and \(balance.quarantined) in quarantine
                """)
    }
}
