import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import Postgres
import TestSupport
import WireJSON

/// The ledger service on a database and a virtual host of its own.
struct EngineHarness: Sendable {
    let database: TestDatabase
    let broker: TestBroker

    static func with(_ body: @Sendable (EngineHarness) async throws -> Void) async throws {
        try await TestDatabase.with { database in
            _ = try await Migrator.migrate(
                configuration: database.configuration, schema: LedgerService.name.schema,
                migrations: EngineMigrations.all + [LedgerService.migration], logger: Logger(label: "test"))
            try await TestBroker.with { broker in
                try await body(EngineHarness(database: database, broker: broker))
            }
        }
    }

    /// Runs engines side by side for as long as the body runs.
    func running(
        engines: Int = 1, effects: [String: any EffectPerformer] = [:],
        adjust: (inout EngineConfiguration) -> Void = { _ in },
        _ body: @Sendable (Engine<LedgerStore>) async throws -> Void
    ) async throws {
        try await RunningEngine.with(
            LedgerService.name, store: LedgerStore(), handlers: LedgerService.handlers, effects: effects,
            database: database, broker: broker, adjust: adjust
        ) { engine in
            if engines > 1 {
                try await running(engines: engines - 1, effects: effects, body)
            } else {
                try await body(engine)
            }
        }
    }

    func publish(_ bodies: [[UInt8]], contentType: String = Envelope.contentType) async throws {
        try await broker.withAdministrator { administrator in
            try await administrator.publishAndConfirm(
                bodies.map { body in
                    var properties = MessageProperties()
                    properties.contentType = contentType
                    properties.messageID = UUID().text
                    return Outbound(
                        id: 0, exchange: Topology.commands, routingKey: "returns.test", mandatory: true,
                        properties: properties, body: body)
                })
        }
    }

    func publish(_ envelopes: [Envelope]) async throws {
        try await publish(envelopes.map(\.jsonBytes))
    }

    static func envelope(_ payload: some Command, id: UUID = UUID()) -> Envelope {
        Envelope(
            id: id, source: "/test", type: Swift.type(of: payload).type, time: Timestamp(seconds: 1_770_000_000),
            data: payload.jsonBytes)
    }

    /// One number from the service's schema.
    func count(_ sql: StaticString) async throws -> Int {
        try await database.withConnection(schema: LedgerService.name.schema) { connection in
            try await connection.query(Statement("count", sql)).first?.int(0) ?? -1
        }
    }

    func execute(_ script: String) async throws {
        try await database.withConnection(schema: LedgerService.name.schema) { connection in
            try await connection.execute(script: script)
        }
    }

    func texts(_ sql: StaticString) async throws -> [String] {
        try await database.withConnection(schema: LedgerService.name.schema) { connection in
            try await connection.query(Statement("texts", sql)).map { try $0.string(0) }
        }
    }
}
