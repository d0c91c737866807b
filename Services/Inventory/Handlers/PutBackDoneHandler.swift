import Contracts
import Messaging

/// Cancelled units lie in their bins again and can be promised. When this comes before the release that keeps them, it is
/// remembered, and they are not kept.
enum PutBackDoneHandler: MessageHandler {
    typealias Store = InventoryStore

    static func keys(of message: PutBackDone, _ envelope: Envelope, into keys: inout InventoryKeys) {
        keys.reservations.insert(message.reservationID)
        keys.names.formUnion(message.lines.map(\.sku))
    }

    static func handle(
        _ message: PutBackDone, _ context: HandlerContext, _ rows: inout InventoryRows, _ out: inout Outcome
    ) throws {
        guard let known = rows.reservations[message.reservationID] else {
            throw HandlerError.park("unknown_reservation", "goods were put back of a reservation that was never made")
        }
        var change = ReservationChange(known, context)
        for units in message.lines where units.quantity > 0 {
            let key = StockKey(sku: rows.article(named: units.sku)?.sku ?? units.sku, site: units.site)
            var left = units.quantity
            for index in change.reservation.lines.indices where change.reservation.lines[index].key == key && left > 0 {
                let count = min(left, change.reservation.lines[index].kept)
                guard count > 0 else { continue }
                change.endKeeping(count, at: index, &rows, &out)
                left -= count
            }
            if left > 0, !known.state.isOver {
                let early = AllocatedUnits(site: key.site, sku: key.sku, quantity: left)
                change.update { $0.history.putBack.append(early) }
            }
        }
        change.update { $0.version += 1 }
        change.save(ifNothingIsHeld: known.state == .puttingBack ? .released : known.state, &rows)
    }
}
