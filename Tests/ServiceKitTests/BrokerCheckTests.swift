import AMQP
import Contracts
import TestSupport
import Testing

@testable import ServiceKit

@Suite("What a service's check asks of the broker")
struct BrokerCheckTests {
    @Test("is its queues and every exchange; what is missing is named")
    func missing() async throws {
        try await TestBroker.with { broker in
            try await ServiceProcess.checkBroker(for: .shipping, broker.configuration)
            try await broker.withAdministrator { try await $0.delete(exchange: Topology.publicEvents) }
            let exchange = await #expect(throws: AMQPError.self) {
                try await ServiceProcess.checkBroker(for: .shipping, broker.configuration)
            }
            #expect(exchange?.code == .notFound)
            #expect(exchange.map { "\($0)".contains(Topology.publicEvents) } == true)
        }
        try await TestBroker.with { broker in
            try await broker.withAdministrator { try await $0.delete(queue: "waybill.shipping.dead") }
            let queue = await #expect(throws: AMQPError.self) {
                try await ServiceProcess.checkBroker(for: .shipping, broker.configuration)
            }
            #expect(queue?.code == .notFound)
            try await ServiceProcess.checkBroker(for: .inventory, broker.configuration)
        }
    }
}
