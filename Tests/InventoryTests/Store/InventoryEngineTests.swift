import AMQP
import Contracts
import FoundationEssentials
import Messaging
import Postgres
import TestSupport
import Testing
import WireJSON

@testable import Inventory

@Suite("Inventory on the engine")
struct InventoryEngineTests {
    private static func outbound(_ payload: some Command, order: UUID? = nil, id: UUID = UUID()) -> Outbound {
        let envelope = Envelope(
            id: id, source: "/waybill/saga", type: type(of: payload).type, time: Timestamp(seconds: 1_790_000_000),
            orderID: order, step: "reserve", data: payload.jsonBytes)
        return Outbound(
            id: 0, exchange: Topology.commands,
            routingKey: Topology.routingKey(ofCommand: envelope.type, orderID: order ?? .zero), mandatory: true,
            properties: MessageProperties(contentType: Envelope.contentType), body: envelope.jsonBytes)
    }

    private static func opened(_ shop: String) -> Outbound {
        let event = ShopChanged(channel: "shopify", shop: shop, isOpen: true, stockBuffer: 5)
        let envelope = Envelope(
            id: UUID(), source: "/waybill/intake", type: ShopChanged.type, time: Timestamp(seconds: 1_790_000_000),
            sequence: 1, data: event.jsonBytes)
        return Outbound(
            id: 0, exchange: Topology.events,
            routingKey: Topology.routingKey(ofEvent: ShopChanged.type, orderID: .zero), mandatory: true,
            properties: MessageProperties(contentType: Envelope.contentType), body: envelope.jsonBytes)
    }

    private static func reservation(_ number: Int) -> Outbound {
        let order = UUID.v5("order \(number)")
        return outbound(
            ReserveStock(
                reservationID: order, channel: "shopify",
                lines: [ParcelLine(lineID: "1", sku: "TEA", quantity: 1)]), order: order, id: .v5("reserve \(number)"))
    }

    @Test("Two processes side by side: each order is reserved once, and the shop ends up knowing what is left")
    func sideBySide() async throws {
        try await InventoryDatabase.with { database in
            try await TestBroker.with { broker in
                try await broker.withAdministrator { broker in
                    try await broker.declareQueue("shop", arguments: [:], passive: false)
                    try await broker.bind(
                        queue: "shop", exchange: Topology.publicEvents, routingKey: "stock.shopify.demo")
                }
                let store = InventoryStore(levelDelay: .seconds(2))
                let handlers = InventoryService.handlers
                try await RunningEngine.with(
                    .inventory, store: store, handlers: handlers, database: database.database, broker: broker
                ) { _ in
                    try await RunningEngine.with(
                        .inventory, store: store, handlers: handlers, database: database.database, broker: broker
                    ) { _ in
                        try await Self.drive(database, broker)
                    }
                }
                let levels = try await Self.levels(of: broker)
                let newest = try #require(levels.max { $0.version < $1.version })
                #expect(newest.sku == "TEA" && newest.available == 300 - 250 - 5)
                #expect(levels.count < 100, "\(levels.count) levels for 251 changes: they are not coalesced")
            }
            #expect(try await database.number(Audit.unbalanced) == 0)
            #expect(try await database.number(Audit.unreserved) == 0)
        }
    }

    private static func drive(_ database: InventoryDatabase, _ broker: TestBroker) async throws {
        try await broker.withAdministrator { broker in
            try await broker.publishAndConfirm([
                opened("demo"),
                outbound(UpsertCatalogue(articles: [Demo.article("TEA")], sites: [Demo.berlin])),
            ])
        }
        try await waitUntil("the catalogue is there") {
            try await database.number(Statement("articles", "SELECT count(*) FROM article")) == 1
        }
        try await broker.withAdministrator { broker in
            let receipt = BookStock(
                kind: "receive", reference: "DN", actor: "ana",
                movements: [StockMovementRequest(site: "BER", sku: "TEA", quantity: 300)])
            try await broker.publishAndConfirm([outbound(receipt)])
        }
        try await waitUntil("the stock is there") {
            try await database.number(Statement("balances", "SELECT count(*) FROM stock_balance")) == 1
        }
        // Every order comes twice, as after a crash of the sender.
        let orders = (0..<250).map(reservation)
        try await broker.withAdministrator { try await $0.publishAndConfirm(orders + orders) }
        try await waitUntil("every order is reserved and the last level is told") {
            let left = Statement(
                "left",
                """
                SELECT (SELECT count(*) FROM stock_balance WHERE reserved = 250 AND NOT is_announced)
                    * (SELECT count(*) FROM reservation WHERE state = 'reserved')
                """)
            return try await database.number(left) == 250
        }
        try await waitUntil("the outbox is empty") {
            try await database.number(Statement("outbox", "SELECT count(*) FROM outbox")) == 0
        }
    }

    @Test("An order that waits is filled by itself when goods come in, and one that nobody pays is given back in time")
    func byThemselves() async throws {
        try await InventoryDatabase.with { database in
            try await TestBroker.with { broker in
                let store = InventoryStore(levelDelay: .milliseconds(100), unpaidHold: .milliseconds(300))
                try await RunningEngine.with(
                    .inventory, store: store, handlers: InventoryService.handlers, database: database.database,
                    broker: broker
                ) { _ in
                    try await Self.wait(database, broker)
                }
                let answers = try await broker.withAdministrator { broker in
                    var types: [MessageType] = []
                    let queue = "waybill.saga-coordinator.\(Topology.shard(of: .v5("waits")))"
                    while let delivery = try await broker.get(queue) {
                        let envelope = try ReceivedMessage(parsing: delivery.body).envelope
                        if envelope.orderID == .v5("waits") { types.append(envelope.type) }
                    }
                    return types
                }
                #expect(answers.contains(StockBackordered.type) && answers.contains(StockReserved.type))
            }
            #expect(try await database.number(Audit.unbalanced) == 0)
            #expect(try await database.number(Audit.unreserved) == 0)
        }
    }

    private static func wait(_ database: InventoryDatabase, _ broker: TestBroker) async throws {
        func reserve(_ order: UUID, isPaid: Bool) -> Outbound {
            outbound(
                ReserveStock(
                    reservationID: order, channel: "shopify",
                    lines: [ParcelLine(lineID: "1", sku: "TEA", quantity: 2)], isPaid: isPaid), order: order)
        }
        func publish(_ message: Outbound) async throws {
            try await broker.withAdministrator { try await $0.publishAndConfirm([message]) }
        }
        func reservations(_ state: String, _ statement: Statement) async throws {
            try await waitUntil("a reservation is \(state)") { try await database.number(statement) == 1 }
        }
        try await publish(
            outbound(UpsertCatalogue(articles: [Demo.article("TEA", policy: .split)], sites: [Demo.berlin])))
        try await waitUntil("the catalogue is there") {
            try await database.number(Statement("articles", "SELECT count(*) FROM article")) == 1
        }
        try await publish(reserve(.v5("waits"), isPaid: true))
        try await reservations(
            "backordered", Statement("b", "SELECT count(*) FROM reservation WHERE state = 'backordered'"))
        try await publish(
            outbound(
                BookStock(
                    kind: "receive", reference: "DN", actor: "ana",
                    movements: [StockMovementRequest(site: "BER", sku: "TEA", quantity: 4)])))
        try await reservations("filled", Statement("f", "SELECT count(*) FROM reservation WHERE state = 'reserved'"))
        try await publish(reserve(.v5("unpaid"), isPaid: false))
        try await reservations("expired", Statement("x", "SELECT count(*) FROM reservation WHERE state = 'expired'"))
        try await waitUntil("the outbox is empty") {
            try await database.number(Statement("outbox", "SELECT count(*) FROM outbox")) == 0
        }
    }

    private static func levels(of broker: TestBroker) async throws -> [StockLevel] {
        try await broker.withAdministrator { broker in
            var levels: [StockLevel] = []
            while let delivery = try await broker.get("shop") {
                levels.append(try ReceivedMessage(parsing: delivery.body).payload())
            }
            return levels
        }
    }
}
