import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization
import TestSupport

/// A channel's server on a port of this machine: whatever it is asked goes to the stand-in.
package struct StandInServer: Sendable {
    /// Where it listens: `http://127.0.0.1:<port>`.
    package let address: String

    private struct Lost: Error {}

    /// Listens for as long as `body` runs.
    package static func with<Result>(
        _ standIn: ChannelStandIn, _ body: (StandInServer) async throws -> Result
    ) async throws -> Result {
        let bound = Bound()
        var logger = Logger(label: "stand-in")
        logger.logLevel = .critical
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in
                try await answer(request, by: standIn)
            },
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in bound.port.withLock { $0 = channel.localAddress?.port } }, logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            try await waitUntil("the stand-in listens") { bound.port.withLock { $0 } != nil }
            let number = bound.port.withLock { $0 } ?? 0
            let result = try await body(StandInServer(address: "http://127.0.0.1:\(number)"))
            group.cancelAll()
            return result
        }
    }

    /// Lets several listen, each on a port of its own, for as long as `body` runs.
    /// - Parameter body: is given the servers in the order of the stand-ins.
    package static func withAll<Result>(
        _ standIns: [ChannelStandIn], _ body: ([StandInServer]) async throws -> Result
    ) async throws -> Result {
        try await open(standIns[...], [], body)
    }

    private static func open<Result>(
        _ standIns: ArraySlice<ChannelStandIn>, _ opened: [StandInServer],
        _ body: ([StandInServer]) async throws -> Result
    ) async throws -> Result {
        guard let first = standIns.first else { return try await body(opened) }
        return try await with(first) { try await open(standIns.dropFirst(), opened + [$0], body) }
    }

    /// What the server's own task tells of the port.
    private final class Bound: Sendable {
        let port = Mutex<Int?>(nil)
    }

    private static func answer(_ request: Request, by standIn: ChannelStandIn) async throws -> Response {
        let body = try await request.body.collect(upTo: 8 << 20)
        var headers: [String: String] = [:]
        headers["Host"] = request.head.authority
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        let answer = await standIn.answer(
            StandInRequest(
                method: request.method.rawValue, target: request.uri.description, headers: headers,
                body: Array(buffer: body)))
        var response = Response(status: .init(code: answer.status))
        for (name, value) in answer.headers {
            if let field = HTTPField.Name(name) { response.headers[field] = value }
        }
        if answer.isLost {
            // The head is out, the rest never comes.
            response.body = ResponseBody(contentLength: 1000) { _ in throw Lost() }
        } else if !answer.body.isEmpty || answer.status != 204 {
            response.body = ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
        }
        return response
    }
}
