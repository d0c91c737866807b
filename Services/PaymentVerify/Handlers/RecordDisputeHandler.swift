import Contracts
import Messaging

/// A dispute is written down. Nothing is moved by us: while it is open, what it claims is not given back; a lost one says
/// that whoever has the money has taken it back.
enum RecordDisputeHandler: MessageHandler {
    typealias Store = PaymentStore

    static func keys(of message: RecordDispute, _ envelope: Envelope, into keys: inout PaymentKeys) {
        keys.payments.insert(message.paymentID)
        keys.disputes.insert(message.paymentID)
    }

    static func handle(
        _ message: RecordDispute, _ context: HandlerContext, _ rows: inout PaymentRows, _ out: inout Outcome
    ) throws {
        guard var payment = rows.payments[message.paymentID] else {
            throw HandlerError.park("unknown_payment", "there is no payment \(message.paymentID.text) to dispute")
        }
        guard message.amount >= 0, [.opened, .won, .lost].contains(message.status) else {
            throw HandlerError.park("invalid_dispute", "a dispute is opened, won or lost, and its amount not negative")
        }
        let key = Dispute.Key(paymentID: payment.id, disputeID: message.disputeID)
        var dispute =
            rows.disputes[key]
            ?? Dispute(
                key: key, amount: message.amount, reason: message.reason, status: .opened, actor: message.actor)
        let isNew = rows.disputes[key] == nil
        // What was decided is not opened again by news that came late.
        let isStale = message.status == .opened && dispute.status != .opened
        if isNew || !isStale && (dispute.status != message.status || dispute.amount != message.amount) {
            payment.lost -= dispute.taken
            if !isNew, dispute.status == .opened { payment.disputed -= dispute.amount }
            dispute.amount = message.amount
            dispute.reason = message.reason
            dispute.status = message.status
            dispute.actor = message.actor
            // No more than is there: what was refunded already is not taken twice.
            dispute.taken = message.status == .lost ? min(message.amount, payment.kept) : 0
            payment.lost += dispute.taken
            if dispute.status == .opened { payment.disputed += dispute.amount }
            payment.version += 1
            rows.disputes[key] = dispute
            rows.payments[payment.id] = payment
        }
        var command = context.command
        command.orderID = payment.orderID
        out.reply(
            PaymentDisputed(
                paymentID: payment.id, disputeID: message.disputeID, amount: dispute.amount, reason: dispute.reason,
                status: dispute.status, lostTotal: payment.lost),
            to: command, subject: "payment/\(payment.id.text)", sequence: payment.version)
        // A cancel that waited for the bank goes on.
        Finish.advance(payment, in: command, &rows, &out)
    }
}
