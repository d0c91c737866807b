import AMQP
import Contracts
import FoundationEssentials
import Logging
import Messaging
import Postgres
import TestSupport
import Testing
import WireJSON

@testable import Warehouse

@Suite("The warehouse on the engine")
struct WarehouseEngineTests {
    private static let orders = 60

    private static func outbound(_ payload: some MessagePayload, _ number: Int, _ name: String) -> Outbound {
        let type = Swift.type(of: payload).type
        let isEvent = payload is any Event
        let envelope = Envelope(
            id: .v5("\(name)/\(number)"), source: "/waybill/saga", type: type,
            time: Timestamp(seconds: 1_790_000_000), orderID: .v5("order \(number)"), step: name,
            data: payload.jsonBytes)
        let order = UUID.v5("order \(number)")
        return Outbound(
            id: 0, exchange: isEvent ? Topology.events : Topology.commands,
            routingKey: isEvent
                ? Topology.routingKey(ofEvent: type, orderID: order)
                : Topology.routingKey(ofCommand: type, orderID: order), mandatory: true,
            properties: MessageProperties(contentType: Envelope.contentType), body: envelope.jsonBytes)
    }

    private static func fulfil(_ number: Int, floor: FloorKind) -> FulfilOrder {
        var request = Demo.fulfil([2, 1], floor: floor)
        request.fulfilmentOrderID = .v5("fulfilment \(number)")
        return request
    }

    private static func handOver(_ number: Int) -> HandOverParcel {
        let id = UUID.v5("fulfilment \(number)")
        var request = Demo.handOver(.v5("parcel/\(id.text)/0"))
        request.fulfilmentOrderID = id
        return request
    }

    private static func cancel(_ number: Int, _ lines: [LineQuantity] = []) -> CancelFulfilment {
        CancelFulfilment(fulfilmentOrderID: .v5("fulfilment \(number)"), reason: "customer", lines: lines)
    }

    /// Two processes of the service, against a database and a virtual host of their own.
    private static func withTwo(
        _ body: @Sendable (TestDatabase, TestBroker) async throws -> Void
    ) async throws {
        try await TestDatabase.with { database in
            _ = try await Migrator.migrate(
                configuration: database.configuration(schema: "warehouse"), schema: "warehouse",
                migrations: EngineMigrations.all + WarehouseService.migrations, logger: Logger(label: "test"))
            try await TestBroker.with { broker in
                let store = WarehouseStore(autoFloorDelay: .zero)
                let handlers = WarehouseService.handlers
                try await RunningEngine.with(
                    .warehouse, store: store, handlers: handlers, database: database, broker: broker
                ) { _ in
                    try await RunningEngine.with(
                        .warehouse, store: store, handlers: handlers, database: database, broker: broker
                    ) { _ in try await body(database, broker) }
                }
            }
        }
    }

    private static func number(_ statement: Statement, _ database: TestDatabase) async throws -> Int {
        try await database.withConnection(schema: "warehouse") { try await $0.query(statement)[0].int(0) }
    }

    @Test("Thirty workers who ask at once get thirty tasks")
    func tasksAtOnce() async throws {
        try await Self.withTwo { database, broker in
            let numbers = 0..<30
            try await broker.withAdministrator {
                try await $0.publishAndConfirm(
                    numbers.map { Self.outbound(Self.fulfil($0, floor: .manual), $0, "fulfil") })
            }
            try await waitUntil("everything is released") {
                try await Self.number(
                    Statement("released", "SELECT count(*) FROM fulfilment_order WHERE state = 'released'"), database)
                    == numbers.count
            }
            let site = Self.fulfil(0, floor: .manual).allocation.site
            try await broker.withAdministrator {
                try await $0.publishAndConfirm(
                    numbers.map { Self.outbound(TakeTask(site: site, worker: "worker \($0)"), $0, "next") })
            }
            try await waitUntil("everybody is answered") {
                try await Self.number(
                    Statement("answers", "SELECT count(DISTINCT command_id) FROM reply"), database) == numbers.count
            }
            // Two transactions side by side skip what the other has locked: a few may have to ask again.
            let given = try await Self.number(
                Statement("held", "SELECT count(DISTINCT worker) FROM fulfilment_order"), database)
            #expect(given > numbers.count / 2, "\(given) of \(numbers.count) have a task")
        }
    }

    @Test("Two processes, cancels and hand-overs side by side: each has one winner, and both hear the same")
    func race() async throws {
        try await Self.withTwo { database, broker in
            let numbers = 0..<Self.orders
            try await broker.withAdministrator {
                try await $0.publishAndConfirm(
                    numbers.map { Self.outbound(Self.fulfil($0, floor: .auto), $0, "fulfil") })
            }
            try await waitUntil("everything is packed") {
                try await Self.number(
                    Statement("packed", "SELECT count(*) FROM fulfilment_order WHERE state = 'packed'"), database)
                    == Self.orders
            }
            var generator = SeededGenerator()
            let race = numbers.flatMap { number in
                let pair = [
                    Self.outbound(Self.handOver(number), number, "hand_over"),
                    Self.outbound(
                        Self.cancel(number, number % 3 == 0 ? [LineQuantity(lineID: "0", quantity: 1)] : []), number,
                        "cancel"),
                ]
                return pair.shuffled(using: &generator)
            }
            // Each twice, as after a crash of the sender.
            try await broker.withAdministrator { try await $0.publishAndConfirm(race + race) }
            let answered = Statement(
                "answered",
                """
                SELECT count(*) FROM inbox WHERE state = 0
                    AND type IN ('waybill.warehouse.cancel.v1', 'waybill.warehouse.hand_over.v1')
                """)
            try await waitUntil("everybody is answered") {
                try await Self.number(answered, database) == 2 * Self.orders
            }
            let split = Statement(
                "split",
                """
                SELECT count(*) FROM fulfilment_order o WHERE state NOT IN ('handed_over', 'cancelled', 'packed')
                    OR (state = 'packed' AND packings <> 2) OR (state = 'handed_over' AND packings <> 1)
                """)
            #expect(try await Self.number(split, database) == 0, "seed \(generator.seed)")
            let units = Statement(
                "units",
                """
                SELECT count(*) FROM fulfilment_line l JOIN fulfilment_order o ON o.id = l.fulfilment_order_id
                WHERE (o.state = 'handed_over' AND cancelled > 0) OR (o.state = 'cancelled' AND cancelled < quantity)
                """)
            #expect(try await Self.number(units, database) == 0, "seed \(generator.seed)")
        }
    }

    @Test("A site that closes hands its work back, also what was released too late to have heard of it")
    func closing() async throws {
        try await Self.withTwo { database, broker in
            try await broker.withAdministrator {
                try await $0.publishAndConfirm(
                    (0..<10).map { Self.outbound(Self.fulfil($0, floor: .manual), $0, "fulfil") })
            }
            let released = Statement("released", "SELECT count(*) FROM fulfilment_order WHERE state = 'released'")
            try await waitUntil("everything is released") { try await Self.number(released, database) == 10 }
            let news = SiteChanged(site: "ANK", isOpen: false)
            try await broker.withAdministrator { try await $0.publishAndConfirm([Self.outbound(news, 0, "news")]) }
            let short = Statement(
                "short",
                """
                SELECT count(*) FROM fulfilment_order o JOIN fulfilment_line l ON l.fulfilment_order_id = o.id
                WHERE o.state = 'short' AND l.missing = l.quantity AND o.shortage ->> 'code' = 'site_closed'
                """)
            try await waitUntil("everything is handed back") { try await Self.number(short, database) == 20 }
            try await broker.withAdministrator {
                try await $0.publishAndConfirm([Self.outbound(Self.fulfil(10, floor: .auto), 10, "fulfil")])
            }
            try await waitUntil("the late one too") { try await Self.number(short, database) == 22 }
        }
    }

    @Test("A put-back task is offered to a worker, and what is scanned back is kept")
    func putBack() async throws {
        try await Self.withTwo { database, broker in
            try await broker.withAdministrator {
                try await $0.publishAndConfirm([Self.outbound(Self.fulfil(0, floor: .manual), 0, "fulfil")])
            }
            // There are two processes: the scan would overtake the order that it is for.
            try await waitUntil("the floor has it") {
                try await Self.number(Statement("s0", "SELECT count(*) FROM fulfilment_order"), database) == 1
            }
            let id = UUID.v5("fulfilment 0")
            var pick = Demo.pick(0, 2, scan: "p1")
            pick.taskID = id
            var putBack = Demo.putBack(0, 1, scan: "b1")
            putBack.taskID = id
            let steps: [(any MessagePayload, String, Statement)] = [
                (pick, "pick", Statement("s1", "SELECT count(*) FROM fulfilment_order WHERE state = 'picking'")),
                (
                    Self.cancel(0), "cancel",
                    Statement(
                        "s2",
                        "SELECT count(*) FROM fulfilment_order WHERE state = 'cancelled' AND to_put_back = 2")
                ),
                (
                    TakeTask(site: "ANK", worker: "ali"), "next",
                    Statement("s3", "SELECT count(*) FROM fulfilment_order WHERE worker = 'ali'")
                ),
                (
                    putBack, "put_back",
                    Statement(
                        "s4",
                        """
                        SELECT count(*) FROM fulfilment_order o JOIN fulfilment_line l ON l.fulfilment_order_id = o.id
                        WHERE o.to_put_back = 1 AND l.put_back_done = 1
                        """)
                ),
            ]
            for (message, name, isDone) in steps {
                try await broker.withAdministrator {
                    try await $0.publishAndConfirm([Self.outbound(message, 0, name)])
                }
                try await waitUntil("\(name) is done") { try await Self.number(isDone, database) >= 1 }
            }
        }
    }
}
