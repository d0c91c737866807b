import Contracts
import Messaging
import WireJSON

/// The carrier has answered: the label is there, or is refused, or the carrier is down and another one is asked. A label
/// that nobody wants any more is voided.
enum LabelEffectDoneHandler: MessageHandler {
    typealias Store = ShippingStore

    /// When no carrier can be reached.
    static let tryAgainAfter = Duration.seconds(30)

    static func keys(of message: LabelEffectDone, _ envelope: Envelope, into keys: inout ShippingStore.Keys) {
        if let purchase = try? LabelPurchase.parse(message.report.request) {
            keys.parcels.insert(purchase.label.parcel.id)
        }
    }

    static func handle(
        _ message: LabelEffectDone, _ context: HandlerContext, _ rows: inout ShippingStore.Rows,
        _ out: inout Outcome
    ) throws {
        let purchase = try LabelPurchase.parse(message.report.request)
        guard var parcel = rows.parcels[purchase.label.parcel.id] else {
            throw HandlerError.park("unknown_parcel", "an answer of the carrier for a parcel that is not known")
        }
        guard parcel.state == .labelRequested || parcel.state == .voidRequested else { return }
        if let refusal = message.report.refusal {
            take(refusal, &parcel, &out)
        } else if let answer = message.report.answer {
            take(try BoughtLabel.parse(answer), for: purchase.label, &parcel, context, &out)
        }
        rows.parcels[parcel.id] = parcel
    }

    private static func take(_ refusal: Reason, _ parcel: inout ShippedParcel, _ out: inout Outcome) {
        guard parcel.state == .labelRequested else {
            parcel.move(to: .void)
            return ShippingReplies.voided(parcel, to: parcel.command, &out)
        }
        if CarrierChoice.isOfOneCarrier(refusal.code), let request = parcel.request,
            let next = CarrierChoice.next(after: parcel.carrier, for: request)
        {
            // This purchase is proven to have bought nothing: the next one has a key of its own.
            parcel.carrier = next
            parcel.purchase += 1
            parcel.version += 1
            return ShippingReplies.buy(parcel, &out)
        }
        guard refusal.code == CarrierChoice.down else {
            parcel.move(to: .refused)
            return ShippingReplies.refused(parcel, refusal, to: parcel.command, &out)
        }
        parcel.move(to: .labelWaiting)
        out.schedule(
            BuyLabelAgain(parcelID: parcel.id), key: "label/\(parcel.id.text)", after: tryAgainAfter,
            orderID: parcel.orderID)
    }

    private static func take(
        _ bought: BoughtLabel, for request: BuyLabel, _ parcel: inout ShippedParcel, _ context: HandlerContext,
        _ out: inout Outcome
    ) {
        parcel.tracking = bought.tracking
        parcel.cost = bought.cost
        parcel.costCurrency = bought.currency
        parcel.label = ShippingLabel.zpl(
            tracking: bought.tracking, from: request.shipFrom, to: request.shipTo, number: request.number,
            weight: request.parcel.weight)
        guard parcel.state == .labelRequested else { return ShippingReplies.voidLabel(parcel, &out) }
        parcel.move(to: .labelled)
        ShippingReplies.labelled(parcel, to: parcel.command, &out)
        // A return's label is with the customer from here on, and its first scan is the hand-over.
        if parcel.isReturn { ParcelHandedOverHandler.follow(&parcel, since: context.now, &out) }
    }
}
