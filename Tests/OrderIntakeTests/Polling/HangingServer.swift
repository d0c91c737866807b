import HTTPTypes
import Hummingbird
import Logging
import ServiceKit
import ServiceLifecycle
import TestSupport

/// Takes requests, and answers none of them until it is released.
struct HangingServer {
    private let release: AsyncStream<Void>

    init(_ release: AsyncStream<Void>) {
        self.release = release
    }

    func with(_ body: @Sendable (_ address: String) async throws -> Void) async throws {
        let logger = Logger(label: "hanging", factory: { _ in SwiftLogNoOpLogHandler() })
        let server = ProcessHTTPServer(
            host: "127.0.0.1", port: 0, health: HealthChecks(), metrics: PrometheusRegistry(),
            routes: [
                { [release] router in
                    router.get("/") { _, _ in
                        for await _ in release {}
                        return HTTPResponse.Status.ok
                    }
                }
            ], logger: logger)
        let group = ServiceGroup(services: [server], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            try await waitUntil("it listens") { server.boundPort != nil }
            try await body("http://127.0.0.1:\(server.boundPort ?? 0)/")
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}
