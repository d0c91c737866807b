import Contracts
import Messaging

/// Books what came back and was inspected: to the stock, into quarantine, or off the books.
enum RestockUnitsHandler: MessageHandler {
    typealias Store = InventoryStore

    static func keys(of message: RestockUnits, _ envelope: Envelope, into keys: inout InventoryKeys) {
        keys.restocks.insert(Restock(returnID: message.returnID, ordinal: message.ordinal))
        keys.names.formUnion(message.lines.map(\.sku))
    }

    static func handle(
        _ message: RestockUnits, _ context: HandlerContext, _ rows: inout InventoryRows, _ out: inout Outcome
    ) throws {
        let receipt = Restock(returnID: message.returnID, ordinal: message.ordinal)
        if rows.restocks[receipt] == nil {
            guard rows.sites[message.site] != nil else {
                throw HandlerError.park("unknown_site", "there is no site \(message.site)")
            }
            for line in message.lines {
                guard let article = rows.article(named: line.sku) else {
                    throw HandlerError.park("unknown_sku", "the catalogue has no article \(line.sku)")
                }
                guard (1...StockBooking.largestQuantity).contains(line.quantity) else {
                    throw HandlerError.park("invalid_quantity", "units that came back must be positive")
                }
                for part in OrderedLine(lineID: "", article: article, quantity: line.quantity).demands {
                    try book(part, line.disposition, message, context, &rows, &out)
                }
            }
            rows.restocks[receipt] = receipt
        }
        out.reply(StockRestocked(returnID: message.returnID, ordinal: message.ordinal), to: context.command)
    }

    private static func book(
        _ part: Demand, _ disposition: String, _ message: RestockUnits, _ context: HandlerContext,
        _ rows: inout InventoryRows, _ out: inout Outcome
    ) throws {
        func move(_ kind: StockMovement.Kind, onHand: Int, quarantined: Int) {
            rows.book(
                StockMovement(
                    key: StockKey(sku: part.sku, site: message.site), kind: kind, onHand: onHand, reserved: 0,
                    quarantined: quarantined, reference: message.returnID.text, orderID: context.orderID,
                    messageID: context.envelope.id), &out)
        }
        switch disposition {
        case "restock": move(.restock, onHand: part.quantity, quarantined: 0)
        case "quarantine": move(.quarantine, onHand: 0, quarantined: part.quantity)
        case "write_off":
            // It was here, and is gone: the ledger says both.
            move(.quarantine, onHand: 0, quarantined: part.quantity)
            move(.writeOff, onHand: 0, quarantined: -part.quantity)
        default: throw HandlerError.park("unknown_disposition", "\(disposition) is not done with stock")
        }
    }
}
