import Contracts
import FoundationEssentials
import Logging
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Returns

@Suite("The rows of returns")
struct ReturnsStoreTests {
    static func migrated(_ body: (TestDatabase) async throws -> Void) async throws {
        try await TestDatabase.with { database in
            _ = try await Migrator.migrate(
                configuration: database.configuration, schema: ServiceName.returns.schema,
                migrations: EngineMigrations.all + ReturnsService.migrations, logger: Logger(label: "test"))
            try await body(database)
        }
    }

    @Test("come back as they were written, also when they were changed")
    func roundTrip() async throws {
        try await Self.migrated { database in
            try await database.withConnection(schema: ServiceName.returns.schema) { connection in
                let store = ReturnsStore()
                let first = ReturnsFixture.delivered()
                // A part of a kit that stands for no unit.
                let part = ParcelLine(lineID: "1", sku: "CUP", quantity: 2, units: 0)
                var again = ReturnsFixture.delivered(
                    order: first.order, lines: [part], at: first.at + .seconds(60))
                again.order.number = "#1001-b"
                var keys = ReturnsStore.Keys()
                keys.orders = [first.order.id]
                keys.parcels = [first.parcel.id, again.parcel.id]
                for message in [first, again] {
                    try await connection.transaction { [keys] transaction in
                        var rows = try store.load(keys, in: &transaction)
                        try ReturnsFixture.handle(message, &rows)
                        try store.save(rows, in: &transaction)
                    }
                }
                let rows = try await connection.transaction { [keys] in try store.load(keys, in: &$0) }
                #expect(rows.policies == [ReturnsFixture.policy])
                #expect(rows.orders.rows.map(\.summary) == [again.order])
                #expect(rows.orders.rows.map(\.version) == [2])
                let lines = [first, again].flatMap { Delivery.returnableLines(of: $0, under: ReturnsFixture.policy) }
                #expect(Set(rows.lines.rows) == Set(lines))
            }
        }
    }

    @Test("cannot say that more came back than was delivered")
    func constraint() async throws {
        try await Self.migrated { database in
            try await database.withConnection(schema: ServiceName.returns.schema) { connection in
                let store = ReturnsStore()
                let message = ReturnsFixture.delivered()
                try await connection.transaction { transaction in
                    var rows = ReturnsStore.Rows()
                    rows.policies = [ReturnsFixture.policy]
                    try ReturnsFixture.handle(message, &rows)
                    try store.save(rows, in: &transaction)
                }
                for quantity in [-1, 3] {
                    let error = await #expect(throws: PostgresError.self) {
                        try await connection.execute(
                            script: "UPDATE returnable_line SET returned_quantity = \(quantity)")
                    }
                    #expect(error?.sqlState == "23514")
                }
                try await connection.execute(script: "UPDATE returnable_line SET returned_quantity = 2")
            }
        }
    }
}

extension ReturnsStoreTests {
    @Test("keep a return with its lines and settlements, found by its refund too")
    func returns() async throws {
        try await Self.migrated { database in
            try await database.withConnection(schema: ServiceName.returns.schema) { connection in
                let store = ReturnsStore()
                var run = ReturnsRun(ReturnsFixture.paidOrder())
                try run.deliver([ParcelLine(lineID: "1", sku: "TEA-100", quantity: 3)])
                let line = [ReturnLine(lineID: "1", quantity: 2, reason: "too_big", condition: "opened")]
                let id = try #require(try run.request(line, settlement: .storeCredit).returnID)
                _ = try run.receive(id, [LineQuantity(lineID: "1", quantity: 2)])
                _ = try run.inspect(id, [LineQuantity(lineID: "1", quantity: 1)])
                let first = run.rows
                try await connection.transaction { try store.save(first, in: &$0) }
                var keys = ReturnsStore.Keys()
                keys.refunds = [RMASettlement.id(returnID: id, ordinal: 0)]
                let found = try await connection.transaction { [keys] in try store.load(keys, in: &$0) }
                #expect(found.returns[id] == first.returns[id])
                #expect(found.orders[run.order.id] == first.orders[run.order.id])
                #expect(Set(found.lines.rows) == Set(first.lines.rows))
                #expect(Set(found.settled.rows) == Set(first.settled.rows))
                #expect(found.secrets.count == 1 && found.secrets[0].bytes.count == 32)
                // Written again, the ledger of credit has one entry all the same.
                try await connection.transaction { transaction in
                    var rows = ReturnsStore.Rows()
                    rows.credits = first.credits
                    try store.save(rows, in: &transaction)
                }
                let sum = try await connection.query(
                    Statement("sum", "SELECT sum(amount)::int8, count(*) FROM store_credit"))
                #expect(try sum.first?.int64(0) == 1660)
                #expect(try sum.first?.int64(1) == 1)
            }
        }
    }
}
