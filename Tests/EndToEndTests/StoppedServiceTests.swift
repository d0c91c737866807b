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
        var random = SeededGenerator(seed: SeededGenerator.printedSeed(for: "stopped services, \(end.rawValue)"))
        // The minute is spent once a run, on a service that was killed.
        let longest = end == .killed ? ServiceName.allCases.randomElement(using: &random) : nil
        print("a minute without \(longest?.rawValue ?? "nobody")")
        try await WaybillSystem.with { system in
            let shop = DemoShop()
            try await shop.open(in: system)
            var orders: [Order] = []
            func submit(_ count: Int) async throws {
                let more = (orders.count + 1...orders.count + count).map { mixed($0, of: shop) }
                orders += more
                try await shop.submit(more, to: system)
            }
            for service in ServiceName.allCases {
                let handled = try await system.count(in: service, "SELECT count(*) FROM inbox")
                try await submit(40)
                // It has begun with them.
                try await waitUntil("\(service.rawValue) works on the import", within: .seconds(60)) {
                    try await system.count(in: service, "SELECT count(*) FROM inbox") > handled
                }
                guard let process = system.services.first(where: { $0.name == service.executable }) else { return }
                switch end {
                case .asked: #expect(process.stop() == 0, "\(service.rawValue) did not drain")
                case .killed: process.kill()
                }
                system.remove(process)
                let stopped = ContinuousClock.now
                try await submit(45)
                try await waitUntil("messages wait for \(service.rawValue)", within: .seconds(60)) {
                    try await system.waiting(for: service) >= 40
                }
                // One of them is away for a whole minute: longer than every time-out, retry and lease of the others.
                if service == longest { try await Task.sleep(until: stopped + .seconds(60)) }
                try system.add(service)
            }
            try await system.waitForCount(
                orders.count, in: .saga, "SELECT count(*) FROM saga WHERE phase = 'closed' AND headline = 'delivered'",
                within: .seconds(120))
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
    }

    /// Card, marketplace and cash on delivery in turn.
    private func mixed(_ number: Int, of shop: DemoShop) -> Order {
        switch number % 3 {
        case 0: shop.order(number)
        case 1: shop.order(number, method: .marketplace, state: .paid, token: nil)
        default: shop.order(number, method: .cashOnDelivery, token: nil)
        }
    }
}
