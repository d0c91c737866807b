import Contracts
import Messaging

/// Asks the carrier for a label. However often the coordinator asks, one is bought.
enum BuyLabelHandler: MessageHandler {
    typealias Store = ShippingStore

    static func keys(of message: BuyLabel, _ envelope: Envelope, into keys: inout ShippingStore.Keys) {
        keys.parcels.insert(message.parcel.id)
    }

    static func handle(
        _ message: BuyLabel, _ context: HandlerContext, _ rows: inout ShippingStore.Rows, _ out: inout Outcome
    ) throws {
        guard var known = rows.parcels[message.parcel.id] else {
            rows.parcels[message.parcel.id] = ShippedParcel(
                id: message.parcel.id, orderID: context.orderID, state: .labelRequested, command: context.command,
                request: message)
            ShippingReplies.buy(message, for: context.command, &out)
            return
        }
        switch known.state {
        case .labelRequested: break
        case .labelled, .handedOver, .delivered: ShippingReplies.labelled(known, to: context.command, &out)
        case .refused:
            // Asked again after a correction: a refused purchase bought nothing, so it may be tried under a new key.
            known.request = message
            known.command = context.command
            known.move(to: .labelRequested)
            rows.parcels[known.id] = known
            out.perform(
                EffectRequest(
                    kind: LabelEffectDone.effectKind, key: "label/\(known.id.text)/corrected/\(known.version)",
                    request: message, command: context.command))
        case .voidRequested, .void:
            ShippingReplies.refused(
                known, Reason(code: "voided", message: "the label was cancelled before it was asked for"),
                to: context.command, &out)
        }
    }
}
