import AMQP
import Contracts
import TestSupport

extension ChaosRun {
    /// Two more nodes on this machine, and every queue on all three.
    func formCluster() async throws {
        guard let servers else { return }
        clusterNodes = try servers.run("form-cluster").split(separator: " ").map(String.init)
        try brokerProxy.lead(to: clusterNodes)
    }

    /// The node where a queue of ours has its leader.
    func killLeader() async throws {
        guard let servers, let service = ServiceName.allCases.randomElement(using: &random) else { return }
        let node = try servers.run("leader-of", system.broker.configuration.vhost, service.queues[0])
        try servers.run("kill-node", node)
        killedNode = node
    }

    func startKilledNode() throws {
        guard let node = killedNode else { return }
        try servers?.run("start-node", node)
        killedNode = nil
    }

    func leaveCluster() async throws {
        guard let first = clusterNodes.first else { return }
        try brokerProxy.lead(to: [first])
        try servers?.run("leave-cluster")
        clusterNodes = []
    }
}
