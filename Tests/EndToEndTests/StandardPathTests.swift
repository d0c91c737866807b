import Contracts
import Foundation
import TestSupport
import Testing

@Suite("From a storefront's queue to the customer's door", .serialized)
struct StandardPathTests {
    @Test("orders of every payment method are delivered, and every figure adds up")
    func delivered() async throws {
        try await WaybillSystem.with { system in
            let shop = DemoShop()
            try await shop.open(in: system)
            var orders = (1...10).map { shop.order($0, state: .authorised) }
            orders += (11...20).map { shop.order($0, method: .marketplace, state: .paid, token: nil) }
            orders += (21...30).map { shop.order($0, method: .cashOnDelivery, token: nil) }
            try await shop.submit(orders, to: system)
            try await system.waitForCount(
                30, in: .saga, "SELECT count(*) FROM saga WHERE phase = 'closed' AND headline = 'delivered'")
            #expect(try await system.count(in: .saga, "SELECT count(*) FROM saga WHERE captured <> 3500") == 0)
            #expect(try await system.count(in: .inventory, "SELECT sum(reserved)::int8 FROM stock_balance") == 0)
            #expect(
                try await system.count(in: .inventory, "SELECT sum(on_hand)::int8 FROM stock_balance") == 200_000 - 90)
            try await system.expectClean()
            try await system.auditByCommand()
            for service in ServiceName.allCases {
                #expect(try await system.count(in: service, "SELECT count(*) FROM inbox WHERE state <> 0") == 0)
            }
            // Confirmed, shipped, delivered: an e-mail each.
            let mail = system.mail.messages
            #expect(mail.count == 90)
            #expect(mail.count { $0.contains("ada7@example.com") } == 3)
            let identities = mail.compactMap { $0.split(separator: "\n").first { $0.hasPrefix("Message-ID:") } }
            #expect(Set(identities).count == 90)
        }
    }

    @Test("the operator's command reports the latency from submit to released, p50 and p99")
    func latency() async throws {
        try await WaybillSystem.with { system in
            let report = try system.run("waybill", "latency", "--rate", "10", "--seconds", "2")
            #expect(report.contains("p50"))
            #expect(report.contains("p99"))
            print(report)
        }
    }
}
