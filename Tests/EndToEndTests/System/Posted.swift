import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import TestSupport
import WireJSON

/// A message with the place that it is published to.
struct Posted {
    let envelope: Envelope
    let exchange: String
    let routingKey: String

    var id: UUID { envelope.id }

    /// As the operator's command sends it.
    static func command(_ command: some Command, orderID: UUID? = nil) -> Posted {
        let type = Swift.type(of: command).type
        return Posted(
            envelope: Envelope(
                id: UUID(), source: "/operator/test", type: type, time: .wallClock, orderID: orderID,
                data: command.jsonBytes),
            exchange: Topology.commands, routingKey: Topology.routingKey(ofCommand: type, orderID: orderID ?? .zero))
    }

    /// As a storefront sends it.
    static func submission(_ command: some Command, channel: String = "web", shop: String = "main") -> Posted {
        Posted(
            envelope: Envelope(
                id: UUID(), source: "/shop", type: Swift.type(of: command).type, time: .wallClock,
                data: command.jsonBytes),
            exchange: Topology.intake, routingKey: "orders.\(channel).\(shop)")
    }

    var outbound: Outbound {
        var properties = MessageProperties()
        properties.contentType = Envelope.contentType
        properties.messageID = envelope.id.text
        return Outbound(
            id: 0, exchange: exchange, routingKey: routingKey, mandatory: true, properties: properties,
            body: envelope.jsonBytes)
    }
}

extension WaybillSystem {
    /// Publishes and waits for the broker's confirms.
    func post(_ messages: [Posted]) async throws {
        try await broker.withAdministrator { try await $0.publishAndConfirm(messages.map(\.outbound)) }
    }

    /// Publishes commands, and waits until each is answered.
    /// - Returns: the answers by the commands' ids.
    func ask<Fact: Event>(_ commands: [Posted], of service: ServiceName, for _: Fact.Type) async throws -> [UUID: Fact]
    {
        try await post(commands)
        return try await answers(to: commands.map(\.id), of: service, as: Fact.self)
    }

    func answers<Fact: Event>(
        to commands: [UUID], of service: ServiceName, as _: Fact.Type, within deadline: Duration = .seconds(180)
    ) async throws -> [UUID: Fact] {
        var answers: [UUID: Fact] = [:]
        try await waitUntil(
            "\(service.rawValue) answers \(commands.count) with \(Fact.type.rawValue)", within: deadline,
            every: .milliseconds(100)
        ) {
            try await self.database.withConnection(schema: service.schema) { connection in
                for row in try await connection.query(Self.replies, commands.filter { answers[$0] == nil }) {
                    let message = try ReceivedMessage(parsing: try row.bytes(1))
                    if message.type == Fact.type { answers[try row.uuid(0)] = try message.payload() }
                }
            }
            return answers.count == commands.count
        }
        return answers
    }

    private static let replies = Statement(
        "test_replies", "SELECT command_id, envelope FROM reply WHERE command_id = ANY($1::uuid[])")
}
