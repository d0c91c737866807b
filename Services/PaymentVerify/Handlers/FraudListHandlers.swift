import Contracts
import Messaging

/// A buyer is put on the list, or the entry changes; the next order is judged by it.
enum SetFraudListingHandler: MessageHandler {
    typealias Store = PaymentStore

    static func keys(of message: SetFraudListing, _ envelope: Envelope, into keys: inout PaymentKeys) {}

    static func handle(
        _ message: SetFraudListing, _ context: HandlerContext, _ rows: inout PaymentRows, _ out: inout Outcome
    ) throws {
        let subject = try FraudSubject(kind: message.kind, hexadecimal: message.digest)
        guard let effect = FraudInputs.Listing.Effect(rawValue: message.effect) else {
            throw HandlerError.park("invalid_listing", "an entry denies, asks for review or allows")
        }
        rows.list(
            FraudListChange(
                subject: subject, effect: effect, reason: message.reason, actor: message.actor,
                expiresAt: message.expiresAt))
        out.reply(
            FraudListingAnswered(kind: message.kind, digest: message.digest, effect: effect.rawValue),
            to: context.command)
    }
}

/// A buyer is taken off the list; that there was no entry is no fault.
enum RemoveFraudListingHandler: MessageHandler {
    typealias Store = PaymentStore

    static func keys(of message: RemoveFraudListing, _ envelope: Envelope, into keys: inout PaymentKeys) {}

    static func handle(
        _ message: RemoveFraudListing, _ context: HandlerContext, _ rows: inout PaymentRows, _ out: inout Outcome
    ) throws {
        let subject = try FraudSubject(kind: message.kind, hexadecimal: message.digest)
        rows.list(FraudListChange(subject: subject, effect: nil, reason: message.reason, actor: message.actor))
        out.reply(FraudListingAnswered(kind: message.kind, digest: message.digest), to: context.command)
    }
}

extension PaymentRows {
    /// Orders of the same batch that come after it are judged by it too.
    fileprivate mutating func list(_ change: FraudListChange) {
        listChanges.append(change)
        listings[change.subject] = change.effect.map {
            FraudInputs.Listing(kind: change.subject.kind, effect: $0, reason: change.reason)
        }
    }
}

extension FraudSubject {
    /// - Throws: `HandlerError` that parks, for what is no subject.
    fileprivate init(kind: String, hexadecimal: String) throws(HandlerError) {
        guard let kind = Kind(rawValue: kind), let subject = FraudSubject(kind: kind, hexadecimal: hexadecimal) else {
            throw .park("invalid_listing", "an entry is an email, phone, address or token with a digest of 16 bytes")
        }
        self = subject
    }
}
