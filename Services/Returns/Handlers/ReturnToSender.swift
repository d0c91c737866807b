import Contracts
import FoundationEssentials
import Messaging

/// Opens the return of a parcel that comes back by itself. Its id is made of the parcel: it comes back once.
enum ReturnToSender {
    static func returnID(of parcel: Parcel) -> UUID { .v5("return/parcel/\(parcel.id.text)") }

    static func keys(of parcel: Parcel, _ order: OrderSummary, into keys: inout ReturnsStore.Keys) {
        keys.wholeOrders.insert(order.id)
        keys.parcels.insert(parcel.id)
        keys.returns.insert(returnID(of: parcel))
    }

    static func open(
        _ parcel: Parcel, _ tracking: ParcelTracking, _ summary: OrderSummary, at moment: Timestamp,
        _ context: HandlerContext, _ rows: inout ReturnsStore.Rows
    ) throws -> RMA {
        guard let policy = ReturnPolicy.inForce(at: moment, of: rows.policies) else {
            throw HandlerError.park("no_policy", "no return policy was in force when the parcel turned round")
        }
        let order = rows.orders[summary.id] ?? DeliveredOrder(id: summary.id, summary: summary, asOf: moment)
        if rows.orders[summary.id] == nil { rows.orders[summary.id] = order }
        let lines = Delivery.units(of: parcel, in: summary).map { units in
            RMALine(
                lineID: units.lineID, sku: units.sku, quantity: units.sets, reason: "returned_to_sender",
                terms: .init(
                    units: units.quantity == units.sets ? nil : units.quantity, contents: units.contents,
                    parcels: take(units, of: parcel, &rows)))
        }
        // Cash that was to be taken at the door was never taken.
        var details = RMADetails(
            actor: "carrier", isPaidFor: summary.paymentMethod != .cashOnDelivery, site: parcel.site,
            tracking: tracking, reason: Reason(code: "returned_to_sender", message: "nobody took the parcel"))
        details.bounds = policy.bounds
        var rma = RMA(
            id: returnID(of: parcel), orderID: order.id, state: .inTransit, origin: .carrier, settlement: .refund,
            policyVersion: policy.version, details: details, lines: lines)
        (rma.details.expected, rma.details.expectedFees) = rma.quote(of: order, rows.settled(of: order.id))
        return rma
    }

    /// Where a scan said "delivered" before it turned round, the units must not be returned a second time.
    private static func take(
        _ units: Delivery.Units, of parcel: Parcel, _ rows: inout ReturnsStore.Rows
    ) -> [RMALine.ParcelUnits] {
        let key = ReturnableLine.Key(parcelID: parcel.id, lineID: units.lineID)
        guard var line = rows.lines[key], line.left > 0 else { return [] }
        let taken = min(line.left, units.quantity)
        line.take(taken)
        rows.lines[key] = line
        return [.init(parcelID: parcel.id, quantity: taken)]
    }
}
