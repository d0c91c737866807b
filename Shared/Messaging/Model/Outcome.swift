public import Contracts
public import FoundationEssentials
import WireJSON

/// What a handler decided besides changed rows: messages, timers, effects.
///
/// Ids are derived from the causing message, the type and an ordinal, so that handling the same message again gives
/// the same messages, and a repeat collapses at the next hop.
public struct Outcome: Sendable {
    public private(set) var messages: [OutgoingMessage] = []
    public private(set) var timers: [TimerChange] = []
    public private(set) var effects: [EffectRequest] = []

    private let cause: Envelope
    private let service: ServiceName
    private let now: Timestamp

    public init(cause: Envelope, service: ServiceName, now: Timestamp) {
        self.cause = cause
        self.service = service
        self.now = now
    }

    /// Asks another service, in the name of a saga's step. The id is made of (aggregate, step, epoch, type, ordinal).
    /// - Parameter answers: a message from outside that is answered by whoever does this: a repeat of it repeats this command,
    ///   and with it the answer.
    /// - Returns: the message as it goes out, for whoever may have to ``resend(_:exchange:routingKey:)`` it.
    @discardableResult
    public mutating func send<Request: Command>(
        _ command: Request, orderID: UUID, aggregate: UUID, step: String, epoch: Int, ordinal: Int = 0,
        channel: String? = nil, answers: UUID? = nil
    ) -> OutgoingMessage {
        let id = UUID.v5("\(aggregate.text)/\(step)/\(epoch)/\(Request.type.rawValue)/\(ordinal)")
        return append(
            command, id: id, orderID: orderID, subject: "order/\(orderID.text)", step: step, epoch: epoch,
            channel: channel ?? cause.channel, trace: cause.trace, exchange: Topology.commands,
            routingKey: Topology.routingKey(ofCommand: Request.type, orderID: orderID, from: service), answers: answers)
    }

    /// Asks the engine of a service for something that every service does, such as to forget a person: whose command it is
    /// does not say who carries it out.
    /// - Parameter aggregate: what it is about; once for each service.
    public mutating func send<Request: Command>(
        _ command: Request, toEngineOf service: ServiceName, aggregate: UUID, step: String
    ) {
        let id = UUID.v5("\(aggregate.text)/\(step)/\(Request.type.rawValue)/\(service.rawValue)")
        // Every process of the coordinator reads every shard.
        let key =
            service == .saga ? "saga.\(Topology.shard(of: aggregate))" : "\(service.rawValue).\(Request.type.name)"
        append(
            command, id: id, orderID: nil, subject: nil, step: nil, epoch: 0, channel: cause.channel,
            trace: cause.trace, exchange: Topology.commands, routingKey: key)
    }

    /// Sends a command again exactly as it was, with its first time and trace: whoever has it already knows it by its id
    /// and its content.
    public mutating func resend(_ envelope: Envelope, exchange: String, routingKey: String) {
        messages.append(OutgoingMessage(envelope: envelope, exchange: exchange, routingKey: routingKey))
    }

    /// States a fact. Several of one type in one handling need ordinals.
    /// - Parameter sequence: the version of the aggregate that speaks.
    public mutating func publish<Fact: Event>(
        _ event: Fact, orderID: UUID? = nil, subject: String? = nil, sequence: Int64? = nil, ordinal: Int = 0,
        channel: String? = nil
    ) {
        let order = orderID ?? cause.orderID ?? .zero
        append(
            event, id: derivedID(of: Fact.type, from: cause.id, ordinal), orderID: order, subject: subject,
            step: nil, epoch: 0, sequence: sequence, channel: channel ?? cause.channel, trace: cause.trace,
            exchange: Topology.events,
            routingKey: Topology.routingKey(ofEvent: Fact.type, orderID: order, channel: channel ?? cause.channel))
    }

    /// Answers a command: the bytes are kept, and a repeat of the command gets them again.
    public mutating func reply<Fact: Event>(
        _ event: Fact, to command: CommandReference, subject: String? = nil, sequence: Int64? = nil, ordinal: Int = 0
    ) {
        append(
            event, id: derivedID(of: Fact.type, from: command.id, ordinal), orderID: command.orderID,
            subject: subject, step: command.step, epoch: command.epoch, sequence: sequence, channel: command.channel,
            trace: command.trace ?? cause.trace, exchange: Topology.events,
            routingKey: Topology.routingKey(ofEvent: Fact.type, orderID: command.orderID, channel: command.channel),
            answers: command.id)
    }

    /// Answers an operator's command: the bytes are kept, which is where the command line reads them, and published for
    /// whoever else cares. No queue of ours listens.
    public mutating func reply<Fact: Answer>(_ answer: Fact, to command: CommandReference, ordinal: Int = 0) {
        append(
            answer, id: derivedID(of: Fact.type, from: command.id, ordinal), orderID: command.orderID, subject: nil,
            step: nil, epoch: 0, channel: command.channel, trace: command.trace ?? cause.trace,
            exchange: Topology.publicEvents, routingKey: "answer.operator.\(service.rawValue)", answers: command.id)
    }

    /// Tells a storefront. `routingKey` is `answer.<channel>.<shop>`, `order.<channel>.<shop>.<event>` or
    /// `stock.<channel>.<shop>`.
    /// - Parameter key: what makes this message the same when it is made again, such as an order's version.
    public mutating func announce<Fact: Event>(
        _ event: Fact, routingKey: String, key: String, orderID: UUID? = nil, sequence: Int64? = nil,
        channel: String? = nil, answers: UUID? = nil
    ) {
        assert(
            MessageCatalogue.toStorefronts.contains(Fact.type), "\(Fact.type.rawValue) is not described to storefronts")
        append(
            event, id: .v5("public/\(routingKey)/\(Fact.type.rawValue)/\(key)"), orderID: orderID,
            subject: nil, step: nil, epoch: 0, sequence: sequence, channel: channel ?? cause.channel,
            trace: cause.trace, exchange: Topology.publicEvents, routingKey: routingKey, answers: answers)
    }

    /// Wakes this service up later with a message to itself; another timer of the same key replaces it.
    /// - Parameter key: unique in the service, such as `deadline/<order id>`.
    public mutating func schedule<Request: Command>(
        _ message: Request, key: String, after delay: Duration, orderID: UUID? = nil
    ) {
        let id = UUID.v5("timer/\(service.rawValue)/\(key)", in: cause.id)
        let envelope = envelope(
            message, id: id, orderID: orderID ?? cause.orderID, subject: nil, step: nil, epoch: 0, sequence: nil,
            channel: cause.channel, trace: cause.trace)
        timers.append(.set(TimerRequest(key: key, delay: delay, envelope: envelope)))
    }

    /// Takes a timer back; nothing happens when there is none.
    public mutating func cancelTimer(key: String) {
        timers.append(.cancel(key: key))
    }

    /// Asks for something outside of the building to be done, once per key; see ``EffectPerformer``.
    public mutating func perform(_ effect: EffectRequest) {
        effects.append(effect)
    }

    private func derivedID(of type: MessageType, from id: UUID, _ ordinal: Int) -> UUID {
        .v5("\(service.rawValue)/\(type.rawValue)/\(ordinal)", in: id)
    }

    private func envelope(
        _ payload: some MessagePayload, id: UUID, orderID: UUID?, subject: String?, step: String?, epoch: Int,
        sequence: Int64?, channel: String?, trace: TraceContext?
    ) -> Envelope {
        Envelope(
            id: id, source: service.source, type: Swift.type(of: payload).type, subject: subject, time: now,
            orderID: orderID == .zero ? nil : orderID, causationID: cause.id, step: step, epoch: epoch,
            sequence: sequence, channel: channel, trace: (trace ?? .root(from: cause.id)).child(of: id),
            data: payload.jsonBytes)
    }

    @discardableResult
    private mutating func append(
        _ payload: some MessagePayload, id: UUID, orderID: UUID?, subject: String?, step: String?, epoch: Int,
        sequence: Int64? = nil, channel: String?, trace: TraceContext?, exchange: String, routingKey: String,
        answers: UUID? = nil
    ) -> OutgoingMessage {
        let envelope = envelope(
            payload, id: id, orderID: orderID, subject: subject, step: step, epoch: epoch, sequence: sequence,
            channel: channel, trace: trace)
        let message = OutgoingMessage(
            envelope: envelope, exchange: exchange, routingKey: routingKey, answers: answers)
        messages.append(message)
        return message
    }
}
