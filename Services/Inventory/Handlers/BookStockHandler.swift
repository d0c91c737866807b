import Contracts
import Messaging

/// Books goods in, corrects counts, sets aside and decides: each movement by itself, the good ones booked and the bad ones
/// listed. A count that leaves less than is reserved is true: it takes reservations away.
enum BookStockHandler: MessageHandler {
    typealias Store = InventoryStore

    static func keys(of message: BookStock, _ envelope: Envelope, into keys: inout InventoryKeys) {
        keys.names.formUnion(message.movements.map(\.sku))
        for movement in message.movements {
            let taken = message.kind == "quarantine" ? movement.quantity : -movement.quantity
            guard taken > 0, message.kind == "quarantine" || message.kind == "adjust" else { continue }
            let key = StockKey(sku: movement.sku, site: movement.site)
            keys.takings[key] = min(StockBooking.largestQuantity, keys.takings[key, default: 0] &+ taken)
        }
    }

    static func handle(
        _ message: BookStock, _ context: HandlerContext, _ rows: inout InventoryRows, _ out: inout Outcome
    ) throws {
        guard let kind = StockBooking.kind(of: message.kind) else {
            let reason = Reason(
                code: "unknown_kind", path: "$.kind",
                message: "stock is booked by receive, adjust, quarantine, unquarantine or write_off")
            return out.reply(
                StockBooked(reference: message.reference, booked: 0, reasons: [reason]), to: context.command)
        }
        var reasons: [Reason] = []
        for (index, movement) in message.movements.enumerated() {
            let path = "$.movements[\(index)]"
            // An alias books the article that it stands for.
            let article = rows.article(named: movement.sku)
            let key = StockKey(sku: article?.sku ?? movement.sku, site: movement.site)
            if let reason = StockBooking.refusal(
                of: movement, as: kind, article: article, knowsSite: rows.sites[movement.site] != nil,
                balance: rows.balance(at: key), path: path)
            {
                reasons.append(reason)
                continue
            }
            if let bin = movement.bin, !bin.isEmpty { rows.bins[key] = Bin(key: key, code: bin) }
            let change = StockBooking.change(by: movement.quantity, as: kind)
            rows.book(
                StockMovement(
                    key: key, kind: kind, onHand: change.onHand, reserved: 0, quarantined: change.quarantined,
                    reference: message.reference, actor: message.actor, messageID: context.envelope.id), &out)
            try WithdrawReservations.run(at: key, context, &rows, &out)
        }
        out.reply(
            StockBooked(
                reference: message.reference, booked: message.movements.count - reasons.count, reasons: reasons),
            to: context.command)
    }
}
