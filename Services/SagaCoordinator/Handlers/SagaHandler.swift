import Contracts
import FoundationEssentials
import Messaging
import WireJSON

/// Takes any fact to the order's one transition and carries out what it says. What a fact does stands in
/// `Domain/Facts`.
enum SagaHandler<Fact: SagaFact>: MessageHandler {
    typealias Store = SagaStore
    typealias Payload = Fact

    static func keys(of fact: Fact, _ envelope: Envelope, into keys: inout SagaStore.Keys) {
        guard let orderID = envelope.orderID else { return }
        keys.orders.insert(orderID)
        if Fact.mayResend { keys.resends.insert(orderID) }
    }

    static func handle(
        _ fact: Fact, _ context: HandlerContext, _ rows: inout SagaStore.Rows, _ out: inout Outcome
    ) throws {
        guard let orderID = context.envelope.orderID else {
            throw HandlerError.park("no_order", "the message names no order")
        }
        let known = rows.sagas[orderID]
        var row = known ?? SagaRow(new: orderID)
        let envelope = context.envelope
        let origin = Origin(message: envelope.id, channel: envelope.channel, spoken: envelope.sequence)
        let transition = row.saga.after(SagaEvent(fact, epoch: envelope.epoch, at: context.now, from: origin))
        ExhaustedSteps.count(from: row.saga, to: transition.saga)
        row.saga = transition.saga
        for (ordinal, action) in transition.actions.enumerated() {
            try row.carryOut(action, ordinal, context, &out)
        }
        guard known != nil || Fact.opensRow || transition.verdict == .early else { return }
        row.log.append(
            LogEntry(
                orderID: orderID, sequence: row.saga.version, messageID: envelope.id, type: Fact.type,
                epoch: envelope.epoch, data: fact.jsonBytes, at: context.now,
                causationID: envelope.causationID, channel: origin.channel, spoken: origin.spoken, actor: fact.person,
                verdict: transition.verdict,
                sent: out.messages.map { SentMessage(id: $0.envelope.id, type: $0.envelope.type) }))
        rows.sagas[orderID] = row
    }
}
