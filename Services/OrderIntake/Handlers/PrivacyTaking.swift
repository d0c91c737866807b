import Contracts
import FoundationEssentials
import Messaging

/// Carries out what a storefront asks about its customers' data.
enum PrivacyTaking {
    /// - Throws: `HandlerError` that parks what a person must do, and what cannot be understood.
    static func take(
        _ message: Webhook, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        guard let request = message.privacyRequest else {
            throw HandlerError.park("unfit_privacy_request", "\(message.message.topic) cannot be understood")
        }
        let known = request.orders.compactMap { rows.orders[OrderKey(shop: message.shop, externalID: $0)] }
        switch request {
        case .disclosure:
            let ids = known.isEmpty ? "none of its orders" : known.map(\.id.text).joined(separator: " ")
            throw HandlerError.park(
                "data_request", "a customer asks what is kept; waybill show ORDER --json shows it. Kept: \(ids)")
        case .erasure:
            for order in known {
                erase(order.id, wasAnnounced: order.isAnnounced, message.message.topic, message.shop, &out)
            }
        case .closure:
            EraseShop(shop: message.shop, after: "").schedule(&out)
        }
    }

    /// The coordinator has the last word on when: an order under way still needs to know where to. What never went there is
    /// known here alone.
    static func erase(
        _ orderID: UUID, wasAnnounced: Bool, _ topic: String, _ shop: ShopKey, _ out: inout Outcome
    ) {
        if wasAnnounced {
            out.send(
                EraseOrder(actor: shop.text, reason: topic), orderID: orderID, aggregate: orderID, step: "erase",
                epoch: 0, channel: shop.text)
        } else {
            out.send(
                ErasePersonalData(orderIDs: [orderID], reason: topic, actor: shop.text), toEngineOf: .intake,
                aggregate: orderID, step: "erase")
        }
    }

    /// PostgreSQL cannot take U+0000 in a text, and no id is longer.
    static func canBeKnown(_ externalID: String) -> Bool {
        !externalID.utf8.contains(0) && externalID.utf8.count <= SubmissionReader.longestIdentifier
    }
}
