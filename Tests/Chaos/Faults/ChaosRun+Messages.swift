import AMQP
import Contracts
import FoundationEssentials
import Messaging
import Postgres
import TestSupport

extension ChaosRun {
    /// What is no JSON, of no known type, or unfit for its handler, among messages that are all right.
    func poison(_ count: Int) async throws -> Int {
        let keys = [
            "inventory.reserve", "payment.authorise", "payment.capture", "shipping.label", "warehouse.fulfil", "saga.0",
            "saga.3",
        ]
        for number in 0..<count {
            let key = keys.randomElement(using: &random) ?? "inventory.reserve"
            let message: Outbound =
                switch number % 3 {
                case 0:
                    Outbound(
                        exchange: Topology.commands, routingKey: key, mandatory: true, properties: MessageProperties(),
                        body: Array("{ poison \(number)".utf8))
                case 1: poisoned(type: "waybill.inventory.conjure.v1", key)
                default: poisoned(type: ReserveStock.type, "inventory.reserve")
                }
            try await publish([message])
            storefronts.place(1)
            await live(for: .milliseconds(50))
        }
        poisoned += count
        return count
    }

    private func poisoned(type: MessageType, _ key: String) -> Outbound {
        Envelope(id: UUID(), source: "/test", type: type, time: .wallClock, orderID: UUID(), data: Array("{}".utf8))
            .outbound(Topology.commands, key)
    }

    /// Submissions, commands and replies of the last orders, each five times more and shuffled: old news after new.
    func repeatAll() async throws -> Int {
        var messages = try await commandsOfLastSeconds()
        for service in ServiceName.allCases {
            for row in try await system.rows(
                in: service,
                """
                SELECT exchange, routing_key, envelope FROM reply WHERE exchange IN ('waybill.events', 'waybill.commands')
                ORDER BY created_at DESC LIMIT 100
                """)
            {
                messages.append(again(try row.string(0), try row.string(1), try row.bytes(2)))
            }
        }
        floods += 1
        messages += storefronts.taken.sorted().suffix(50).map { storefronts.repeated($0, turn: floods) }
        let repeated = Array(repeatElement(messages, count: 5).joined()).shuffled(using: &random)
        try await publish(repeated)
        return repeated.count
    }

    /// A step keeps its command while it waits for an answer, so they are gathered for a while: most are done by now.
    private func commandsOfLastSeconds() async throws -> [Outbound] {
        var commands: Set<[UInt8]> = []
        var messages: [Outbound] = []
        for _ in 0..<15 {
            for row in try await system.rows(
                in: .saga,
                "SELECT routing_key, command FROM saga_step WHERE command IS NOT NULL ORDER BY order_id DESC LIMIT 200")
            {
                let command = try row.bytes(1)
                guard commands.insert(command).inserted else { continue }
                messages.append(again(Topology.commands, try row.string(0), command))
            }
            await live(for: .milliseconds(200))
        }
        return messages
    }

    private func again(_ exchange: String, _ key: String, _ body: [UInt8]) -> Outbound {
        var properties = MessageProperties()
        properties.contentType = Envelope.contentType
        return Outbound(exchange: exchange, routingKey: key, mandatory: false, properties: properties, body: body)
    }

    /// What waits for a service comes to it in another order.
    func shuffleQueue() async throws -> Int {
        let service = [ServiceName.saga, .inventory, .payment, .warehouse, .shipping].randomElement(using: &random)
        guard let service else { return 0 }
        try await drain(all: service)
        storefronts.place(20)
        await live(for: .seconds(2))
        var taken: [Outbound] = []
        try await system.broker.withAdministrator { administrator in
            for queue in service.everyQueue {
                while taken.count < 500, let delivery = try await administrator.get(queue) {
                    taken.append(
                        Outbound(
                            exchange: delivery.exchange, routingKey: delivery.routingKey, mandatory: true,
                            properties: delivery.properties, body: delivery.body))
                }
            }
        }
        try await publish(taken.shuffled(using: &random))
        notes.append("\(taken.count) messages of \(service.executable) shuffled")
        return taken.count
    }

    /// Many submissions while those who read them are down.
    func flood() async throws -> Int {
        for process in system.services where [.intake, .saga].contains(process.service) {
            process.kill()
            system.remove(process)
        }
        storefronts.place(20)
        await live(for: .milliseconds(500))
        let numbers = storefronts.taken.sorted().suffix(200)
        var sent = 0
        while sent < options.flood, !numbers.isEmpty {
            floods += 1
            let turn = floods
            let messages = numbers.prefix(options.flood - sent).map { storefronts.repeated($0, turn: turn) }
            try await publish(messages)
            sent += messages.count
        }
        return sent
    }

    func publish(_ messages: [Outbound]) async throws {
        try await insist("\(messages.count) messages are published") {
            try await self.system.broker.withAdministrator { try await $0.publishAndConfirm(messages) }
        }
    }

    /// Loses what waits in a queue, and lets the provider and the mail server do something twice: what this finds is
    /// what the other rows would find.
    func sabotage() async throws {
        try await drain(all: .inventory)
        storefronts.place(20)
        await live(upTo: .seconds(20)) { (try? await self.system.waiting(for: .inventory)) ?? 0 > 5 }
        _ = try await system.broker.withAdministrator { try await $0.purge(ServiceName.inventory.queues[0]) }
        try system.add(.inventory)
        try await desk.run(
            """
            INSERT INTO payment.sandbox_provider (key, kind, authorisation, reference, token, amount, currency, is_done, answer)
            SELECT key || '-again', kind, authorisation, reference || '-again', token, amount, currency, is_done, answer
            FROM payment.sandbox_provider WHERE is_done LIMIT 1
            """)
    }
}
