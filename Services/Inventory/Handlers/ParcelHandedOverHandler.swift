import Contracts
import Messaging

/// The goods have left the building: they come off the stock, and off what the order had reserved.
enum ParcelHandedOverHandler: MessageHandler {
    typealias Store = InventoryStore

    static func keys(of message: ParcelHandedOver, _ envelope: Envelope, into keys: inout InventoryKeys) {
        keys.reservations.insert(message.reservationID)
        keys.names.formUnion(message.parcel.lines.map(\.sku))
    }

    static func handle(
        _ message: ParcelHandedOver, _ context: HandlerContext, _ rows: inout InventoryRows, _ out: inout Outcome
    ) throws {
        guard var reservation = rows.reservations[message.reservationID] else {
            throw HandlerError.park("unknown_reservation", "a parcel left for a reservation that was never made")
        }
        guard !reservation.parcels.contains(message.parcel.id) else { return }
        for line in message.parcel.lines {
            let key = StockKey(sku: rows.article(named: line.sku)?.sku ?? line.sku, site: message.parcel.site)
            let held = consume(line, at: key, of: &reservation)
            try take(line.quantity, reserved: held, at: key, message, context, &rows, &out)
        }
        reservation.parcels.append(message.parcel.id)
        reservation.version += 1
        if !reservation.state.isOver { reservation.state = reservation.state(ifNothingIsHeld: reservation.state) }
        rows.reservations[reservation.id] = reservation
    }

    /// - Returns: how many of the units were still held for the order.
    private static func consume(_ line: ParcelLine, at key: StockKey, of reservation: inout Reservation) -> Int {
        var held = 0
        for index in reservation.lines.indices
        where reservation.lines[index].lineID == line.lineID && reservation.lines[index].key == key {
            let units = min(line.quantity - held, reservation.lines[index].open)
            reservation.lines[index].consumed += units
            // The floor said that it had stopped, and has not: what left is not put back.
            reservation.lines[index].kept = min(reservation.lines[index].kept, reservation.lines[index].open)
            held += units
        }
        return held
    }

    /// Units that the order no longer held have left all the same; they can only come off what nobody else was promised.
    private static func take(
        _ quantity: Int, reserved held: Int, at key: StockKey, _ message: ParcelHandedOver, _ context: HandlerContext,
        _ rows: inout InventoryRows, _ out: inout Outcome
    ) throws {
        if let obstacle = rows.balance(at: key).obstacle(onHand: -quantity, reserved: -held) {
            throw HandlerError.park(
                "handed_over_\(obstacle.rawValue)",
                "parcel \(message.parcel.id.text) took \(quantity) of \(key.sku) from \(key.site), which the stock does not have free"
            )
        }
        rows.book(
            StockMovement(
                key: key, kind: .consume, onHand: -quantity, reserved: -held, reference: message.parcel.id.text,
                orderID: context.orderID, messageID: context.envelope.id), &out)
    }
}
