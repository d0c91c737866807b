import Executors
import Synchronization

/// A few connections to the shops' endpoints, each on its own thread, since libcurl blocks.
package final class WebhookPool: WebhookGateway {
    private let connections: [WebhookConnection]
    private let next = Atomic<Int>(0)

    package init(_ configuration: WebhookConfiguration, connections count: Int) {
        connections = (0..<count).map { _ in WebhookConnection(configuration) }
    }

    package func post(_ call: WebhookCall) async -> WebhookAnswer {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        return await connections[index % connections.count].post(call)
    }
}

/// One thread with one libcurl handle, which keeps connections open between requests.
actor WebhookConnection {
    private let executor = ThreadExecutor(name: "webhook")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private let configuration: WebhookConfiguration
    /// Made on the thread that uses it.
    private var session: WebhookSession?

    init(_ configuration: WebhookConfiguration) {
        self.configuration = configuration
    }

    func post(_ call: WebhookCall) -> WebhookAnswer {
        // What was allowed when the endpoint was added may not be any more.
        guard WebhookAddress(call.url, allowsLoopback: configuration.allowsLoopback) != nil else {
            return WebhookAnswer(status: 0, reason: "nothing is sent to such a URL")
        }
        if session == nil { session = WebhookSession(configuration) }
        return session?.post(call) ?? WebhookAnswer(status: 0, reason: "libcurl cannot be initialised")
    }
}
