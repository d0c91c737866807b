import Contracts
import FoundationEssentials
import Logging
import Messaging
import Postgres
import TestSupport
import WireJSON

@testable import Inventory

/// The inventory's schema in a database of the suite's own, and batches run on it as the engine runs them.
struct InventoryDatabase: Sendable {
    let database: TestDatabase

    static func with<Result>(_ body: (InventoryDatabase) async throws -> Result) async throws -> Result {
        try await TestDatabase.with { database in
            _ = try await Migrator.migrate(
                configuration: database.configuration(schema: "inventory"), schema: "inventory",
                migrations: EngineMigrations.all + InventoryService.migrations, logger: Logger(label: "test"))
            return try await body(InventoryDatabase(database: database))
        }
    }

    func withConnection<Result>(_ body: (PostgresConnection) async throws -> Result) async throws -> Result {
        try await database.withConnection(schema: "inventory", body)
    }

    /// One number.
    func number(_ statement: Statement) async throws -> Int {
        try await withConnection { connection in try await connection.query(statement)[0].int(0) }
    }
}

/// One message on its way through a batch.
struct Given: Sendable {
    let prepare: @Sendable (inout InventoryKeys) -> Void
    let handle: @Sendable (inout InventoryRows, Timestamp) throws -> Outcome

    init<Handler: MessageHandler>(_: Handler.Type, _ payload: Handler.Payload, order: UUID = .zero, id: UUID = UUID())
    where Handler.Store == InventoryStore {
        let envelope = Envelope(
            id: id, source: "/test", type: Handler.Payload.type, time: Timestamp(seconds: 1_790_000_000),
            orderID: order == .zero ? nil : order, data: payload.jsonBytes)
        prepare = { Handler.keys(of: payload, envelope, into: &$0) }
        handle = { rows, now in
            var out = Outcome(cause: envelope, service: .inventory, now: now)
            try Handler.handle(payload, HandlerContext(envelope: envelope, now: now), &rows, &out)
            return out
        }
    }
}

extension PostgresConnection {
    /// Loads, decides and saves in one transaction; tries again what the database calls transient, and leaves out what a
    /// handler refuses, as the engine does.
    func batch(_ messages: [Given]) async throws -> [Outcome] {
        while true {
            do {
                return try await transaction { transaction in
                    var keys = InventoryKeys()
                    for message in messages { message.prepare(&keys) }
                    let store = InventoryStore()
                    var rows = try store.load(keys, in: &transaction)
                    var outcomes: [Outcome] = []
                    for message in messages {
                        var changed = rows
                        do {
                            outcomes.append(try message.handle(&changed, Timestamp(seconds: 1_790_000_000)))
                            rows = changed
                        } catch is HandlerError {
                            continue
                        }
                    }
                    try store.save(rows, in: &transaction)
                    return outcomes
                }
            } catch let error as PostgresError where error.isRetriable || error.isUniqueViolation {
                continue
            }
        }
    }
}

enum Audit {
    /// Balances that are not the sum of their ledger.
    static let unbalanced = Statement(
        "audit_unbalanced",
        """
        SELECT count(*) FROM stock_balance b
        FULL JOIN (SELECT sku, site, sum(on_hand) AS on_hand, sum(reserved) AS reserved, sum(quarantined) AS quarantined
                   FROM stock_movement GROUP BY sku, site) l ON l.sku = b.sku AND l.site = b.site
        WHERE b.on_hand IS DISTINCT FROM l.on_hand OR b.reserved IS DISTINCT FROM l.reserved
           OR b.quarantined IS DISTINCT FROM l.quarantined
        """)

    /// Balances whose reserved units are not those of the open reservation lines.
    static let unreserved = Statement(
        "audit_unreserved",
        """
        SELECT count(*) FROM stock_balance b
        LEFT JOIN (SELECT sku, site, sum(quantity - consumed - released) AS open FROM reservation_line
                   GROUP BY sku, site) l ON l.sku = b.sku AND l.site = b.site
        WHERE b.reserved <> coalesce(l.open, 0)
        """)

    static let oversold = Statement(
        "audit_oversold", "SELECT count(*) FROM stock_balance WHERE reserved > on_hand OR reserved < 0")
}
