import Contracts
import Messaging

/// What shipping answers and asks for, in one place.
enum ShippingReplies {
    static func subject(_ parcel: ShippedParcel) -> String { "parcel/\(parcel.id.text)" }

    static func labelled(_ parcel: ShippedParcel, to command: CommandReference, _ out: inout Outcome) {
        guard let tracking = parcel.tracking, let cost = parcel.cost, let currency = parcel.costCurrency else { return }
        out.reply(
            ParcelLabelled(tracking: tracking, cost: cost, currency: currency), to: command,
            subject: subject(parcel), sequence: parcel.version)
    }

    static func refused(_ parcel: ShippedParcel, _ reason: Reason, to command: CommandReference, _ out: inout Outcome) {
        out.reply(
            LabelRefused(parcelID: parcel.id, reason: reason), to: command, subject: subject(parcel),
            sequence: parcel.version)
    }

    static func voided(_ parcel: ShippedParcel, to command: CommandReference, _ out: inout Outcome) {
        out.reply(LabelVoided(parcelID: parcel.id), to: command, subject: subject(parcel), sequence: parcel.version)
    }

    /// The key is made of the parcel alone: however often it is asked for, one label is bought.
    static func buy(_ request: BuyLabel, for command: CommandReference, _ out: inout Outcome) {
        out.perform(
            EffectRequest(
                kind: LabelEffectDone.effectKind, key: "label/\(request.parcel.id.text)", request: request,
                command: command))
    }

    static func voidLabel(_ tracking: ParcelTracking, for command: CommandReference, _ out: inout Outcome) {
        out.perform(
            EffectRequest(
                kind: VoidEffectDone.effectKind, key: "void/\(tracking.parcelID.text)", request: tracking,
                command: command))
    }

    /// Each question is an effect of its own: its key counts them.
    static func track(_ parcel: inout ShippedParcel, handedOverAt: Timestamp, _ out: inout Outcome) {
        guard let tracking = parcel.tracking else { return }
        parcel.polls += 1
        out.perform(
            EffectRequest(
                kind: TrackEffectDone.effectKind, key: "track/\(parcel.id.text)/\(parcel.polls)",
                request: TrackRequest(
                    parcelID: parcel.id, trackingNumber: tracking.trackingNumber, handedOverAt: handedOverAt),
                command: parcel.command))
    }
}
