import Contracts
import Foundation
import TestSupport
import Testing

@Suite("A service that is away for a while", .serialized)
struct StoppedServiceTests {
    enum End: String, CaseIterable, Sendable {
        /// SIGTERM: it finishes what it has in hand.
        case asked
        /// SIGKILL: it does not.
        case killed
    }

    @Test(
        "stop each service in turn in the middle of an import: nothing is lost, nothing is done twice",
        arguments: End.allCases)
    func stopped(_ end: End) async throws {
        try await WaybillSystem.with { system in
            var run = try await Run(system)
            for service in ServiceName.allCases {
                let stopped = try await run.stop(service, end)
                try await run.submit(45)
                try await waitUntil("messages wait for \(stopped.name)") {
                    // Of how many orders they are, packs do not say.
                    try await system.waiting(for: service) > 0
                }
                try system.add(service)
            }
            try await run.expectDelivered(within: .seconds(600))
        }
    }

    /// Longer than every time-out, retry and lease of the others. One after the other this would be eight minutes, and with
    /// several away at once each would only be missed by whoever is there; so each is away from a system of its own, all in
    /// the same minute. Every system has its own database, virtual host and processes; the servers below are shared, and the
    /// crowd on them is adversity for free.
    @Test("any one service is away for a whole minute of an import: nothing is lost, nothing is done twice")
    func wholeMinute() async throws {
        try await withThrowingTaskGroup(of: Void.self) { systems in
            for service in ServiceName.allCases {
                systems.addTask {
                    try await WaybillSystem.with { system in
                        var run = try await Run(system)
                        _ = try await run.stop(service, .killed)
                        let back = ContinuousClock.now + .seconds(60)
                        // The import goes on, at a pace that lasts the minute.
                        repeat {
                            try await run.submit(8)
                            try await Task.sleep(until: min(back, .now + .seconds(5)))
                        } while .now < back
                        #expect(try await system.waiting(for: service) > 0, "nobody has missed \(service.rawValue)")
                        try system.add(service)
                        try await run.expectDelivered(within: .seconds(600))
                    }
                }
            }
            try await systems.waitForAll()
        }
    }

    /// An import into a system, and what must have become of it.
    private struct Run {
        let system: WaybillSystem
        let shop = DemoShop()
        private(set) var orders: [Order] = []

        init(_ system: WaybillSystem) async throws {
            self.system = system
            try await shop.open(in: system)
        }

        mutating func submit(_ count: Int) async throws {
            let more = (orders.count + 1...orders.count + count).map { mixed($0) }
            orders += more
            try await shop.submit(more, to: system)
        }

        /// Ends the service's process when it has begun with newly submitted orders.
        mutating func stop(_ service: ServiceName, _ end: End) async throws -> ServiceExecutable {
            let system = system
            let handled = try await system.count(in: service, "SELECT count(*) FROM inbox")
            try await submit(40)
            try await waitUntil("\(service.rawValue) works on the import") {
                try await system.count(in: service, "SELECT count(*) FROM inbox") > handled
            }
            let process = try #require(system.services.first { $0.name == service.executable })
            switch end {
            case .asked: #expect(process.stop() == 0, "\(service.rawValue) did not drain")
            case .killed: process.kill()
            }
            system.remove(process)
            return process
        }

        func expectDelivered(within deadline: Duration) async throws {
            try await system.waitForCount(
                orders.count, in: .saga, "SELECT count(*) FROM saga WHERE phase = 'closed' AND headline = 'delivered'",
                within: deadline)
            try await system.expectClean()
            try await system.auditByCommand()
            let sold = orders.flatMap(\.lines).reduce(0) { $0 + $1.quantity }
            #expect(
                try await system.count(in: .inventory, "SELECT sum(on_hand)::int8 FROM stock_balance")
                    == 2 * 10 * 10_000 - sold)
            #expect(try await system.count(in: .inventory, "SELECT sum(reserved)::int8 FROM stock_balance") == 0)
            // The provider was asked by a key more than once perhaps, and has carried each out once.
            #expect(
                try await system.count(in: .payment, "SELECT count(*) FROM sandbox_provider WHERE kind = 'capture'")
                    == orders.count { $0.payment.method == .card })
        }

        /// Card, marketplace and cash on delivery in turn.
        private func mixed(_ number: Int) -> Order {
            switch number % 3 {
            case 0: shop.order(number)
            case 1: shop.order(number, method: .marketplace, state: .paid, token: nil)
            default: shop.order(number, method: .cashOnDelivery, token: nil)
            }
        }
    }
}
