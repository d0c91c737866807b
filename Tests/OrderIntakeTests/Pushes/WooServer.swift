import Foundation
import Hummingbird
import Logging
import NIOCore
import ServiceKit
import ServiceLifecycle
import Synchronization
import TestSupport
import WireJSON

/// A WooCommerce shop over real HTTP: trackings, statuses and stock, and what was asked of it.
final class WooServer: Sendable {
    struct State {
        var calls: [String] = []
        var trackings: [String] = []
        var status = "processing"
        var stock: [String: Int] = [:]
        /// How many more trackings are taken and then answered with 500.
        var failures = 0
    }

    let state: Mutex<State>
    private let port = Mutex(0)

    private init(failures: Int) {
        state = Mutex(State(failures: failures))
    }

    var url: String { "http://127.0.0.1:\(port.withLock { $0 })" }
    var calls: [String] { state.withLock(\.calls) }

    static func with(failures: Int = 0, _ body: @Sendable (WooServer) async throws -> Void) async throws {
        let shop = WooServer(failures: failures)
        let logger = Logger(label: "woo", factory: { _ in SwiftLogNoOpLogHandler() })
        let server = ProcessHTTPServer(
            host: "127.0.0.1", port: 0, health: HealthChecks(), metrics: PrometheusRegistry(),
            routes: [{ router in shop.add(to: router) }], logger: logger)
        let group = ServiceGroup(services: [server], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            try await waitUntil("the shop is open") { server.boundPort != nil }
            shop.port.withLock { $0 = server.boundPort ?? 0 }
            try await body(shop)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    private func add(to router: Router<ProcessRequestContext>) {
        for method in [HTTPRequest.Method.get, .post, .put] {
            router.on("/wp-json/**", method: method) { request, _ in
                let body = try await request.body.collect(upTo: 1 << 20)
                let (status, text) = self.answer(
                    method.rawValue, request.uri.path, Array(body.readableBytesView))
                return Response(
                    status: status, headers: [.contentType: "application/json"],
                    body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
            }
        }
    }

    private func answer(_ method: String, _ path: String, _ body: [UInt8]) -> (HTTPResponse.Status, String) {
        let json = try? JSONDocument(parsing: body).root
        return state.withLock { state in
            state.calls.append("\(method) \(path)")
            switch (method, path.split(separator: "/").last.map { String($0) }) {
            case ("GET", "shipment-trackings"):
                let list = state.trackings.map { #"{"tracking_number": "\#($0)"}"# }
                return (.ok, "[\(list.joined(separator: ","))]")
            case ("POST", "shipment-trackings"):
                state.trackings.append(json?["tracking_number"]?.string ?? "?")
                guard state.failures == 0 else {
                    // Taken, and nobody hears of it.
                    state.failures -= 1
                    return (.internalServerError, "{}")
                }
                return (.created, "{}")
            case ("GET", "products"): return (.ok, #"[{"id": 5, "sku": "TEA-100", "type": "simple"}]"#)
            case ("POST", "batch"):
                for update in json?["update"]?.elements.map(\.self) ?? [] {
                    state.stock["5"] = update["stock_quantity"]?.int
                }
                return (.ok, #"{"update": [{"id": 5}]}"#)
            case ("PUT", _):
                state.status = json?["status"]?.string ?? state.status
                return (.ok, "{}")
            default: return (.notFound, #"{"code": "rest_no_route"}"#)
            }
        }
    }
}
