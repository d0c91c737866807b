import Contracts
import FoundationEssentials
import Messaging

/// Hands a marketplace's claim on to the returns service, once: a claim that is read again is the same message, and one that has
/// become another since is parked there for a person.
enum ClaimTaking {
    /// - Throws: `HandlerError` that parks what is no line's, and waits for an order that has not come.
    static func take(
        _ message: Webhook, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws -> String {
        guard let claim = message.claim, let key = message.orderKey else {
            throw HandlerError.park("unfit_claim", "the body holds no claim")
        }
        // Over and done with, also of an order that never came here.
        if claim.isOver { return "nothing_claimed" }
        guard let row = rows.orders[key] else {
            throw HandlerError.retry("unknown_order", "no order \(key.externalID) has come yet")
        }
        if row.disposition == .recorded(.awaitingPackages) {
            throw HandlerError.retry("awaiting_packages", "order \(key.externalID) waits for its packages")
        }
        // What was only recorded was not sent from here, and does not come back here.
        guard row.isAnnounced else { return "recorded" }
        guard let lines = claim.lines(of: row.order) else {
            throw HandlerError.park(
                "claim_without_line", "claim \(claim.id) is of something that is no one line of order \(row.id.text)")
        }
        out.send(
            // Not as one that was approved there: nobody has decided on it, and it may be declined here.
            RequestReturn(lines: lines, settlement: .refund, actor: message.shop.text, openClaimID: claim.id),
            orderID: row.id,
            aggregate: .v5("claim/\(message.shop.text)/\(claim.id)"), step: "claim", epoch: 0,
            channel: message.shop.text)
        return "claim"
    }
}
