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
                var again = ReturnsFixture.delivered(order: first.order, at: first.at + .seconds(60))
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
