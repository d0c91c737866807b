import Contracts

/// Whether goods may be booked in or a count corrected, movement by movement.
enum StockBooking {
    /// More than any warehouse holds, and far from overflow when summed.
    static let largestQuantity = 1_000_000_000

    /// - Parameter path: of the movement in the command, for the reason.
    /// - Returns: why it is refused; nil when it is booked.
    static func refusal(
        of movement: StockMovementRequest, as kind: StockMovement.Kind, knowsArticle: Bool, knowsSite: Bool,
        balance: Balance, path: String
    ) -> Reason? {
        guard knowsArticle else {
            return Reason(
                code: "unknown_sku", path: path + ".sku", message: "the catalogue has no article \(movement.sku)")
        }
        guard knowsSite else {
            return Reason(code: "unknown_site", path: path + ".site", message: "there is no site \(movement.site)")
        }
        let quantity = movement.quantity
        guard quantity != 0, (-largestQuantity...largestQuantity).contains(quantity), kind != .receive || quantity > 0
        else {
            return Reason(
                code: "invalid_quantity", path: path + ".quantity",
                message: kind == .receive ? "units received must be positive" : "a correction must not be zero")
        }
        guard let obstacle = balance.obstacle(onHand: quantity) else { return nil }
        return Reason(
            code: obstacle.rawValue, path: path + ".quantity",
            message:
                "\(movement.site) has \(balance.onHand) of \(movement.sku), of which \(balance.reserved) are reserved")
    }
}
