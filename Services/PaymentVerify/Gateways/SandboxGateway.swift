import Contracts
import FoundationEssentials
import Logging
import Postgres
import WireJSON

/// A payment provider for trying things out: it moves no money, keeps a ledger of its own on a connection of its own, and
/// does what the token says (see ``SandboxOutcome``). The same key is carried out once and answered alike for ever.
actor SandboxGateway: PaymentGateway {
    private let database: PostgresConnection
    private let ledger: GroupCommit<SandboxEntry, SandboxEntry.Reply>
    private let latency: Duration
    private let now: @Sendable () -> Timestamp
    /// Keys whose first request was lost on its way here.
    private var unreached: Set<String> = []

    /// - Parameters:
    ///   - latency: how long each call takes.
    ///   - now: the provider's clock, by which authorisations lapse.
    init(
        database: PostgresConfiguration, latency: Duration, logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) {
        let database = PostgresConnection(configuration: database, logger: logger)
        self.database = database
        ledger = GroupCommit(database) { entries, transaction in
            try SandboxEntry.carryOut(entries, in: &transaction)
        }
        self.latency = latency
        self.now = now
    }

    func authorise(_ request: GatewayRequest, key: String) async throws(GatewayError) -> GatewayAnswer {
        try await carry(.authorise, request, key)
    }

    func capture(_ request: GatewayRequest, key: String) async throws(GatewayError) -> GatewayAnswer {
        try await carry(.capture, request, key)
    }

    func void(_ request: GatewayRequest, key: String) async throws(GatewayError) -> GatewayAnswer {
        try await carry(.void, request, key)
    }

    func refund(_ request: GatewayRequest, key: String) async throws(GatewayError) -> GatewayAnswer {
        try await carry(.refund, request, key)
    }

    func status(key: String) async throws(GatewayError) -> GatewayAnswer? {
        try await reach {
            if await !self.database.isConnected { try await self.database.connect() }
            return try await self.database.query(SandboxLedger.status, key).first.map {
                try GatewayAnswer.parse(try $0.json(0))
            }
        }
    }

    func close() async {
        await database.close()
    }

    private func carry(
        _ kind: MoneyOperation.Kind, _ request: GatewayRequest, _ key: String
    ) async throws(GatewayError) -> GatewayAnswer {
        do {
            try await Task.sleep(for: latency)
        } catch {
            throw GatewayError(code: "cancelled", message: "the call was given up before it was sent")
        }
        if SandboxOutcome(token: request.token) == .unreachableOnce, unreached.insert(key).inserted {
            throw GatewayError(code: "timeout", message: "the provider cannot be reached")
        }
        let entry = SandboxEntry(kind: kind, request: request, key: key, now: now())
        let reply = try await reach { try await self.ledger.run(entry) }
        if reply.isLost { throw GatewayError(code: "timeout", message: "no answer within the time allowed") }
        return reply.answer
    }

    private func reach<Result: Sendable>(
        _ body: () async throws -> Result
    ) async throws(GatewayError) -> Result {
        do {
            return try await body()
        } catch {
            throw GatewayError(code: "unavailable", message: "the sandbox's ledger cannot be reached: \(error)")
        }
    }
}
