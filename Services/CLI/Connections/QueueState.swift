import Contracts
import WireJSON

/// A queue as the management API sees it.
struct QueueState: Sendable {
    var name: String
    /// Waiting for a consumer.
    var ready: Int
    /// With a consumer.
    var unacknowledged: Int
    var consumers: Int

    var depth: Int { ready + unacknowledged }

    /// The management API counts every few seconds, so this lags a little.
    static func all(_ api: ManagementAPI) async throws -> [QueueState] {
        try await api.get("queues/\(api.pathOfHost)").elements.compactMap { node in
            guard let name = node["name"]?.string else { return nil }
            return QueueState(
                name: name, ready: node["messages_ready"]?.int ?? 0,
                unacknowledged: node["messages_unacknowledged"]?.int ?? 0, consumers: node["consumers"]?.int ?? 0)
        }.sorted { $0.name < $1.name }
    }

    /// The queues that a service reads, its dead letters among them.
    static func queues(of service: ServiceName) -> [String] {
        Topology.waybill.queues.filter { $0.owner == service }.map(\.name)
    }
}
