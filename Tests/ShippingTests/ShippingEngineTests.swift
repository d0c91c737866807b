import AMQP
import Contracts
import FoundationEssentials
import Logging
import Messaging
import Postgres
import TestSupport
import Testing
import WireJSON

@testable import Shipping

@Suite("Shipping on the engine, with carriers that misbehave")
struct ShippingEngineTests {
    private struct System: Sendable {
        let database: TestDatabase
        let broker: TestBroker

        func send(_ payloads: [any MessagePayload], _ name: String) async throws {
            let outbound = payloads.enumerated().map { number, payload in
                let type = Swift.type(of: payload).type
                let isEvent = payload is any Event
                let envelope = Envelope(
                    id: .v5("\(name)/\(number)"), source: "/waybill/saga", type: type,
                    time: Timestamp(seconds: 1_790_000_000), orderID: .v5("order"), data: payload.jsonBytes)
                return Outbound(
                    id: 0, exchange: isEvent ? Topology.events : Topology.commands,
                    routingKey: isEvent
                        ? Topology.routingKey(ofEvent: type, orderID: .v5("order"))
                        : Topology.routingKey(ofCommand: type, orderID: .v5("order")), mandatory: true,
                    properties: MessageProperties(contentType: Envelope.contentType), body: envelope.jsonBytes)
            }
            // Each twice, as after a crash of the sender.
            try await broker.withAdministrator { try await $0.publishAndConfirm(outbound + outbound) }
        }

        func number(_ sql: Statement) async throws -> Int {
            try await database.withConnection(schema: "shipping") { try await $0.query(sql)[0].int(0) }
        }

        func set(_ carrier: String, _ mode: String) async throws {
            let set = Statement(
                "set_mode",
                """
                INSERT INTO sandbox_carrier_mode VALUES ($1::text, $2::text)
                ON CONFLICT (carrier) DO UPDATE SET mode = excluded.mode
                """)
            try await database.withConnection(schema: "shipping") { _ = try await $0.query(set, carrier, mode) }
        }

        /// Each label that a parcel has was sold once, and none was sold that nobody has.
        func expectOnce() async throws {
            let wrong = Statement(
                "wrong",
                """
                SELECT count(*)
                FROM (SELECT tracking ->> 'trackingNumber' AS number FROM parcel WHERE tracking IS NOT NULL) p
                FULL JOIN (SELECT tracking_number AS number FROM sandbox_carrier_ledger WHERE operation = 'label') c
                    ON c.number = p.number
                WHERE p.number IS NULL OR c.number IS NULL
                """)
            #expect(try await number(wrong) == 0)
        }
    }

    private static func with(
        _ limits: CarrierAccount.Limits, _ body: @Sendable (System) async throws -> Void
    ) async throws {
        try await TestDatabase.with { database in
            let configuration = database.configuration(schema: "shipping")
            _ = try await Migrator.migrate(
                configuration: configuration, schema: "shipping",
                migrations: EngineMigrations.all + ShippingService.migrations, logger: Logger(label: "test"))
            try await TestBroker.with { broker in
                var carriers: CarrierAccounts = [:]
                for name in CarrierChoice.carriers.map(\.name) {
                    let carrier = SandboxCarrier(
                        name: name, behaviour: .init(latency: .zero, scanInterval: .zero), database: configuration,
                        logger: Logger(label: "test"))
                    carriers[name] = CarrierAccount(carrier, limits: limits)
                }
                try await RunningEngine.with(
                    .shipping, store: ShippingStore(), handlers: ShippingService.handlers,
                    effects: ShippingService.effects(carriers), database: database, broker: broker,
                    adjust: {
                        $0.effectRetryPolicy = RetryPolicy(
                            base: .milliseconds(50), cap: .milliseconds(200), maximumAttempts: 100)
                    }
                ) { _ in try await body(System(database: database, broker: broker)) }
            }
        }
    }

    @Test("Every fate that an address can ask for ends as it says, with one label each")
    func fates() async throws {
        // However slowly a carrier answers under load, none is left alone for it: that would send parcels to the other.
        try await Self.with(.init(patience: .seconds(2), failures: .max, pause: .milliseconds(500))) { system in
            let fates: [SandboxFate] = [
                .refused, .unserved, .timeOut, .delayed, .exception, .failed, .lost, .returned,
            ]
            let ids = fates.map { UUID.v5($0.rawValue) }
            try await system.send(zip(ids, fates).map { Demo.buy($0, to: $1.rawValue) }, "label")
            try await waitUntil("every parcel but one has a label") {
                try await system.number(
                    Statement("labelled", "SELECT count(*) FROM parcel WHERE state IN ('labelled', 'refused')"))
                    == fates.count
            }
            try await system.send(ids.dropFirst().map { Demo.handedOver($0) }, "handed_over")
            try await waitUntil("every parcel has arrived somewhere") {
                try await system.number(
                    Statement(
                        "arrived", "SELECT count(*) FROM parcel WHERE state IN ('delivered', 'lost', 'returned')"))
                    == fates.count - 1
            }
            let expected = Statement(
                "expected",
                """
                SELECT count(*) FROM parcel WHERE
                    (request -> 'shipTo' ->> 'postcode' = 'LOST') <> (state = 'lost')
                    OR (request -> 'shipTo' ->> 'postcode' = 'RETURNED') <> (state = 'returned')
                    OR (request -> 'shipTo' ->> 'postcode' = 'UNSERVED') <> (tracking ->> 'carrier' = 'sandbox2')
                """)
            #expect(try await system.number(expected) == 0)
            try await system.expectOnce()
        }
    }

    @Test("A carrier that does the work and drops the connection is asked, and sells one label; voided once, too")
    func drop() async throws {
        try await Self.with(.init(patience: .seconds(2), failures: 3, pause: .milliseconds(500))) { system in
            try await system.set("sandbox", "drop")
            let ids = (0..<10).map { UUID.v5("parcel \($0)") }
            try await system.send(ids.map { Demo.buy($0) }, "label")
            let sold = Statement(
                "sold", "SELECT count(*) FROM sandbox_carrier_ledger WHERE operation = 'label'")
            try await waitUntil("every label is sold") { try await system.number(sold) == 10 }
            try await system.set("sandbox", "up")
            let labelled = Statement("labelled", "SELECT count(*) FROM parcel WHERE state = 'labelled'")
            try await waitUntil("every parcel has its label") { try await system.number(labelled) == 10 }
            try await system.expectOnce()
            try await system.set("sandbox", "drop")
            try await system.send(ids.map { VoidLabel(parcelID: $0, reason: "customer") }, "void")
            let voided = Statement("voided", "SELECT count(*) FROM sandbox_carrier_ledger WHERE operation = 'void'")
            try await waitUntil("every label is void there") { try await system.number(voided) == 10 }
            try await system.set("sandbox", "up")
            try await waitUntil("and here") {
                try await system.number(Statement("void", "SELECT count(*) FROM parcel WHERE state = 'void'")) == 10
            }
            try await system.expectOnce()
        }
    }

    @Test("When a carrier is down the other one takes the parcels, and what it may have taken before stays its own")
    func down() async throws {
        // It takes as many failures as there are first ones, and long to each: before it is left alone, all have been asked.
        try await Self.with(.init(patience: .seconds(5), failures: 4, pause: .milliseconds(500))) { system in
            try await system.set("sandbox", "hang")
            let first = (0..<4).map { UUID.v5("first \($0)") }
            try await system.send(first.map { Demo.buy($0) }, "first")
            // They are asked, and nobody knows what came of it: they stay. Once its circuit is open, others go elsewhere.
            let asked = Statement("asked", "SELECT count(*) FROM effect WHERE kind = 'label' AND attempts > 1")
            try await waitUntil("the first have been tried again") { try await system.number(asked) == 4 }
            try await system.set("sandbox", "down")
            let refused = Statement("down", "SELECT count(*) FROM effect WHERE reason LIKE '%connection to sandbox%'")
            try await waitUntil("it is down for everybody") { try await system.number(refused) > 0 }
            let second = (0..<6).map { UUID.v5("second \($0)") }
            try await system.send(second.map { Demo.buy($0) }, "second")
            let elsewhere = Statement(
                "elsewhere", "SELECT count(*) FROM parcel WHERE tracking ->> 'carrier' = 'sandbox2'")
            try await waitUntil("the others are taken by the second carrier") {
                try await system.number(elsewhere) == 6
            }
            #expect(
                try await system.number(
                    Statement("waiting", "SELECT count(*) FROM parcel WHERE state = 'label_requested'")) == 4)
            try await system.set("sandbox", "up")
            try await waitUntil("the first get theirs when it is back") {
                try await system.number(
                    Statement(
                        "back",
                        "SELECT count(*) FROM parcel WHERE state = 'labelled' AND tracking ->> 'carrier' = 'sandbox'"))
                    == 4
            }
            try await system.expectOnce()
        }
    }
}
