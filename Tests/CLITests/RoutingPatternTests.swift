import Contracts
import Testing

@testable import WaybillCLI

@Suite("Who gets a message")
struct RoutingPatternTests {
    @Test(
        "a pattern matches as RabbitMQ has it",
        arguments: [
            ("saga.*.saga.milestone", "saga.2.saga.milestone", true),
            ("saga.*.saga.milestone", "saga.saga.milestone", false),
            ("inventory.#", "inventory.stock.book", true), ("inventory.#", "inventory", true),
            ("inventory.#", "inventories.x", false), ("#.dead", "a.b.dead", true), ("saga.1", "saga.1.x", false),
        ])
    func matches(_ pattern: String, _ key: String, _ isMatch: Bool) {
        #expect(RoutingPattern.matches(pattern, key) == isMatch)
    }

    @Test("a hand-over is heard by the coordinator, inventory and shipping")
    func handOver() {
        let key = Topology.routingKey(ofEvent: ParcelHandedOver.type, orderID: .zero)
        #expect(RoutingPattern.subscribers(of: key, on: Topology.events) == [.saga, .inventory, .shipping])
    }
}
