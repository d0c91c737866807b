import Contracts
import FoundationEssentials
import Inventory
import Messaging
import PaymentVerify
import SagaCoordinator
import WireJSON

/// A deliberate mistake, of the kind that is made in systems like this one. Each is made in the simulation's own shell:
/// nothing of it is in the services.
package enum Mutation: String, CaseIterable, Sendable {
    case noInbox = "no-inbox"
    case inboxPerProcess = "inbox-per-process"
    case acknowledgeBeforeCommit = "acknowledge-before-commit"
    case publishBeforeCommit = "publish-before-commit"
    case outboxDeletedOnPublish = "outbox-deleted-on-publish"
    case outboxNeverReadAgain = "outbox-never-read-again"
    case timerTakenBeforeCommit = "timer-taken-before-commit"
    case effectsNeverTakenOver = "effects-never-taken-over"
    case checkThenInsert = "reservation-check-then-insert"
    case tombstoneIgnored = "tombstone-ignored"
    case compensationSkipped = "compensation-skipped-for-unknown-steps"
    case stockNotReleased = "stock-not-released"
    case freshMoneyKey = "fresh-key-for-money"
    case freshRefundKey = "fresh-key-for-refunds"
    case freshLabelKey = "fresh-key-for-labels"
    case freshMessageID = "fresh-message-id"
    case acknowledgeTooMuch = "acknowledge-too-much"
    case inboxTooCoarse = "inbox-by-order-and-type"
    case captureOff = "capture-a-cent-short"

    /// What it does wrong.
    package var summary: String {
        switch self {
        case .noInbox: "a message that comes twice is handled twice"
        case .inboxPerProcess: "each process remembers what it has handled, for as long as it lives"
        case .acknowledgeBeforeCommit: "messages are acknowledged before the commit"
        case .publishBeforeCommit: "messages are published before the commit"
        case .outboxDeletedOnPublish: "an outbox row goes when its message is sent, not when it is confirmed"
        case .outboxNeverReadAgain: "what a dead process left in the outbox stays there"
        case .timerTakenBeforeCommit: "a timer is deleted before the transaction that it is for"
        case .effectsNeverTakenOver: "calls of a dead process are made by nobody"
        case .checkThenInsert: "stock is checked without a lock and written without a condition"
        case .tombstoneIgnored: "an undo that overtakes its command leaves no mark"
        case .compensationSkipped: "a step whose outcome is unknown is not undone"
        case .stockNotReleased: "a cancelled order keeps its stock"
        case .freshMoneyKey: "each attempt at moving money has a key of its own"
        case .freshRefundKey: "each attempt at giving money back has a key of its own"
        case .freshLabelKey: "each attempt at a label has a key of its own"
        case .freshMessageID: "an e-mail that is sent again is another e-mail"
        case .acknowledgeTooMuch: "an acknowledgement covers a message that is not handled"
        case .inboxTooCoarse: "a second message of a type for one order counts as a repeat"
        case .captureOff: "a capture takes a cent less than the order costs"
        }
    }

    /// Within how many seeds it must be caught.
    package var bound: Int {
        switch self {
        default: 400
        }
    }
}

extension World {
    /// The key that the outside is given.
    func mutatedKey(of effect: EffectRequest, _ service: SimulatedService, _ attempt: Int) -> String {
        let isFresh =
            switch scenario.mutation {
            case .freshMoneyKey: service.name == .payment
            case .freshRefundKey: service.name == .payment && (effect.kind == "refund" || effect.kind == "void")
            case .freshLabelKey: service.name == .shipping && effect.kind == "label"
            default: false
            }
        return isFresh && attempt > 1 ? "\(effect.key)/\(attempt)" : effect.key
    }

    func mutatedMessageID(_ id: String, _ attempt: Int) -> String {
        has(.freshMessageID) && attempt > 1 ? "\(attempt)-\(id)" : id
    }

    /// What a service sends; nil when it does not.
    func mutated(_ message: OutgoingMessage, by service: SimulatedService) -> OutgoingMessage? {
        switch (scenario.mutation, message.envelope.type) {
        case (.captureOff, CapturePayment.type):
            guard var capture = try? CapturePayment.parse(message.envelope.data) else { return message }
            capture.amount -= 1
            var changed = message
            changed.envelope.data = capture.jsonBytes
            return changed
        case (.compensationSkipped, CancelPayment.type):
            guard let id = message.envelope.orderID, let saga = house.saga.memory.sagas[id],
                saga.step(.authorise, saga.paymentID)?.finishedAt == nil
            else { return message }
            pretend(PaymentCancelled(paymentID: saga.paymentID, voided: 0, refunded: 0), answers: message, as: .payment)
            return nil
        case (.compensationSkipped, ReleaseStock.type):
            guard let id = message.envelope.orderID, let saga = house.saga.memory.sagas[id],
                saga.step(.reserve, saga.reservationID)?.finishedAt == nil
            else { return message }
            pretend(StockReleased(reservationID: saga.reservationID), answers: message, as: .inventory)
            return nil
        case (.stockNotReleased, ReleaseStock.type):
            guard let release = try? ReleaseStock.parse(message.envelope.data) else { return message }
            pretend(StockReleased(reservationID: release.reservationID), answers: message, as: .inventory)
            return nil
        default: return message
        }
    }

    /// Whether it undoes what was never done.
    func leavesTombstone(_ message: ReceivedMessage) -> Bool {
        switch message.type {
        case ReleaseStock.type: house.inventory.memory.states[message.orderID] == nil
        case CancelPayment.type: !house.payment.memory.accounts.contains { $0.orderID == message.orderID }
        default: false
        }
    }

    /// The answer of a service that was not asked.
    private func pretend(_ answer: some Event, answers command: OutgoingMessage, as service: ServiceName) {
        var outcome = Outcome(cause: command.envelope, service: service, now: Timestamp(microseconds: now))
        outcome.reply(answer, to: CommandReference(command.envelope))
        for message in outcome.messages {
            publish(message.envelope, exchange: message.exchange, routingKey: message.routingKey)
        }
    }
}
