import Contracts
import WireJSON

/// What the broker counts of its own work, in the virtual host; its figures are up to five seconds old.
struct BrokerMeter: Sendable {
    struct Reading: Sendable {
        var published = 0
        var confirmed = 0
        var delivered = 0
        var acknowledged = 0
    }

    let session: OperatorSession

    func read() async throws -> Reading {
        let api = try session.management()
        let stats = try await api.get("vhosts/\(api.pathOfHost)")["message_stats"]
        func count(_ name: String) -> Int { stats?[name]?.int ?? 0 }
        return Reading(
            published: count("publish"), confirmed: count("confirm"), delivered: count("deliver_get"),
            acknowledged: count("ack"))
    }

    /// The kinds of the queues that services read, such as `quorum`.
    func queueTypes() async throws -> [String] {
        let api = try session.management()
        let names = Set(Topology.waybill.queues.map(\.name))
        let types = try await api.get("queues/\(api.pathOfHost)").elements.compactMap { node -> String? in
            guard let name = node["name"]?.string, names.contains(name) else { return nil }
            return node["type"]?.string ?? node["arguments"]?["x-queue-type"]?.string
        }
        return Set(types).sorted()
    }
}
