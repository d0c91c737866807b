import AMQP
import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

/// A command that the broker has taken.
struct SentCommand: Sendable {
    var id: UUID
    var orderID: UUID
    var service: ServiceName
    var type: MessageType
}

extension OperatorSession {
    /// Asks the service that the command's type names.
    /// - Parameter shop: `channel/shop`, for what a shop may say too.
    func send<Request: Command>(
        _ command: Request, orderID: UUID = .zero, shop: String? = nil
    ) async throws -> SentCommand {
        guard let service = ServiceName(rawValue: Request.type.service) else {
            throw OperatorError("\(Request.type.rawValue) names no service")
        }
        return try await send(
            command, to: service, routingKey: Topology.routingKey(ofCommand: Request.type, orderID: orderID),
            orderID: orderID, shop: shop)
    }

    /// Asks the engine of a service.
    func ask<Request: Command>(_ request: Request, of service: ServiceName) async throws -> SentCommand {
        // Every process of the coordinator reads every shard.
        let key = service == .saga ? "saga.0" : "\(service.rawValue).\(Request.type.name)"
        return try await send(request, to: service, routingKey: key, orderID: .zero)
    }

    private func send<Request: Command>(
        _ command: Request, to service: ServiceName, routingKey: String, orderID: UUID, shop: String? = nil
    ) async throws -> SentCommand {
        let now = Timestamp.wallClock
        let id = UUID.v7(at: now, entropy: UUID())
        let envelope = Envelope(
            id: id, source: "/operator/\(OperatorName.current)", type: Request.type,
            subject: orderID == .zero ? nil : "order/\(orderID.text)", time: now,
            orderID: orderID == .zero ? nil : orderID, channel: shop, trace: .root(from: id.bytes),
            data: command.jsonBytes)
        try await broker().publishAndConfirm([
            envelope.outbound(exchange: Topology.commands, routingKey: routingKey)
        ])
        return SentCommand(id: id, orderID: orderID, service: service, type: Request.type)
    }

    /// Waits for what the service said.
    ///
    /// - Parameter expectsReply: false for a command whose only answer is that it was applied.
    /// - Throws: ``OperatorError`` when the message was parked, with the reason, or when nothing came in time.
    func replies(
        to sent: SentCommand, expectsReply: Bool = true, within limit: Duration = .seconds(20)
    ) async throws -> [ReceivedMessage] {
        let database = try await database(sent.service)
        let deadline = ContinuousClock.now + limit
        var pause = Duration.milliseconds(10)
        while true {
            let replies = try await database.query(ReplyQueries.toCommand, sent.id)
            if !replies.isEmpty { return try replies.map { try ReceivedMessage(parsing: try $0.bytes(0)) } }
            if let row = try await database.query(InboxQueries.fate, sent.orderID, sent.id).first {
                let reason = try row.stringOrNil(1) ?? "no reason was given"
                switch try row.int16(0) {
                case 0 where !expectsReply: return []
                case 2, 3:
                    throw OperatorError(
                        "\(sent.service.executable) parked the message: \(reason)",
                        advice: "waybill parked show \(sent.id.text)")
                default: break
                }
            }
            guard ContinuousClock.now < deadline else {
                throw OperatorError(
                    "\(sent.service.executable) has not answered within \(limit); the message is in its queue, with the id "
                        + sent.id.text,
                    advice: "waybill status shows whether it runs.")
            }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .milliseconds(250))
        }
    }

    /// The one reply of a type.
    func reply<Reply: MessagePayload>(
        _: Reply.Type = Reply.self, to sent: SentCommand, within limit: Duration = .seconds(20)
    ) async throws -> Reply {
        let all = try await replies(to: sent, within: limit)
        guard let message = all.first(where: { $0.type == Reply.type }) else {
            let types = all.map(\.type.rawValue).joined(separator: ", ")
            throw OperatorError("\(sent.service.executable) answered with \(types)")
        }
        return try message.payload()
    }
}

extension Envelope {
    /// The envelope as a message, with the properties that the broker's own screens show.
    func outbound(exchange: String, routingKey: String) -> Outbound {
        Outbound(
            exchange: exchange, routingKey: routingKey,
            properties: MessageProperties(
                contentType: Self.contentType, messageID: id.text, type: type.rawValue, correlationID: orderID?.text,
                timestamp: time.seconds), body: jsonBytes)
    }
}
