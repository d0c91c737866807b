import Contracts
import FoundationEssentials
import Inventory
import Messaging
import PaymentVerify
import SagaCoordinator
import WireJSON

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

    func mutatedWebhookID(_ id: String, _ key: String) -> String {
        guard has(.freshWebhookID), let attempt = key.split(separator: "/").last, attempt != "1" else { return id }
        return "\(attempt)-\(id)"
    }

    /// What a service sends; nil when it does not.
    func mutated(
        _ message: OutgoingMessage, by service: SimulatedService, of cause: ReceivedMessage
    ) -> OutgoingMessage? {
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
            // As the true answer: one that names no lines is of the whole, and the release would be asked for without an end.
            pretend(
                StockReleased(reservationID: release.reservationID, lines: release.lines, ordinal: release.ordinal),
                answers: message, as: .inventory)
            return nil
        default: return mutatedOnTheWayBack(message, by: service, of: cause)
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
    func pretend(_ answer: some Event, answers command: OutgoingMessage, as service: ServiceName) {
        var outcome = Outcome(cause: command.envelope, service: service, now: Timestamp(microseconds: now))
        outcome.reply(answer, to: CommandReference(command.envelope))
        for message in outcome.messages {
            publish(message.envelope, exchange: message.exchange, routingKey: message.routingKey)
        }
    }
}
