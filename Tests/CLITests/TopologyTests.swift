import AMQP
import Contracts
import FoundationEssentials
import Testing
import TestSupport

@testable import WaybillCLI

@Suite("Topology at a real broker")
struct TopologyTests {
    private func api(_ broker: TestBroker) throws -> ManagementAPI {
        let management = try TestEnvironment.management()
        return ManagementAPI(
            address: "\(management.scheme ?? "http")://\(management.host ?? ""):\(management.port ?? 15672)",
            user: broker.configuration.user, password: broker.configuration.password,
            vhost: broker.configuration.vhost)
    }

    /// The services' users belong to the whole broker, which tests share, so their rights are left out here.
    private func deviations(_ broker: TestBroker) async throws -> [String] {
        try await TopologyComparison(api: try api(broker)).deviations().filter { !$0.hasPrefix("user ") }
    }

    @Test("what was applied is found as described; what is taken away or differs is named")
    func comparison() async throws {
        try await TestBroker.with { broker in
            #expect(try await deviations(broker).isEmpty)
            try await broker.withAdministrator { administrator in
                try await administrator.delete(queue: "waybill.shipping")
                try await administrator.delete(queue: "waybill.returns.dead")
                try await administrator.declareQueue("waybill.returns.dead", arguments: ["x-queue-type": "classic"])
            }
            let found = try await deviations(broker)
            #expect(found.contains("queue waybill.shipping is missing"))
            #expect(found.contains("waybill.shipping is not bound to waybill.commands with shipping.#"))
            #expect(found.contains("queue waybill.returns.dead has another x-queue-type"))
        }
    }

    @Test("a service without rights is named")
    func rights() async throws {
        try await TestBroker.with { broker in
            let found = try await TopologyComparison(api: try api(broker)).deviations()
            #expect(found.contains("user waybill-inventory has no rights"))
        }
    }

    @Test("queues are listed with what waits in them")
    func queues() async throws {
        try await TestBroker.with { broker in
            let names = Set(try await QueueState.all(try api(broker)).map(\.name))
            #expect(names.isSuperset(of: Topology.waybill.queues.map(\.name)))
        }
    }
}
