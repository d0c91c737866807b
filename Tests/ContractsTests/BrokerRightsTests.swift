import Contracts
import Foundation
import Testing
import WireJSON

@Suite("Broker rights: every user only what is its own")
struct BrokerRightsTests {
    @Test("RabbitMQ's salted SHA-256 is that of its documentation")
    func passwordHash() {
        // https://www.rabbitmq.com/docs/passwords: test12, salt 908D C60A
        #expect(
            BrokerUser.passwordHash(of: "test12", salt: [0x90, 0x8D, 0xC6, 0x0A])
                == "kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR")
    }

    @Test("There is an entry for every topic exchange, because a missing one allows everything")
    func everyTopicExchange() throws {
        let topics = Topology.waybill.exchanges.filter { $0.kind == "topic" }.map(\.name) + ["amq.topic"]
        var all = ServiceName.allCases.map(BrokerRights.service) + [.operators, .administrator]
        all.append(.storefront(try #require(Storefront(channel: "web", shop: "main"))))
        for rights in all {
            #expect(rights.topics.map(\.exchange) == topics)
            for expression in [rights.configure, rights.write, rights.read]
                + rights.topics.flatMap({ [$0.write, $0.read] })
            {
                #expect(expression == ".*" || expression.hasPrefix("^") && expression.hasSuffix("$"))
            }
        }
    }

    @Test("A service may publish every message of its own type, and no event in another's name")
    func ownMessages() throws {
        for payload in MessageCatalogue.payloads where payload is any Event.Type {
            let key = Topology.routingKey(ofEvent: payload.type, orderID: .v5("order"))
            for service in ServiceName.allCases {
                let mayWrite = try allows(.service(service), Topology.events, key)
                #expect(mayWrite == (payload.type.service == service.rawValue), "\(service) \(key)")
            }
        }
        for payload in MessageCatalogue.payloads where payload is any Command.Type {
            let key = Topology.routingKey(ofCommand: payload.type, orderID: .v5("order"))
            #expect(try allows(.service(.saga), Topology.commands, key))
            #expect(try allows(.operators, Topology.commands, key))
            let isOwn = payload.type.service == ServiceName.notifications.rawValue
            #expect(try allows(.service(.notifications), Topology.commands, key) == isOwn)
        }
    }

    private func allows(_ rights: BrokerRights, _ exchange: String, _ key: String) throws -> Bool {
        let topic = try #require(rights.topics.first { $0.exchange == exchange })
        return try Regex(rights.write).firstMatch(in: exchange) != nil
            && Regex(topic.write).firstMatch(in: key) != nil
    }

    static let management = ProcessInfo.processInfo.environment["WAYBILL_TEST_AMQP_MANAGEMENT"]
    static let broker = ProcessInfo.processInfo.environment["WAYBILL_TEST_AMQP"].flatMap { URL(string: $0) }

    @Test(
        "A real broker takes the definitions, and allows and refuses accordingly",
        .enabled(if: management != nil && broker != nil, "needs WAYBILL_TEST_AMQP and WAYBILL_TEST_AMQP_MANAGEMENT"),
        .enabled(if: PythonTool.has("pika"), "needs Python with pika"))
    func realBroker() throws {
        let management = try #require(Self.management)
        let broker = try #require(Self.broker)
        let host = "waybill-rights-\(UUID().text)"
        let shop = try #require(Storefront(channel: "web", shop: "main"))
        let other = try #require(Storefront(channel: "web", shop: "other"))
        let suffix = ".\(host)"  // users belong to the whole broker, not to the virtual host
        func user(_ name: String, _ rights: BrokerRights) -> BrokerUser {
            let hash = BrokerUser.passwordHash(of: "secret", salt: Array(UUID().bytes.prefix(4)))
            return BrokerUser(name: name + suffix, passwordHash: hash, rights: rights)
        }
        let users =
            [user(shop.brokerUser, .storefront(shop)), user("administrator", .administrator)]
            + ServiceName.allCases.map { user($0.brokerUser, .service($0)) }
        var lines = [Topology.waybill.definitions(virtualHost: host, users: users, storefronts: [shop, other])]
        func check(_ user: String, _ action: String, _ target: String, _ key: String = "", _ allowed: Bool) {
            let members = [
                ("user", user + suffix), ("password", "secret"), ("action", action), ("target", target), ("key", key),
            ]
            lines.append(
                JSONValue.object(members.map { ($0.0, .string($0.1)) } + [("allowed", .bool(allowed))]).jsonBytes)
        }
        let name = shop.brokerUser
        check(name, "publish", Topology.intake, shop.submissionKey, true)
        check(name, "publish", Topology.intake, other.submissionKey, false)
        check(name, "publish", Topology.intake, shop.submissionKey + ".x", false)
        check(name, "publish", Topology.publicEvents, shop.answerKey, false)
        check(name, "publish", Topology.commands, "intake.shop.upsert", false)
        check(name, "publish", Topology.events, "saga.0.intake.order.accepted", false)
        check(name, "publish", "", "waybill.order-intake", false)
        check(name, "publish", "amq.topic", shop.submissionKey, false)
        for queue in shop.queues { check(name, "consume", queue, "", true) }
        for queue in other.queues + ["waybill.order-intake"] { check(name, "consume", queue, "", false) }
        check(name, "declare", "storefront.web.main.mine", "", false)
        check(name, "bind", "storefront.web.main.answers", other.answerKey, false)
        let inventory = ServiceName.inventory.brokerUser
        check(inventory, "passive", "waybill.inventory", "", true)
        check(inventory, "consume", "waybill.inventory", "", true)
        check(inventory, "consume", "waybill.inventory.dead", "", true)
        check(inventory, "consume", "waybill.warehouse", "", false)
        check(inventory, "declare", "waybill.inventory.mine", "", false)
        check(inventory, "publish", Topology.events, "saga.0.inventory.reserved", true)
        check(inventory, "publish", Topology.events, "saga.0.payment.captured", false)
        check(inventory, "publish", Topology.publicEvents, shop.stockKey, true)
        check(inventory, "publish", Topology.publicEvents, shop.orderKey("status"), false)
        check(inventory, "publish", Topology.commands, "payment.capture", false)
        check(inventory, "publish", Topology.intake, shop.submissionKey, false)
        check(ServiceName.saga.brokerUser, "consume", "waybill.saga-coordinator.3", "", true)
        check(ServiceName.saga.brokerUser, "publish", Topology.commands, "payment.capture", true)
        check("administrator", "declare", "anything", "", true)
        let result = try PythonTool.run(
            script: "broker_rights.py",
            [management, broker.host() ?? "127.0.0.1", String(broker.port ?? 5672), host],
            input: Array(lines.joined(separator: [UInt8(ascii: "\n")])))
        #expect(result.status == 0, "\(result.output)")
    }
}
