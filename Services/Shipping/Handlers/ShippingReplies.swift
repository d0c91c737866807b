import Contracts
import Messaging

/// What shipping answers and asks for, in one place. A return's parcel speaks to returns, an order's to the coordinator.
enum ShippingReplies {
    static func subject(_ parcel: ShippedParcel) -> String {
        parcel.isReturn ? "return/\(parcel.id.text)" : "parcel/\(parcel.id.text)"
    }

    static func labelled(_ parcel: ShippedParcel, to command: CommandReference, _ out: inout Outcome) {
        guard let tracking = parcel.tracking, let cost = parcel.cost, let currency = parcel.costCurrency else { return }
        if parcel.isReturn {
            out.reply(
                ReturnLabelled(returnID: parcel.id, tracking: tracking, label: parcel.label), to: command,
                subject: subject(parcel), sequence: parcel.version)
        } else {
            out.reply(
                ParcelLabelled(tracking: tracking, cost: cost, currency: currency), to: command,
                subject: subject(parcel), sequence: parcel.version)
        }
    }

    static func refused(_ parcel: ShippedParcel, _ reason: Reason, to command: CommandReference, _ out: inout Outcome) {
        if parcel.isReturn {
            out.reply(
                ReturnLabelRefused(returnID: parcel.id, reason: reason), to: command, subject: subject(parcel),
                sequence: parcel.version)
        } else {
            out.reply(
                LabelRefused(parcelID: parcel.id, reason: reason), to: command, subject: subject(parcel),
                sequence: parcel.version)
        }
    }

    static func voided(_ parcel: ShippedParcel, to command: CommandReference, _ out: inout Outcome) {
        out.reply(LabelVoided(parcelID: parcel.id), to: command, subject: subject(parcel), sequence: parcel.version)
    }

    /// The key is made of the parcel and of how many purchases were proven to have come to nothing: however often it is
    /// asked for, one label is bought.
    static func buy(_ parcel: ShippedParcel, _ out: inout Outcome) {
        guard let request = parcel.request, let carrier = parcel.carrier else { return }
        out.perform(
            EffectRequest(
                kind: LabelEffectDone.effectKind, key: parcel.labelKey,
                request: LabelPurchase(carrier: carrier, label: request), command: parcel.command))
    }

    static func voidLabel(_ parcel: ShippedParcel, _ out: inout Outcome) {
        guard let tracking = parcel.tracking else { return }
        out.perform(
            EffectRequest(
                kind: VoidEffectDone.effectKind, key: parcel.voidKey, request: tracking, command: parcel.command))
    }

    /// Each question is an effect of its own: its key counts them.
    static func track(_ parcel: inout ShippedParcel, handedOverAt: Timestamp, _ out: inout Outcome) {
        guard let tracking = parcel.tracking else { return }
        parcel.polls += 1
        out.perform(
            EffectRequest(
                kind: TrackEffectDone.effectKind, key: "track/\(parcel.id.text)/\(parcel.polls)",
                request: TrackRequest(
                    parcelID: parcel.id, trackingNumber: tracking.trackingNumber, handedOverAt: handedOverAt,
                    carrier: tracking.carrier,
                    postcode: parcel.isReturn ? parcel.request?.shipFrom.postcode : parcel.request?.shipTo.postcode,
                    isReturn: parcel.isReturn), command: parcel.command))
    }
}
