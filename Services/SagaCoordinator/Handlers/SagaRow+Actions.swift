import Contracts
import FoundationEssentials
import Messaging

extension SagaRow {
    /// - Parameter ordinal: tells apart several facts of one type that one event makes the coordinator state.
    /// - Throws: ``HandlerError`` when a command that must be sent again is not there.
    mutating func carryOut(
        _ action: SagaAction, _ ordinal: Int, _ context: HandlerContext, _ out: inout Outcome
    ) throws(HandlerError) {
        let sender = saga.order.map { "\($0.channel)/\($0.shop)" }
        switch action {
        case .send(let command, let key, let epoch):
            let message = out.send(
                command, orderID: saga.id, aggregate: key.unit, step: key.name.rawValue, epoch: epoch, channel: sender)
            let stored = StoredCommand(
                envelope: message.envelope, bytes: message.bytes, routingKey: message.routingKey)
            commands[key] = stored
            sent.append((key, stored))
        case .resend(let key):
            guard let command = commands[key] else {
                throw .park("no_stored_command", "the command of step \(key.name.rawValue) is not there")
            }
            out.resend(command.envelope, exchange: Topology.commands, routingKey: command.routingKey)
        case .tell(let milestone):
            out.publish(
                milestone, orderID: saga.id, subject: "order/\(saga.id.text)", sequence: saga.version, ordinal: ordinal,
                channel: sender)
        case .announce(let status, let cancelsUnits):
            // A shop whose name makes no routing key has no queue either.
            guard let order = saga.order, let shop = Storefront(channel: order.channel, shop: order.shop) else {
                return
            }
            out.announce(
                status,
                routingKey: shop.orderKey(
                    cancelsUnits ? OrderStatusChanged.unitsCancelled : status.status.rawValue),
                key: "\(saga.id.text)/\(saga.version)",
                orderID: saga.id, sequence: saga.version, channel: shop.sender)
        case .answer(let answer, let origin): self.answer(answer, to: origin, context, &out)
        case .wake(let delay):
            out.schedule(DeadlineReached(), key: Self.timerKey(saga.id), after: delay, orderID: saga.id)
        case .sleep:
            out.cancelTimer(key: Self.timerKey(saga.id))
        }
    }

    /// To the operator, and to the shop when it is the shop that asked.
    private func answer(
        _ answer: any Answer, to origin: Origin, _ context: HandlerContext, _ out: inout Outcome
    ) {
        let asked = CommandReference(id: origin.message, orderID: saga.id, channel: origin.channel)
        out.reply(answer, to: origin.message == context.envelope.id ? context.command : asked)
        guard let order = saga.order, let shop = Storefront(channel: order.channel, shop: order.shop),
            origin.channel == shop.sender
        else { return }
        out.announce(
            answer, routingKey: shop.answerKey, key: origin.message.text, orderID: saga.id, sequence: saga.version,
            channel: shop.sender, answers: origin.message)
    }

    private static func timerKey(_ orderID: UUID) -> String { "deadline/\(orderID.text)" }
}
