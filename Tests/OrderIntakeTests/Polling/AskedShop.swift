import Contracts
import HTTPClient
import Logging
import Messaging
import OrderIntake
import Postgres
import TestSupport

/// An asked shop's whole surroundings but for the engine, which a test may start more than once.
struct AskedShop: Sendable {
    let database: TestDatabase
    let broker: TestBroker
    let service: OrderIntakeService
    let links: ChannelLinks
    let address: String

    func texts(_ sql: StaticString) async throws -> [String] {
        try await database.withConnection(schema: IntakeDatabase.schema) { connection in
            try await connection.query(Statement("texts", sql)).map { try $0.string(0) }
        }
    }

    /// Runs the engine, with the service's own effects or others.
    func run(
        effects: [String: any EffectPerformer]? = nil,
        _ body: @Sendable (Engine<OrderIntakeStore>) async throws -> Void
    ) async throws {
        try await RunningEngine.with(
            OrderIntakeService.name, store: service.store, handlers: service.handlers,
            effects: effects ?? service.effects, jobs: service.jobs, database: database, broker: broker,
            adjust: { $0.drainDeadline = .milliseconds(200) }
        ) { engine in
            service.open(engine)
            try await body(engine)
        }
    }

    func open(
        _ engine: Engine<OrderIntakeStore>, channel: String = "woocommerce", secrets: [String] = [],
        isOpen: Bool = true, id: String = "open", options: [String: String] = ["pageSize": "5"]
    ) async throws {
        let open = UpsertShop(
            channel: channel, shop: "main", isOpen: isOpen, webhookSecrets: secrets,
            connection: ShopConnection(baseURL: address, account: "55", options: options))
        _ = try await engine.submit(open, id: .v5(id), orderID: nil, channel: nil, trace: nil)
    }

    static func with(
        _ world: ChannelWorld, settings: PollSettings = PollSettings(every: .milliseconds(100), grace: .zero),
        _ body: @Sendable (AskedShop) async throws -> Void
    ) async throws {
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let folder = try CredentialsFolder()
        let credentials = ChannelCredentials(folder: folder.path)
        try await IntakeDatabase.with { database in
            try await TestBroker.with { broker in
                let secrets = StoredShopSecrets(
                    configuration: database.configuration(schema: IntakeDatabase.schema), logger: logger)
                let book = StoredSubmissions(
                    configuration: database.configuration(schema: IntakeDatabase.schema), logger: logger)
                let pool = HTTPPool(
                    HTTPConfiguration(
                        reach: .anywhere, timeout: .seconds(180), bodyLimit: 1 << 20, refusesLongBodies: true),
                    connections: 2)
                let links = ChannelLinks(transport: pool, credentials: credentials)
                let service = OrderIntakeService(secrets: secrets, book: book, polling: settings, links: links)
                try await ChannelServer.with(world) { address in
                    try await body(
                        AskedShop(
                            database: database, broker: broker, service: service, links: links, address: address))
                }
                await secrets.close()
                await book.close()
            }
        }
    }
}
