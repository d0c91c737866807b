import HTTPClient
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceKit
import ServiceLifecycle
import TestSupport

/// A ``ChannelWorld`` behind a real socket of this machine.
enum ChannelServer {
    static func with(_ world: ChannelWorld, _ body: @Sendable (_ address: String) async throws -> Void) async throws {
        let logger = Logger(label: "channel", factory: { _ in SwiftLogNoOpLogHandler() })
        let server = ProcessHTTPServer(
            host: "127.0.0.1", port: 0, health: HealthChecks(), metrics: PrometheusRegistry(),
            routes: [
                { router in
                    for method in [HTTPRequest.Method.get, .post, .put] {
                        for path in ["/", "/**"] as [RouterPath] {
                            router.on(path, method: method) { request, _ in try await answer(request, by: world) }
                        }
                    }
                }
            ], logger: logger)
        let group = ServiceGroup(services: [server], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            try await waitUntil("the channel listens") { server.boundPort != nil }
            try await body("http://127.0.0.1:\(server.boundPort ?? 0)")
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    private static func answer(_ request: Request, by world: ChannelWorld) async throws -> Response {
        let buffer = try await request.body.collect(upTo: 1 << 20)
        let call = HTTPCall(
            method: request.method.rawValue, url: "http://127.0.0.1\(request.head.path ?? "/")",
            headers: request.headers.map { HTTPCall.Header($0.name.rawName, $0.value) }, body: Array(buffer: buffer))
        let answer = world.answer(call)
        var headers = HTTPFields()
        for header in answer.headers {
            guard let name = HTTPField.Name(header.name) else { continue }
            headers.append(HTTPField(name: name, value: header.value))
        }
        return Response(
            status: HTTPResponse.Status(code: answer.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
}
