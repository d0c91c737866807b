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
    private let lastMode = Mutex<(mode: Mode, at: ContinuousClock.Instant)?>(nil)
    /// A call costs no question of its own while many are under way.
    private static let modeIsFresh = Duration.milliseconds(100)

    init(carrier: String, database: PostgresConfiguration, logger: Logger) {
        self.carrier = carrier
        var configuration = database
        configuration.applicationName = "waybill \(carrier) carrier"
        connection = PostgresConnection(configuration: configuration, logger: logger)
    }

    func enter(_ operation: String, key: String, trackingNumber: String) async throws {
        try await connectIfNeeded()
        _ = try await connection.query(Self.enter, key, operation, trackingNumber, carrier)
    }

    func hasLabel(key: String) async throws -> Bool {
        try await connectIfNeeded()
        return try await connection.query(Self.find, key).first != nil
    }

    func isVoid(trackingNumber: String) async throws -> Bool {
        try await connectIfNeeded()
        return try await connection.query(Self.findVoid, trackingNumber).first != nil
    }

    func mode() async throws -> Mode {
        if let last = lastMode.withLock({ $0 }), last.at + Self.modeIsFresh > .now { return last.mode }
        try await connectIfNeeded()
        let text = try await connection.query(Self.mode, carrier).first?.string(0)
        let mode = text.flatMap(Mode.init) ?? .up
        lastMode.withLock { $0 = (mode, .now) }
        return mode
    }

    private func connectIfNeeded() async throws {
        if await !connection.isConnected { try await connection.connect() }
    }

    private static let enter = Statement(
        "sandbox_carrier_enter",
        """
        INSERT INTO sandbox_carrier_ledger (key, operation, tracking_number, carrier)
        VALUES ($1::text, $2::text, $3::text, $4::text)
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
