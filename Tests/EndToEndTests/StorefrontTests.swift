import AMQP
import Contracts
import Foundation
import TestSupport
import Testing
import WireJSON

@Suite("A storefront with a broker user of its own", .serialized)
struct StorefrontTests {
    @Test(
        "twenty lines of Python submit an order and follow it to delivered",
        .enabled(if: PythonScript.has("pika"), "needs Python 3 with pika"))
    func script() async throws {
        try await WaybillSystem.with { system in
            try await DemoShop().open(in: system)
            try await StorefrontAccount.with(system.broker) { account in
                var order = DemoShop().order(1001, state: .authorised)
                order.channel = account.storefront.channel
                order.shop = account.storefront.shop
                let file = FileManager.default.temporaryDirectory.appending(
                    path: "order-\(account.storefront.shop).json")
                try Data(order.jsonBytes).write(to: file)
                defer { try? FileManager.default.removeItem(at: file) }
                let environment = [
                    "CHANNEL": order.channel, "SHOP": order.shop, "BROKER": account.url,
                ]
                let first = try PythonScript.run("Storefront/storefront.py", file.path(), environment: environment)
                #expect(first.status == 0, "\(first.output)")
                let said = first.output.split(separator: "\n").map { $0.split(separator: " ").first.map(String.init) }
                #expect(said.first == "accepted")
                #expect(said.last == "delivered")
                #expect(said.count >= 4, "\(first.output)")

                // What is wrong with an order is told at once, with its place.
                order.externalID = "1002"
                order.total += 1
                order.lines[0].quantity = 0
                try Data(order.jsonBytes).write(to: file)
                let second = try PythonScript.run("Storefront/storefront.py", file.path(), environment: environment)
                #expect(second.output.hasPrefix("rejected"), "\(second.output)")
                #expect(second.output.contains("$.order.lines[0].quantity"), "\(second.output)")
                #expect(try await system.count(in: .saga, "SELECT count(*) FROM saga") == 1)
            }
        }
    }

    /// What a storefront's user tries and must not be able to do.
    struct Attempt: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let run: @Sendable (AMQPAdministrator, StorefrontAccount) async throws -> Void

        init(_ what: String, _ run: @escaping @Sendable (AMQPAdministrator, StorefrontAccount) async throws -> Void) {
            testDescription = what
            self.run = run
        }

        static let all = [
            Attempt("publishes under another shop's key") { broker, account in
                try await broker.publishAndConfirm([message(Topology.intake, account.neighbour.submissionKey)])
            },
            Attempt("publishes under a key that begins like its own") { broker, account in
                try await broker.publishAndConfirm([message(Topology.intake, account.storefront.submissionKey + ".x")])
            },
            Attempt("commands a service") { broker, _ in
                try await broker.publishAndConfirm([message(Topology.commands, "inventory.stock.book")])
            },
            Attempt("states an event") { broker, _ in
                try await broker.publishAndConfirm([message(Topology.events, "saga.0.payment.authorised")])
            },
            Attempt("answers a shop") { broker, account in
                try await broker.publishAndConfirm([message(Topology.publicEvents, account.neighbour.answerKey)])
            },
            Attempt("publishes straight to a service's queue") { broker, _ in
                try await broker.publishAndConfirm([message("", "waybill.inventory")])
            },
            Attempt("uses the exchange that every virtual host has") { broker, _ in
                try await broker.publishAndConfirm([message("amq.topic", "anything")])
            },
            Attempt("reads another shop's answers") { broker, account in
                _ = try await broker.get(account.neighbour.queues[0])
            },
            Attempt("reads a service's queue") { broker, _ in _ = try await broker.get("waybill.order-intake") },
            Attempt("declares a queue") { broker, account in
                _ = try await broker.declareQueue("storefront.\(account.storefront.shop).mine")
            },
            Attempt("binds its queue to another shop's news") { broker, account in
                try await broker.bind(
                    queue: account.storefront.queues[0], exchange: Topology.publicEvents,
                    routingKey: account.neighbour.answerKey)
            },
            Attempt("deletes its queue") { broker, account in
                try await broker.delete(queue: account.storefront.queues[0])
            },
        ]

        private static func message(_ exchange: String, _ key: String) -> Outbound {
            Outbound(
                id: 0, exchange: exchange, routingKey: key, mandatory: true, properties: MessageProperties(),
                body: Array("{}".utf8))
        }
    }

    @Test("its rights end at its own key and its own queues", arguments: Attempt.all)
    func rights(attempt: Attempt) async throws {
        try await TestBroker.with { broker in
            try await StorefrontAccount.with(broker) { account in
                try await account.withBroker { connection in
                    let refusal = await #expect(throws: AMQPError.self) { try await attempt.run(connection, account) }
                    #expect(refusal?.replyCode == 403, "\(String(describing: refusal))")
                }
                // The same user may do what is its own.
                try await account.withBroker { connection in
                    var own = MessageProperties()
                    own.contentType = Envelope.contentType
                    try await connection.publishAndConfirm([
                        Outbound(
                            id: 0, exchange: Topology.intake, routingKey: account.storefront.submissionKey,
                            mandatory: true, properties: own, body: Array("{}".utf8))
                    ])
                    #expect(try await connection.get(account.storefront.queues[0]) == nil)
                }
            }
        }
    }
}
