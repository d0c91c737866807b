import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

/// The HTTP side of a process: health, metrics, and the service's own routes.
public final class ProcessHTTPServer: Service {
    /// Adds routes. They share the limit, the logs and the error form of all others.
    public typealias Routes = @Sendable (Router<ProcessRequestContext>) -> Void

    private let host: String
    private let port: Int
    private let bodyLimit: Int
    private let health: HealthChecks
    private let metrics: PrometheusRegistry
    private let routes: [Routes]
    private let logger: Logger
    private let bound = Mutex<Int?>(nil)

    /// Listens where `http.host` and `http.port` say.
    ///
    /// - Throws: when the settings of a process are not declared.
    public convenience init(
        settings: Settings, health: HealthChecks, metrics: PrometheusRegistry, routes: [Routes] = [], logger: Logger
    ) throws(SettingsError) {
        self.init(
            host: try settings.string("http.host"), port: try settings.int("http.port"),
            bodyLimit: try settings.int("http.body.limit"), health: health, metrics: metrics, routes: routes,
            logger: logger)
    }

    /// - Parameters:
    ///   - port: 0 takes a free one; ``boundPort`` tells which.
    ///   - bodyLimit: bytes.
    package init(
        host: String, port: Int, bodyLimit: Int = 1 << 20, health: HealthChecks, metrics: PrometheusRegistry,
        routes: [Routes] = [], logger: Logger
    ) {
        self.host = host
        self.port = port
        self.bodyLimit = bodyLimit
        self.health = health
        self.metrics = metrics
        self.routes = routes
        self.logger = logger
        metrics.describe("http_server_request_duration", "Time to answer an HTTP request, in seconds.")
    }

    /// The port that was really taken; nil until the server listens.
    public var boundPort: Int? { bound.withLock { $0 } }

    /// Serves until graceful shutdown or cancellation.
    ///
    /// - Throws: when the address cannot be listened on.
    public func run() async throws {
        let application = Application(
            router: router(), server: .http1(configuration: .init(idleTimeout: .seconds(75))),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { [self] channel in
                bound.withLock { $0 = channel.localAddress?.port }
            },
            logger: logger)
        do {
            try await application.run()
        } catch let error as IOError {
            throw ListenError(address: "\(host):\(port)", underlying: error)
        }
    }

    private func router() -> Router<ProcessRequestContext> {
        let router = Router(context: ProcessRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestBoundary(bodyLimit: bodyLimit, metrics: metrics))
        ProcessRoutes(health: health, metrics: metrics).add(to: router)
        for add in routes { add(router) }
        return router
    }
}

/// The address to listen on is taken, or not ours.
struct ListenError: Error, CustomStringConvertible {
    var address: String
    var underlying: IOError

    var description: String { "cannot listen on \(address) (http.host, http.port): \(underlying.description)" }
}
