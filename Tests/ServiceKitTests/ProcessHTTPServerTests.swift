import Contracts
import Hummingbird
import ServiceLifecycle
import Synchronization
import Testing

@testable import ServiceKit

@Suite("The HTTP side of a process")
struct ProcessHTTPServerTests {
    private let health = HealthChecks(patience: .seconds(180))
    private let metrics = PrometheusRegistry()
    private let captured = CapturedLines()

    private func withServer(
        _ routes: @escaping ProcessHTTPServer.Routes = { _ in }, health other: HealthChecks? = nil,
        _ body: (Int) async throws -> Void
    ) async throws {
        let server = ProcessHTTPServer(
            host: "127.0.0.1", port: 0, bodyLimit: 2048, health: other ?? health, metrics: metrics, routes: [routes],
            logger: captured.logger())
        let group = ServiceGroup(configuration: .init(services: [server], logger: captured.logger()))
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            try await body(try await eventually { server.boundPort })
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test("alive while it runs; ready when every check is fine")
    func health() async throws {
        health.register(HealthCheck("broker") { .ok })
        let database = Mutex(HealthStatus.ok)
        health.register(HealthCheck("database") { database.withLock { $0 } })
        try await withServer { port in
            #expect(try await HTTPClient.request("/health/live", port: port).status == 200)
            let ready = try await HTTPClient.request("/health/ready", port: port)
            #expect(ready.status == 200)
            #expect(
                ready.body
                    == #"{"status":"ready","checks":[{"name":"broker","status":"ok"},{"name":"database","status":"ok"}]}"#
            )

            database.withLock { $0 = .failing("connection refused") }
            let failing = try await HTTPClient.request("/health/ready", port: port)
            #expect(failing.status == 503)
            #expect(
                failing.body == #"{"status":"not ready","checks":[{"name":"broker","status":"ok"},"#
                    + #"{"name":"database","status":"failing","reason":"connection refused"}]}"#)
            #expect(try await HTTPClient.request("/health/live", port: port).status == 200)

            health.beginDraining()
            #expect(try await HTTPClient.request("/health/ready", port: port).body.contains("draining"))
        }
    }

    @Test("a check that hangs counts as failing")
    func hangingCheck() async throws {
        let health = HealthChecks(patience: .milliseconds(100))
        health.register(
            HealthCheck("slow") {
                try? await Task.sleep(for: .seconds(3600))
                return .ok
            })
        try await withServer(health: health) { port in
            let answer = try await HTTPClient.request("/health/ready", port: port)
            #expect(answer.status == 503 && answer.body.contains("no answer within 100ms"))
        }
    }

    @Test("metrics with the type that Prometheus expects, requests among them")
    func metricsRoute() async throws {
        try await withServer { port in
            _ = try await HTTPClient.request("/health/live", port: port)
            let answer = try await HTTPClient.request("/metrics", port: port)
            #expect(answer.head.contains("content-type: text/plain; version=0.0.4"))
            #expect(
                answer.body.contains(
                    #"http_server_request_duration_seconds_count{method="GET",route="/health/live",status="200"} 1"#))
        }
    }

    @Test("errors are problem documents that tell nothing about the inside")
    func errors() async throws {
        struct Inner: Error, CustomStringConvertible { var description: String { "password is hunter2" } }
        try await withServer({ router in
            router.get("/broken") { _, _ -> String in throw Inner() }
            router.get("/refused") { _, _ -> String in throw HTTPError(.conflict, message: "Already shipped.") }
        }) { port in
            let missing = try await HTTPClient.request("/nowhere", port: port)
            #expect(missing.status == 404)
            #expect(missing.head.contains("content-type: application/problem+json"))
            #expect(missing.body.hasPrefix(#"{"type":"about:blank","title":"Not Found","status":404,"traceid":""#))
            let broken = try await HTTPClient.request("/broken", port: port)
            #expect(broken.status == 500 && !broken.body.contains("hunter2"))
            #expect(captured.lines.contains { $0.contains("hunter2") && $0.contains(#""level":"error""#) })
            let refused = try await HTTPClient.request("/refused", port: port)
            #expect(refused.status == 409 && refused.body.contains(#""detail":"Already shipped.""#))
        }
    }

    @Test("a body over the limit is refused, whether its length is declared or not")
    func bodyLimit() async throws {
        try await withServer({ router in
            router.post("/count") { request, context -> String in
                "\(try await request.body.collect(upTo: context.maxUploadSize).readableBytes)"
            }
        }) { port in
            let large = String(repeating: "x", count: 2049)
            let fits = try await HTTPClient.request(
                "/count", method: "POST", port: port, body: String(large.dropLast()))
            #expect(fits.status == 200 && fits.body == "2048")
            #expect(try await HTTPClient.request("/count", method: "POST", port: port, body: large).status == 413)
            let chunked = "801\r\n\(large)\r\n0\r\n\r\n"
            let answer = try await HTTPClient.request(
                "/count", method: "POST", port: port, headers: ["Transfer-Encoding: chunked"], chunked: chunked)
            #expect(answer.status == 413)
        }
    }

    @Test("the caller's trace goes on, a missing or broken one begins anew")
    func tracing() async throws {
        try await withServer({ router in
            router.get("/trace") { _, context in context.trace.traceparent }
        }) { port in
            let caller = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            let traced = try await HTTPClient.request("/trace", port: port, headers: ["traceparent: \(caller)"])
            #expect(traced.body.hasPrefix("00-4bf92f3577b34da6a3ce929d0e0e4736-") && traced.body != caller)
            for header in ["traceparent: nonsense", "x: y"] {
                let own = try await HTTPClient.request("/trace", port: port, headers: [header])
                #expect(TraceContext(traceparent: own.body) != nil)
            }
            #expect(
                captured.lines.contains {
                    $0.contains(#""message":"request""#) && $0.contains(#""traceparent":"\#(traced.body)""#)
                })
        }
    }

    @Test("a taken port is an error that names it")
    func takenPort() async throws {
        try await withServer { port in
            let second = ProcessHTTPServer(
                host: "127.0.0.1", port: port, health: health, metrics: metrics, logger: captured.logger())
            let error = await #expect(throws: ListenError.self) { try await second.run() }
            #expect(error?.description.contains("127.0.0.1:\(port)") == true)
        }
    }
}
