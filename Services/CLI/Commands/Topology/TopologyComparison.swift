import Contracts
import WireJSON

/// What the broker has, against what the code describes.
struct TopologyComparison {
    let api: ManagementAPI

    /// One line each; empty when everything is as described. What is there besides is none of our business.
    func deviations() async throws -> [String] {
        try await exchanges() + queues() + bindings() + policy() + rights()
    }

    private func exchanges() async throws -> [String] {
        let found = try await named("exchanges/\(api.pathOfHost)")
        return Topology.waybill.exchanges.compactMap { exchange in
            guard let there = found[exchange.name] else { return "exchange \(exchange.name) is missing" }
            guard there["type"]?.string == exchange.kind, there["durable"]?.bool == true else {
                return "exchange \(exchange.name) is not a durable \(exchange.kind) exchange"
            }
            return nil
        }
    }

    private func queues() async throws -> [String] {
        let found = try await named("queues/\(api.pathOfHost)")
        return Topology.waybill.queues.flatMap { queue -> [String] in
            guard let there = found[queue.name] else { return ["queue \(queue.name) is missing"] }
            return Topology.queueArguments(queue).compactMap { argument in
                let value = there["arguments"]?[argument.name]
                let isSame =
                    switch argument.value {
                    case .string(let text): value?.string == text
                    case .integer(let number): value?.int64 == number
                    }
                return isSame ? nil : "queue \(queue.name) has another \(argument.name)"
            }
        }
    }

    private func bindings() async throws -> [String] {
        var found: Set<[String]> = []
        for binding in try await api.get("bindings/\(api.pathOfHost)").elements {
            guard let exchange = binding["source"]?.string, let queue = binding["destination"]?.string,
                let key = binding["routing_key"]?.string
            else { continue }
            found.insert([exchange, queue, key])
        }
        return Topology.waybill.bindings.compactMap { binding in
            found.contains([binding.exchange, binding.queue, binding.routingKey])
                ? nil : "\(binding.queue) is not bound to \(binding.exchange) with \(binding.routingKey)"
        }
    }

    private func policy() async throws -> [String] {
        let policy = Topology.storefrontPolicy
        guard let there = try await api.find("operator-policies/\(api.pathOfHost)/\(policy.name)") else {
            return ["operator policy \(policy.name) is missing: storefront queues are not bounded"]
        }
        let isSame =
            there["pattern"]?.string == policy.pattern
            && policy.definition.allSatisfy { there["definition"]?[$0.name]?.int64 == $0.value }
        return isSame ? [] : ["operator policy \(policy.name) differs"]
    }

    private func rights() async throws -> [String] {
        var deviations: [String] = []
        let users = ServiceName.allCases.map { ($0.brokerUser, BrokerRights.service($0)) }
        for (name, rights) in users + [(BrokerAccounts.operatorName, .operators)] {
            let path = "\(api.pathOfHost)/\(ManagementAPI.escaped(name))"
            guard let there = try await api.find("permissions/\(path)") else {
                deviations.append("user \(name) has no rights")
                continue
            }
            let isSame =
                there["configure"]?.string == rights.configure && there["write"]?.string == rights.write
                && there["read"]?.string == rights.read
            if !isSame { deviations.append("user \(name) has other rights") }
            var topics: [String: JSONNode] = [:]
            for topic in try await api.find("topic-permissions/\(path)")?.elements.map(\.self) ?? [] {
                topics[topic["exchange"]?.string ?? ""] = topic
            }
            for topic in rights.topics {
                let found = topics[topic.exchange]
                if found?["write"]?.string != topic.write || found?["read"]?.string != topic.read {
                    deviations.append("user \(name) has other routing keys on \(topic.exchange)")
                }
            }
        }
        return deviations
    }

    private func named(_ path: String) async throws -> [String: JSONNode] {
        var found: [String: JSONNode] = [:]
        for element in try await api.get(path).elements {
            if let name = element["name"]?.string { found[name] = element }
        }
        return found
    }
}
