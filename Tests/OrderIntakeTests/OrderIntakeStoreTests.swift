import Contracts
import FoundationEssentials
import Logging
import Messaging
import Postgres
import TestSupport
import Testing

@testable import OrderIntake

@Suite("Intake's tables")
struct OrderIntakeStoreTests {
    private let store = OrderIntakeStore()
    private let shopKey = ShopKey(channel: "shopify", shop: "main")

    private func save(_ rows: OrderIntakeRows, _ connection: PostgresConnection) async throws {
        try await connection.transaction { [store] transaction in
            try store.save(rows, in: &transaction)
        }
    }

    private func load(_ keys: OrderIntakeKeys, _ connection: PostgresConnection) async throws -> OrderIntakeRows {
        try await connection.transaction { [store] transaction in
            try store.load(keys, in: &transaction)
        }
    }

    private func row(
        _ externalID: String, _ disposition: Disposition = .proceed, note: String? = nil
    ) -> IntakeOrder {
        let order = Orders.plain(externalID: externalID, note: note)
        let incoming = IncomingOrder(
            order: order, disposition: disposition, updatedAt: Timestamp(microseconds: 1_234_567))
        return OrderMerge.decide(incoming, nil, newID: .v5(externalID)).row
    }

    @Test("give back the packages of an order as they were written, then as they were changed, and hold no person")
    func packages() async throws {
        try await IntakeDatabase.withConnection { connection, _ in
            let order = OrderKey(shop: shopKey, externalID: "7")
            var rows = OrderIntakeRows()
            for (index, disposition) in [Disposition.proceed, .recorded(.cancelled)].enumerated() {
                let package = KnownPackage(
                    key: KnownPackage.Key(order: order, packageID: "p\(index)"),
                    content: PackageContent(
                        lines: [OrderLine(id: "1", sku: "A", quantity: 2, unitPrice: 100)], origins: ["x"],
                        isRemade: index == 1), disposition: disposition,
                    updatedAt: Timestamp(microseconds: 1_234_567))
                rows.packages[package.key] = package
            }
            try await save(rows, connection)
            var keys = OrderIntakeKeys()
            #expect(try await load(keys, connection).packages.rows.isEmpty)
            keys.packagedOrders = [order]
            var loaded = try await load(keys, connection)
            #expect(Set(loaded.packages.rows) == Set(rows.packages.rows) && loaded.packages.rows.count == 2)
            let key = KnownPackage.Key(order: order, packageID: "p0")
            loaded.packages[key]?.disposition = .recorded(.repackaged)
            loaded.packages[key]?.updatedAt = Timestamp(seconds: 9)
            try await save(loaded, connection)
            #expect(try await load(keys, connection).packages[key] == loaded.packages[key])
        }
    }

    @Test("give back every order and shop as it was written, then as it was changed")
    func roundTrip() async throws {
        try await IntakeDatabase.withConnection { connection, _ in
            var generator = SeededGenerator(seed: 41)
            var rows = OrderIntakeRows()
            var keys = OrderIntakeKeys()
            for index in 0..<200 {
                var row = row("order \(index) – ş")
                row.order = Orders.random(&generator)
                row.order.id = .v5("order \(index)")
                row.order.externalID = "order \(index) – ş"
                row.disposition = index % 3 == 0 ? .recorded(.test) : .proceed
                row.isAnnounced = index % 3 != 0
                rows.orders[row.key] = row
                keys.orders.insert(row.key)
            }
            var shop = Shop(key: shopKey, webhookSecrets: ["new", "old \"quoted\", {}"], stockBuffer: 5)
            rows.shops[shopKey] = shop
            keys.shops = [shopKey, ShopKey(channel: "shopify", shop: "unknown")]
            try await save(rows, connection)
            var loaded = try await load(keys, connection)
            #expect(Set(loaded.orders.rows) == Set(rows.orders.rows))
            #expect(Array(loaded.shops.rows) == [shop])

            keys.changedShops = [shopKey]
            loaded = try await load(keys, connection)
            shop.isOpen = false
            shop.currency = Currency(rawValue: "TRY")
            shop.paymentMethod = .card
            shop.payments = .waybill
            shop.domain = "main.myshopify.com"
            shop.webhookSecrets = []
            shop.version += 1
            loaded.shops[shopKey] = shop
            for var row in loaded.orders.rows {
                row.version += 1
                row.order.note = "changed"
                row.disposition = .recorded(.cancelled)
                loaded.orders[row.key] = row
            }
            try await save(loaded, connection)
            let changed = try await load(keys, connection)
            #expect(Set(changed.orders.rows) == Set(loaded.orders.rows))
            #expect(Array(changed.shops.rows) == [shop])
        }
    }

    @Test("Requests that wait and refunds come back as they were saved, by their order")
    func waiting() async throws {
        try await IntakeDatabase.withConnection { connection, _ in
            let key = OrderKey(shop: shopKey, externalID: "1 – ş")
            let refund = KnownRefund(
                key: KnownRefund.Key(order: key, refundID: "900"),
                content: RefundedByChannel(
                    externalRefundID: "900", amount: 1250, lines: [LineQuantity(lineID: "1", quantity: 1)],
                    restock: true))
            let pending = PendingRequest(
                messageID: .v5("request"), order: key,
                request: .cancel(CancelSubmitted(externalID: key.externalID, reason: "customer")),
                submissionID: "s-1", receivedAt: Timestamp(seconds: 1_790_000_000))
            var rows = OrderIntakeRows()
            rows.refunds[refund.key] = refund
            rows.requests[pending.messageID] = pending
            try await save(rows, connection)
            var keys = OrderIntakeKeys()
            keys.orders = [key, OrderKey(shop: shopKey, externalID: "other")]
            var loaded = try await load(keys, connection)
            #expect(Array(loaded.refunds.rows) == [refund] && Array(loaded.requests.rows) == [pending])
            loaded.refunds[refund.key]?.state = .told
            loaded.requests[pending.messageID] = nil
            try await save(loaded, connection)
            loaded = try await load(keys, connection)
            #expect(loaded.refunds[refund.key]?.state == .told && loaded.requests.rows.isEmpty)
        }
    }

    @Test("An invoice that waits for its order to be picked comes back as it was saved")
    func waitingPush() async throws {
        try await IntakeDatabase.withConnection { connection, _ in
            let key = OrderKey(shop: shopKey, externalID: "1")
            let record = PushRecord(
                key: "invoice/1/A", order: key, orderID: .v5("o"),
                push: .invoice(
                    .init(
                        order: "1", number: "A", link: "https://a", issuedAt: Timestamp(seconds: 1_790_000_000),
                        isCorrection: true, ordinal: 2)), state: .waiting)
            var rows = OrderIntakeRows()
            rows.pushes[record.key] = record
            try await save(rows, connection)
            var keys = OrderIntakeKeys()
            keys.toldOrderIDs = [record.orderID]
            var loaded = try await load(keys, connection)
            #expect(Array(loaded.pushes.rows) == [record])
            loaded.pushes[record.key]?.state = .asked
            try await save(loaded, connection)
            #expect(try await load(keys, connection).pushes[record.key]?.state == .asked)
        }
    }

    @Test("What a newer process wrote of an order's pushes is no message's fault: it is tried again, not parked")
    func unknownPush() async throws {
        try await IntakeDatabase.withConnection { connection, _ in
            let key = OrderKey(shop: shopKey, externalID: "1")
            var rows = OrderIntakeRows()
            rows.pushes["1"] = PushRecord(
                key: "1", order: key, orderID: .v5("o"), push: .acknowledgement(.init(order: "1")))
            try await save(rows, connection)
            try await connection.execute(script: #"UPDATE channel_push SET content = '{"kind": "telegram"}'"#)
            var keys = OrderIntakeKeys()
            keys.toldOrders = [key]
            let error = await #expect(throws: PostgresError.self) { _ = try await load(keys, connection) }
            #expect(error?.code == .decoding)
        }
    }

    @Test("keep one row per order: the later of two writers is told to try again")
    func twoWriters() async throws {
        try await IntakeDatabase.withConnection { connection, _ in
            var rows = OrderIntakeRows()
            let row = row("1")
            rows.orders[row.key] = row
            try await save(rows, connection)
            let again = rows
            let error = await #expect(throws: PostgresError.self) { try await save(again, connection) }
            #expect(error?.isUniqueViolation == true && error?.table == "intake_order")
        }
    }

    @Test("refuse an order that was neither announced nor recorded for a reason")
    func check() async throws {
        try await IntakeDatabase.withConnection { connection, _ in
            var rows = OrderIntakeRows()
            var row = row("1")
            row.isAnnounced = false
            rows.orders[row.key] = row
            let broken = rows
            let error = await #expect(throws: PostgresError.self) { try await save(broken, connection) }
            #expect(error?.sqlState == "23514")
        }
    }

    @Test("log differences and keep raw bodies until their time is over")
    func logAndBodies() async throws {
        try await IntakeDatabase.withConnection { connection, _ in
            var rows = OrderIntakeRows()
            let bytes: [UInt8] = [0, 255, 123]
            rows.changes = [
                OrderChange(
                    orderID: .v5("o"), messageID: .v5("m"), version: 2, kind: "stale", paths: ["$.lines[0].quantity"],
                    channelUpdatedAt: nil)
            ]
            rows.rawBodies = [
                RawBody(
                    messageID: .v5("m"), shop: shopKey, topic: "orders/create", body: bytes, externalID: nil,
                    outcome: "accepted")
            ]
            try await save(rows, connection)
            let log = try await connection.query(Statement("log", "SELECT kind, paths ->> 0 FROM order_change"))
            #expect(try log.map { [try $0.string(0), try $0.string(1)] } == [["stale", "$.lines[0].quantity"]])
            let bodies = Statement("bodies", "SELECT body FROM raw_body")
            #expect(try await connection.query(bodies).map { try $0.bytes(0) } == [bytes])
            try await connection.transaction { transaction in
                try RawBodyTable.purge(olderThan: 3_600_000_000, in: &transaction)
            }
            #expect(try await connection.query(bodies).count == 1)
            try await connection.execute(script: "UPDATE raw_body SET received_at = now() - interval '2 hours'")
            try await connection.transaction { transaction in
                try RawBodyTable.purge(olderThan: 3_600_000_000, in: &transaction)
            }
            #expect(try await connection.query(bodies).isEmpty)
        }
    }

    @Test("tell the routes the secrets of open shops, and say when they cannot")
    func secrets() async throws {
        try await IntakeDatabase.withConnection { connection, database in
            var rows = OrderIntakeRows()
            let closed = ShopKey(channel: "shopify", shop: "closed")
            rows.shops[shopKey] = Shop(key: shopKey, webhookSecrets: ["new", "old"])
            rows.shops[closed] = Shop(key: closed, isOpen: false, webhookSecrets: ["s"])
            try await save(rows, connection)
            let secrets = StoredShopSecrets(
                configuration: database.configuration(schema: IntakeDatabase.schema), lifetime: .zero,
                logger: Logger(label: "test"))
            #expect(try await secrets.credentials(of: shopKey).secrets == ["new", "old"])
            #expect(try await secrets.credentials(of: closed) == .none)
            #expect(try await secrets.credentials(of: ShopKey(channel: "x", shop: "y")) == .none)
            // Its connection is ended: the question fails, and the next one is asked over a new connection.
            try await connection.execute(
                script: """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()
                    """)
            await #expect(throws: (any Error).self) { _ = try await secrets.credentials(of: shopKey) }
            #expect(try await secrets.credentials(of: shopKey).secrets == ["new", "old"])
            await secrets.close()
        }
    }
}
