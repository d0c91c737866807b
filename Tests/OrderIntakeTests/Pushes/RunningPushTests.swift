import AMQP
import Contracts
import Foundation
import HTTPClient
import Logging
import Messaging
import OrderIntake
import Postgres
import Synchronization
import TestSupport
import Testing
import WireJSON

@testable import OrderIntake

@Suite("Pushes, the whole way: an event of the broker comes in, the shop is told over HTTP, once")
struct RunningPushTests {
    private static let shop = ShopKey(channel: "woocommerce", shop: "main")

    @Test("A parcel that is heard of twice is told once; the order is complete with it", .timeLimit(.minutes(10)))
    func parcel() async throws {
        try await WooServer.with { woo in
            try await run(woo) { intake in
                let parcel = PushHarness.parcel("1", Self.goods)
                for name in ["a", "b"] { try await intake.publish(parcel, named: name) }
                try await waitUntil("the order is complete") { woo.state.withLock { $0.status } == "completed" }
                // A third arrival after the push is done: committed, and nothing comes of it.
                try await intake.publish(parcel, named: "c")
                try await waitUntil("all three were handled") { try await intake.applied() == 3 }
                try await waitUntil("the push is done") { try await intake.states() == ["done"] }
                #expect(woo.calls.filter { $0.hasPrefix("POST") }.count == 1)
                #expect(woo.state.withLock(\.trackings) == ["WB-1"])
            }
        }
    }

    @Test("A call that was carried out and not answered is asked about, not made again", .timeLimit(.minutes(10)))
    func unknownOutcome() async throws {
        try await WooServer.with(failures: 1) { woo in
            try await run(woo) { intake in
                try await intake.publish(PushHarness.parcel("1", Self.goods), named: "a")
                try await waitUntil("the push is done") { try await intake.states() == ["done"] }
                #expect(woo.state.withLock(\.trackings) == ["WB-1"])
                #expect(woo.calls.contains { $0.hasPrefix("GET") })
            }
        }
    }

    @Test("A level is told, the newest alone when several come; older ones change nothing", .timeLimit(.minutes(10)))
    func stock() async throws {
        try await WooServer.with { woo in
            try await run(woo) { intake in
                for (units, version) in [(5, 3), (9, 2), (4, 6), (7, 5)] {
                    try await intake.publish(
                        StockLevel(sku: "TEA-100", available: units, version: Int64(version)),
                        named: "level \(version)", exchange: Topology.publicEvents, key: "stock.woocommerce.main")
                }
                try await waitUntil("the newest level is there") { woo.state.withLock(\.stock) == ["5": 4] }
                try await waitUntil("all is told") { try await intake.due() == 0 }
                #expect(woo.state.withLock(\.stock) == ["5": 4])
            }
        }
    }

    @Test("What the channel refuses for good is parked, and a person has it tried again", .timeLimit(.minutes(10)))
    func refused() async throws {
        try await WooServer.with { woo in
            try await run(woo) { intake in
                // No credit without a payment: the stand-in knows no such path, which WooCommerce says with 404.
                let cancelled = OrderStatusChanged(
                    orderID: intake.order.id, externalID: "1001", number: "#1001", status: .cancelled,
                    cancelled: intake.order.lines.map { LineQuantity(lineID: $0.id, quantity: $0.quantity) })
                try await intake.publish(
                    cancelled, named: "cancelled", exchange: Topology.publicEvents,
                    key: "order.woocommerce.main.cancelled")
                try await waitUntil("the push is parked") { try await intake.parked() == 1 }
                #expect(try await intake.states() == ["asked"])
            }
        }
    }

    private static let goods = [
        ParcelLine(lineID: "1", sku: "TEA-100", quantity: 3), ParcelLine(lineID: "2", sku: "POT-1", quantity: 1),
    ]

    private func run(_ woo: WooServer, _ body: @Sendable (Running) async throws -> Void) async throws {
        try await IntakeDatabase.with { database in
            try await TestBroker.with { broker in
                let folder = FileManager.default.temporaryDirectory.appendingPathComponent("waybill-\(UUID())")
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                defer { try? FileManager.default.removeItem(at: folder) }
                for name in ["key", "secret"] {
                    try "hush".write(
                        to: folder.appendingPathComponent("woocommerce.main.\(name)"), atomically: true, encoding: .utf8
                    )
                }
                let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
                let links = ChannelLinks(
                    transport: HTTPPool(
                        HTTPConfiguration(
                            reach: .anywhere, timeout: .seconds(180), bodyLimit: 1 << 20, refusesLongBodies: true),
                        connections: 2
                    ),
                    credentials: ChannelCredentials(folder: folder.path))
                let connections = StoredShopConnections(
                    configuration: database.configuration(schema: IntakeDatabase.schema), logger: logger)
                let order = try await prepare(database, woo)
                try await RunningEngine.with(
                    .intake, store: OrderIntakeStore(), handlers: Running.handlers,
                    effects: PushPerformer.all(links: links, connections: connections), database: database,
                    broker: broker
                ) { _ in
                    try await body(Running(database: database, broker: broker, order: order))
                }
                await connections.close()
            }
        }
    }

    /// The shop with its connection, and an order of it.
    private func prepare(_ database: TestDatabase, _ woo: WooServer) async throws -> Order {
        var order = Orders.ofChannel("woocommerce")
        order.id = .v5("order 1001")
        let row = IntakeOrder(
            order: order, hash: ContentHash(of: order.jsonBytes), disposition: .proceed, updatedAt: Orders.now,
            isAnnounced: true, version: 1)
        try await database.withConnection(schema: IntakeDatabase.schema) { connection in
            try await connection.transaction { transaction in
                var rows = OrderIntakeRows()
                rows.shops[Self.shop] = Shop(key: Self.shop, connection: ShopConnection(baseURL: woo.url))
                rows.orders[row.key] = row
                try OrderIntakeStore().save(rows, in: &transaction)
            }
        }
        return order
    }

    private struct Running: Sendable {
        let database: TestDatabase
        let broker: TestBroker
        let order: Order

        static let handlers = HandlerMap<OrderIntakeStore>()
            .on(ParcelHandedOverHandler.self).on(OrderStatusChangedHandler.self).on(StockLevelHandler.self)
            .on(PushDoneHandler.self).on(StockDoneHandler.self).on(AskAgainHandler.self)

        /// As another service says it; two names are two messages.
        func publish(
            _ event: some Event, named name: String, exchange: String = Topology.events, key: String? = nil
        ) async throws {
            let type = Swift.type(of: event).type
            let envelope = Envelope(
                id: .v5(name), source: "/test", type: type, time: Orders.now, orderID: order.id,
                causationID: .v5("cause"),
                channel: RunningPushTests.shop.text, data: event.jsonBytes)
            let key =
                key
                ?? Topology.routingKey(ofEvent: type, orderID: order.id, channel: RunningPushTests.shop.text)
            try await broker.withAdministrator { administrator in
                try await administrator.publishAndConfirm([
                    Outbound(
                        exchange: exchange, routingKey: key,
                        properties: MessageProperties(
                            contentType: Envelope.contentType, messageID: envelope.id.text),
                        body: envelope.jsonBytes)
                ])
            }
        }

        func applied() async throws -> Int {
            try await count(
                "SELECT count(*)::int8 FROM inbox WHERE state = 0 AND type = 'waybill.warehouse.handed_over.v1'")
        }

        func due() async throws -> Int {
            try await count("SELECT count(*)::int8 FROM channel_stock WHERE told_version < version")
        }

        func parked() async throws -> Int { try await count("SELECT count(*)::int8 FROM effect WHERE state = 4") }

        func states() async throws -> [String] {
            try await database.withConnection(schema: IntakeDatabase.schema) { connection in
                try await connection.query(Statement("states", "SELECT state FROM channel_push ORDER BY key"))
                    .map { try $0.string(0) }
            }
        }

        private func count(_ sql: StaticString) async throws -> Int {
            try await database.withConnection(schema: IntakeDatabase.schema) { connection in
                Int(try await connection.query(Statement("count", sql)).first?.int64(0) ?? 0)
            }
        }
    }
}
