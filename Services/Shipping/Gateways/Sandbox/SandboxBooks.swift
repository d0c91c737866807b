import Logging
import Messaging
import Postgres
import Synchronization

/// A sandbox carrier's own ledger, one row per idempotency key, and what it is told to do.
final class SandboxBooks: Sendable {
    /// How the carrier behaves to everybody, as the table `sandbox_carrier_mode` says.
    enum Mode: String, Sendable {
        case up, down, error, hang, drop
    }

    private let carrier: String
    private let connection: PostgresConnection
    private struct Entry: Sendable {
        let key: String
        let operation: String
        let trackingNumber: String
    }
    private let entries: GroupCommit<Entry, Void>
    private let lastMode = Mutex<(question: Task<Mode, any Error>, at: ContinuousClock.Instant)?>(nil)
    /// A call costs no question of its own while many are under way.
    private static let modeIsFresh = Duration.milliseconds(100)

    init(carrier: String, database: PostgresConfiguration, logger: Logger) {
        self.carrier = carrier
        var configuration = database
        configuration.applicationName = "waybill \(carrier) carrier"
        let connection = PostgresConnection(configuration: configuration, logger: logger)
        self.connection = connection
        entries = GroupCommit(connection) { entries, transaction in
            try transaction.send(
                Self.enter, entries.map(\.key), entries.map(\.operation), entries.map(\.trackingNumber), carrier)
            return entries.map { _ in }
        }
    }

    func enter(_ operation: String, key: String, trackingNumber: String) async throws {
        try await entries.run(Entry(key: key, operation: operation, trackingNumber: trackingNumber))
    }

    func hasLabel(key: String) async throws -> Bool {
        try await connectIfNeeded()
        return try await connection.query(Self.find, key).first != nil
    }

    func isVoid(trackingNumber: String) async throws -> Bool {
        try await connectIfNeeded()
        return try await connection.query(Self.findVoid, trackingNumber).first != nil
    }

    /// As it is, or was when it was asked for not longer ago than ``modeIsFresh``.
    func mode() async throws -> Mode {
        let question = lastMode.withLock { last in
            if let last, ContinuousClock.now < last.at + Self.modeIsFresh { return last.question }
            // Of nobody who asks: one who loses patience must not end it for the others. The statement's time limit ends it.
            let question = Task { try await self.askMode() }
            last = (question, .now)
            return question
        }
        return try await question.value
    }

    private func askMode() async throws -> Mode {
        try await connectIfNeeded()
        let text = try await connection.query(Self.mode, carrier).first?.string(0)
        return text.flatMap(Mode.init) ?? .up
    }

    private func connectIfNeeded() async throws {
        if await !connection.isConnected { try await connection.connect() }
    }

    private static let enter = Statement(
        "sandbox_carrier_enter",
        """
        INSERT INTO sandbox_carrier_ledger (key, operation, tracking_number, carrier)
        SELECT m.key, m.operation, m.tracking_number, $4::text
        FROM (SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::text[])) AS m (key, operation, tracking_number)
        ON CONFLICT (key) DO UPDATE SET asked = sandbox_carrier_ledger.asked + 1
        """)

    private static let find = Statement(
        "sandbox_carrier_find", "SELECT 1 FROM sandbox_carrier_ledger WHERE key = $1::text AND operation = 'label'")

    private static let findVoid = Statement(
        "sandbox_carrier_find_void",
        "SELECT 1 FROM sandbox_carrier_ledger WHERE tracking_number = $1::text AND operation = 'void'")

    private static let mode = Statement(
        "sandbox_carrier_mode", "SELECT mode FROM sandbox_carrier_mode WHERE carrier = $1::text")
}
