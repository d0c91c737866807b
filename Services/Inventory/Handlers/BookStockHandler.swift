import Contracts
import Messaging

/// Books goods in or corrects counts: each movement by itself, the good ones booked and the bad ones listed.
enum BookStockHandler: MessageHandler {
    typealias Store = InventoryStore

    static func keys(of message: BookStock, _ envelope: Envelope, into keys: inout InventoryKeys) {
        keys.names.formUnion(message.movements.map(\.sku))
    }

    static func handle(
        _ message: BookStock, _ context: HandlerContext, _ rows: inout InventoryRows, _ out: inout Outcome
    ) throws {
        guard let kind = StockMovement.Kind(rawValue: message.kind), kind == .receive || kind == .adjust else {
            let reason = Reason(
                code: "unknown_kind", path: "$.kind", message: "stock is booked by receive or adjust")
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
                of: movement, as: kind, knowsArticle: article != nil, knowsSite: rows.sites[movement.site] != nil,
                balance: rows.balance(at: key), path: path)
            {
                reasons.append(reason)
                continue
            }
            if let bin = movement.bin, !bin.isEmpty { rows.bins[key] = Bin(key: key, code: bin) }
            rows.book(
                StockMovement(
                    key: key, kind: kind, onHand: movement.quantity, reserved: 0, reference: message.reference,
                    actor: message.actor, messageID: context.envelope.id), &out)
        }
        out.reply(
            StockBooked(
                reference: message.reference, booked: message.movements.count - reasons.count, reasons: reasons),
            to: context.command)
    }
}
