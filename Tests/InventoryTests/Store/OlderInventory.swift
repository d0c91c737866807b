import Contracts
import FoundationEssentials
import Postgres
import TestSupport

/// What a process of the release before does to the database, by its own recorded statements.
struct OlderInventory {
    /// A row as the older program writes it.
    struct Line {
        let reservation: UUID
        let lineID: String
        let sku: String
        let position: Int
        let quantity: Int
        let consumed: Int
        let released: Int

        init(
            _ reservation: UUID, _ lineID: String, _ sku: String, position: Int, quantity: Int, consumed: Int = 0,
            released: Int = 0
        ) {
            self.reservation = reservation
            self.lineID = lineID
            self.sku = sku
            self.position = position
            self.quantity = quantity
            self.consumed = consumed
            self.released = released
        }
    }

    private let connection: PostgresConnection
    private let release: PreviousRelease

    init(_ connection: PostgresConnection) throws {
        self.connection = connection
        release = try PreviousRelease(of: "inventory")
    }

    func insertReservation(_ id: UUID) async throws {
        try await run(
            "reservation_insert", "ARRAY['\(id)']::uuid[]", "ARRAY['\(id)']::uuid[]", "ARRAY['reserved']",
            "ARRAY[1]::int8[]",
            "ARRAY[NULL]::jsonb[]", "ARRAY[NULL]::text[]", "ARRAY['[]']::jsonb[]")
    }

    func finish(_ id: UUID, _ state: String) async throws {
        try await update(id, state, reason: "'cancelled'", parcels: [])
    }

    /// As it saves what is left of a reservation when a parcel has gone.
    func takeParcel(_ parcel: UUID, of id: UUID, _ state: String) async throws {
        try await update(id, state, reason: "NULL", parcels: [parcel])
    }

    private func update(_ id: UUID, _ state: String, reason: String, parcels: [UUID]) async throws {
        try await run(
            "reservation_update", "ARRAY['\(id)']::uuid[]", "ARRAY['\(state)']", "ARRAY[9]::int8[]",
            "ARRAY[NULL]::jsonb[]", "ARRAY[\(reason)]::text[]",
            "ARRAY['[\(parcels.map { "\"\($0.text)\"" }.joined(separator: ", "))]']::jsonb[]")
    }

    /// Inserts or, by reservation, line and site, updates.
    func saveLines(_ lines: [Line]) async throws {
        try await run(
            "reservation_line_save", array(lines.map { "'\($0.reservation)'" }, "uuid"),
            array(lines.map { "'\($0.lineID)'" }, "text"), array(lines.map { _ in "'BER'" }, "text"),
            array(lines.map { "'\($0.sku)'" }, "text"), array(lines.map { "\($0.position)" }, "int2"),
            array(lines.map { "\($0.quantity)" }, "int8"), array(lines.map { "\($0.consumed)" }, "int8"),
            array(lines.map { "\($0.released)" }, "int8"))
    }

    func changeBalance(_ sku: String, onHand: Int = 0, reserved: Int) async throws {
        let version = try await connection.query(Self.readVersion, sku)[0].int(0)
        try await run(
            "stock_balance_update", "ARRAY['\(sku)']", "ARRAY['BER']", "ARRAY[\(onHand)]::int8[]",
            "ARRAY[\(reserved)]::int8[]",
            "ARRAY[0]::int8[]", "ARRAY[0]::int8[]", "ARRAY[\(version)]::int8[]", "ARRAY[\(version + 1)]::int8[]",
            "ARRAY[true]", "1")
    }

    /// - Parameter parcel: what took the units; nil when the order itself holds them or gives them back.
    func appendLedger(
        _ sku: String, _ kind: String, onHand: Int = 0, reserved: Int, of order: UUID, in parcel: UUID? = nil
    ) async throws {
        try await run(
            "stock_movement_append", "ARRAY['\(sku)']", "ARRAY['BER']", "ARRAY['\(kind)']",
            "ARRAY[\(onHand)]::int8[]",
            "ARRAY[\(reserved)]::int8[]", "ARRAY['\((parcel ?? order).text)']", "ARRAY['\(order)']::uuid[]",
            "ARRAY['\(UUID())']::uuid[]",
            "ARRAY[NULL]::text[]")
    }

    /// Line, SKU, site, quantity, consumed and released of each row that it sees.
    func loadLines(_ reservation: UUID) async throws -> [String] {
        try await run("reservation_line_load", into: "older_line", "ARRAY['\(reservation)']::uuid[]")
        return try await connection.query(Self.readLoaded).map { try $0.string(0) }
    }

    private static let readVersion = Statement(
        "older_version", "SELECT version FROM stock_balance WHERE sku = $1::text AND site = 'BER'")
    private static let readLoaded = Statement(
        "older_loaded", "SELECT concat_ws(' ', line_id, sku, site, quantity, consumed, released) FROM older_line")

    private func run(_ name: String, into table: String? = nil, _ values: String...) async throws {
        guard let sql = release[name] else { throw MissingStatement(name: name) }
        let execute = "EXECUTE older_\(name)(\(values.joined(separator: ", ")))"
        let target = table.map { "DROP TABLE IF EXISTS \($0); CREATE TEMPORARY TABLE \($0) AS \(execute)" }
        try await connection.execute(
            script: "PREPARE older_\(name) AS \(sql); \(target ?? execute); DEALLOCATE older_\(name)")
    }

    private func array(_ values: [String], _ type: String) -> String {
        "ARRAY[\(values.joined(separator: ", "))]::\(type)[]"
    }

    struct MissingStatement: Error {
        let name: String
    }
}
