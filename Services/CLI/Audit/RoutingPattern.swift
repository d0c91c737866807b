import Contracts
import Synchronization

/// AMQP's topic patterns: `*` is one word, `#` any number of them.
enum RoutingPattern {
    static func matches(_ pattern: String, _ key: String) -> Bool {
        matches(
            pattern.split(separator: ".", omittingEmptySubsequences: false)[...],
            key.split(separator: ".", omittingEmptySubsequences: false)[...])
    }

    private static func matches(_ pattern: ArraySlice<Substring>, _ key: ArraySlice<Substring>) -> Bool {
        guard let word = pattern.first else { return key.isEmpty }
        if word == "#" {
            return matches(pattern.dropFirst(), key) || (!key.isEmpty && matches(pattern, key.dropFirst()))
        }
        guard let first = key.first, word == "*" || word == first else { return false }
        return matches(pattern.dropFirst(), key.dropFirst())
    }

    private struct Route: Hashable {
        var key: String
        var exchange: String
    }

    /// A service's messages have few keys and an audit reads very many of them.
    private static let known = Mutex<[Route: [ServiceName]]>([:])

    /// The services with a queue that a message of this key reaches.
    static func subscribers(of key: String, on exchange: String) -> [ServiceName] {
        let route = Route(key: key, exchange: exchange)
        if let services = known.withLock({ $0[route] }) { return services }
        let services = find(key, exchange)
        known.withLock { $0[route] = services }
        return services
    }

    private static func find(_ key: String, _ exchange: String) -> [ServiceName] {
        let queues = Set(
            Topology.waybill.bindings.filter { $0.exchange == exchange && matches($0.routingKey, key) }.map(\.queue))
        let owners = Set(Topology.waybill.queues.filter { queues.contains($0.name) }.map(\.owner))
        return ServiceName.allCases.filter(owners.contains)
    }
}
