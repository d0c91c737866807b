import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

@Suite("Forgetting a customer", .serialized)
struct ErasureTests {
    private static let name = "Quintessa Featherstonehaugh"
    private static let street = "Wobblebrook Crescent 47"
    private static let email = "quintessa.featherstonehaugh@example.net"
    private static let phone = "+90 555 0177 812"
    private static let note = "leave it with Barnaby next door"

    @Test(
        "nothing in the whole database names the customer any more, orders under way are refused, and the audit is clean"
    )
    func erased() async throws {
        try await WaybillSystem.with { system in
            let shop = DemoShop()
            try await shop.open(in: system)
            let orders = [
                person(shop.order(1)), person(shop.order(2, method: .marketplace, state: .paid, token: nil)),
                person(shop.order(3, token: "tok_declined")), person(shop.order(4, token: "tok_other_payer")),
            ]
            try await shop.submit(orders, to: system)
            // Parked before anybody knows whose it is.
            try await system.publish(
                raw: #"{"specversion": "1.0", "torn": "\#(Self.name), \#(Self.email)"#, exchange: Topology.intake,
                routingKey: "orders.web.main")
            try await system.expect("delivered", of: orders[0])
            try await system.expect("delivered", of: orders[1])
            try await system.expect("cancelled", of: orders[2])
            try await waitUntil("the fourth waits for a person") { try await system.hold(of: orders[3]) != nil }
            #expect(try dump(system).contains(Self.name))

            let refusal = try system.run(
                "waybill", "erase", "--email", Self.email.uppercased(), "--actor", "deniz", "--reason", "ticket 1",
                allowing: [1])
            #expect(refusal.contains("3 orders know nobody any more"))
            #expect(try dump(system).contains(Self.street), "the order under way must keep where it goes")
            try system.run("waybill", "cancel", "4")
            try await system.expect("cancelled", of: orders[3])
            try await system.expectClean()
            try system.run("waybill", "erase", "4", "--actor", "deniz", "--reason", "ticket 1")

            let left = try dump(system)
            for secret in [Self.name, Self.street, Self.email, Self.phone, Self.note, "Featherstonehaugh", "Barnaby"] {
                let lines = left.split(separator: "\n").filter { $0.localizedCaseInsensitiveContains(secret) }
                #expect(lines.isEmpty, "\(secret): \(lines.prefix(3).map { $0.prefix(300) })")
                // Bytes are dumped in hexadecimal.
                let hex = secret.utf8.map { String(format: "%02x", $0) }.joined()
                #expect(!left.contains(hex), "\(secret) is among kept bytes")
            }
            try await system.auditByCommand()
            let why = try await system.rows(in: .saga, "SELECT actor || ', ' || reason FROM erasure").map {
                try $0.string(0)
            }
            #expect(why == Array(repeating: "deniz, ticket 1", count: 4))
        }
    }

    private func person(_ order: Order) -> Order {
        var order = order
        order.customer = Customer(
            externalID: "c-1", name: Self.name, email: Self.email, phone: Self.phone, language: "en")
        order.shippingAddress = Address(
            name: Self.name, line1: Self.street, city: "Wigglesworth", postcode: "BD23 4RJ", country: "GB",
            phone: Self.phone)
        order.billingAddress = order.shippingAddress
        order.note = Self.note
        return order
    }

    /// Every row of every table, as a back-up has it.
    private func dump(_ system: WaybillSystem) throws -> String {
        let server = system.database.configuration
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "pg_dump", "--data-only", "-h", server.host, "-p", "\(server.port)", "-U", server.user ?? "postgres",
            server.database,
        ]
        process.environment = ProcessInfo.processInfo.environment.merging(["PGPASSWORD": server.password ?? ""]) { $1 }
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: text, as: UTF8.self)
    }
}
