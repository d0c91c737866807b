import Contracts
import Messaging
import WireJSON

/// The carrier has answered: the label is there, or is refused. A label that nobody wants any more is voided.
enum LabelEffectDoneHandler: MessageHandler {
    typealias Store = ShippingStore

    static func keys(of message: LabelEffectDone, _ envelope: Envelope, into keys: inout ShippingStore.Keys) {
        if let request = try? BuyLabel.parse(message.report.request) { keys.parcels.insert(request.parcel.id) }
    }

    static func handle(
        _ message: LabelEffectDone, _ context: HandlerContext, _ rows: inout ShippingStore.Rows,
        _ out: inout Outcome
    ) throws {
        let request = try BuyLabel.parse(message.report.request)
        guard var parcel = rows.parcels[request.parcel.id] else {
            throw HandlerError.park("unknown_parcel", "an answer of the carrier for a parcel that is not known")
        }
        let isWanted = parcel.state == .labelRequested
        guard isWanted || parcel.state == .voidRequested else { return }
        if let refusal = message.report.refusal {
            parcel.move(to: isWanted ? .refused : .void)
            if isWanted {
                ShippingReplies.refused(parcel, refusal, to: parcel.command, &out)
            } else {
                ShippingReplies.voided(parcel, to: parcel.command, &out)
            }
        } else if let answer = message.report.answer {
            let bought = try BoughtLabel.parse(answer)
            parcel.tracking = bought.tracking
            parcel.cost = bought.cost
            parcel.costCurrency = bought.currency
            parcel.label = ShippingLabel.zpl(
                tracking: bought.tracking, from: request.shipFrom, to: request.shipTo, number: request.number,
                weight: request.parcel.weight)
            if isWanted {
                parcel.move(to: .labelled)
                ShippingReplies.labelled(parcel, to: parcel.command, &out)
            } else {
                ShippingReplies.voidLabel(bought.tracking, for: parcel.command, &out)
            }
        }
        rows.parcels[parcel.id] = parcel
    }
}
