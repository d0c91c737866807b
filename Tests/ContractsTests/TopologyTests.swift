import Contracts
import Foundation
import Testing
import WireJSON

@Suite("Topology: who gets what")
struct TopologyTests {
    private let topology = Topology.waybill

    @Test("Every command reaches one queue, that of the service it asks, whatever its order")
    func commands() throws {
        for payload in MessageCatalogue.payloads {
            let type = payload.type
            guard payload is any Command.Type, type.service != "operator" else { continue }
            let service = try #require(ServiceName(rawValue: type.service), "\(type)")
            for order in orders {
                let queues = receivers(Topology.commands, Topology.routingKey(ofCommand: type, orderID: order))
                let expected =
                    service == .saga ? ["waybill.saga-coordinator.\(Topology.shard(of: order))"] : service.queues
                #expect(queues == expected, "\(type.rawValue)")
            }
        }
    }

    @Test("Every event is heard, unless it is an answer or for storefronts only")
    func events() {
        let forStorefronts: Set<MessageType> = [
            SubmissionAccepted.type, SubmissionRejected.type, OrderStatusChanged.type, StockLevel.type,
        ]
        for payload in MessageCatalogue.payloads where payload is any Event.Type && !(payload is any Answer.Type) {
            let type = payload.type
            if forStorefronts.contains(type) { continue }
            for order in orders {
                let queues = receivers(Topology.events, Topology.routingKey(ofEvent: type, orderID: order))
                #expect(!queues.isEmpty, "\(type.rawValue) reaches nobody")
                let shards = queues.filter { $0.hasPrefix("waybill.saga-coordinator.") }
                let shard = type.service == "intake" ? "new" : String(Topology.shard(of: order))
                #expect(
                    shards.isEmpty || shards == ["waybill.saga-coordinator.\(shard)"],
                    "\(type.rawValue) reaches \(shards)")
            }
        }
    }

    @Test("What intake says of an order, its storefront's wishes too, goes through one queue and keeps its order")
    func intakesWord() {
        for order in orders {
            for type in [OrderAccepted.type, OrderUpdated.type, OrderCancelledByChannel.type, RefundedByChannel.type] {
                let key = Topology.routingKey(ofEvent: type, orderID: order)
                #expect(receivers(Topology.events, key) == ["waybill.saga-coordinator.new"], "\(type.rawValue)")
            }
            for type in [CancelOrder.type, ChangeOrder.type] {
                let key = Topology.routingKey(ofCommand: type, orderID: order, from: .intake)
                #expect(receivers(Topology.commands, key) == ["waybill.saga-coordinator.new"], "\(type.rawValue)")
            }
        }
    }

    @Test("Beside the coordinator, those hear an event who have something to do with it")
    func listeners() {
        for (type, listeners) in [
            (ParcelHandedOver.type, ["waybill.inventory", "waybill.shipping"]),
            (ShopChanged.type, ["waybill.inventory"]), (OrderAwaited.type, ["waybill.inventory"]),
            (ParcelDelivered.type, ["waybill.returns"]),
            (MilestoneReached.type, ["waybill.notifications"]), (ReturnChanged.type, ["waybill.notifications"]),
            (PutBackDone.type, ["waybill.inventory"]),
            (SiteChanged.type, ["waybill.warehouse"]), (ParcelReturning.type, ["waybill.returns"]),
            (ReturnTracked.type, ["waybill.returns"]), (PaymentRefunded.type, ["waybill.returns"]),
            (RefundFailed.type, ["waybill.returns"]), (StockRestocked.type, ["waybill.returns"]),
        ] {
            let queues = receivers(Topology.events, Topology.routingKey(ofEvent: type, orderID: .v5("order")))
            #expect(queues.filter { !$0.hasPrefix("waybill.saga-coordinator.") } == listeners, "\(type.rawValue)")
        }
    }

    @Test("Intake hears of the orders of storefront products, and of no other shop's")
    func toldChannels() {
        let order = UUID.v5("order")
        for (type, listeners) in [
            (ParcelHandedOver.type, ["waybill.inventory", "waybill.shipping"]),
            (ReturnChanged.type, ["waybill.notifications"]), (PaymentRefunded.type, ["waybill.returns"]),
        ] {
            func queues(_ channel: String?) -> Set<String> {
                Set(
                    receivers(
                        Topology.events, Topology.routingKey(ofEvent: type, orderID: order, channel: channel)
                    ).filter { !$0.hasPrefix("waybill.saga-coordinator.") })
            }
            #expect(queues("trendyol/main") == Set(listeners + ["waybill.order-intake"]), "\(type.rawValue)")
            #expect(queues("web/main") == Set(listeners), "\(type.rawValue)")
            #expect(queues(nil) == Set(listeners), "\(type.rawValue)")
            #expect(
                receivers(Topology.events, Topology.routingKey(ofEvent: type, orderID: order, channel: "shopify/a"))
                    .filter { $0.hasPrefix("waybill.saga-coordinator.") }
                    == receivers(Topology.events, Topology.routingKey(ofEvent: type, orderID: order))
                    .filter { $0.hasPrefix("waybill.saga-coordinator.") })
        }
        for key in [
            "order.shopify.main.cancelled", "order.shopify.main.shipped", "order.n11.main.units_cancelled",
            "stock.amazon.main",
        ] {
            #expect(receivers(Topology.publicEvents, key) == ["waybill.order-intake"], "\(key)")
        }
        for key in [
            "order.web.main.cancelled", "stock.web.main", "order.shopify.main.delivered", "answer.shopify.main",
        ] {
            #expect(receivers(Topology.publicEvents, key).isEmpty, "\(key)")
        }
    }

    @Test("The shard of an order is the same for ever, and orders spread over the shards")
    func shards() {
        #expect(Topology.shard(of: .zero) == 0)
        #expect(UUID(text: "0190f5c2-7c1a-7cc3-98c4-dc0c0c07398f").map(Topology.shard) == 3)
        var counts = [Int](repeating: 0, count: Topology.sagaShards)
        for number in 0..<4000 { counts[Topology.shard(of: .v5("order/\(number)"))] += 1 }
        #expect(counts.allSatisfy { (850...1150).contains($0) })
    }

    @Test("Every queue has its dead letters, and a dead-letter queue has none")
    func deadLetters() {
        for queue in topology.queues {
            let arguments = Dictionary(uniqueKeysWithValues: Topology.queueArguments(queue).map { ($0.name, $0.value) })
            #expect(arguments["x-queue-type"] == .string("quorum"))
            guard !queue.isDeadLetter else {
                #expect(arguments["x-dead-letter-exchange"] == nil)
                continue
            }
            guard case .string(let key) = arguments["x-dead-letter-routing-key"] else {
                Issue.record("\(queue.name) loses its dead letters")
                continue
            }
            #expect(receivers(Topology.deadLetters, key) == [Topology.deadLetterQueue(of: queue.owner)])
            #expect(arguments["x-dead-letter-strategy"] == .string("at-least-once"))
            #expect(arguments["x-overflow"] == .string("reject-publish"))
        }
        #expect(Set(topology.queues.map(\.name)).count == topology.queues.count)
    }

    @Test("A storefront's orders reach intake; what it is told reaches its own queues and nobody else's")
    func storefronts() throws {
        let shop = try #require(Storefront(channel: "web", shop: "main"))
        let other = try #require(Storefront(channel: "web", shop: "main-2"))
        #expect(receivers(Topology.intake, shop.submissionKey) == ["waybill.order-intake"])
        for (key, queue) in [
            (shop.answerKey, "answers"), (shop.orderKey("status"), "orders"), (shop.stockKey, "stock"),
        ] {
            #expect(matching(shop.bindings, Topology.publicEvents, key) == ["storefront.web.main.\(queue)"])
            #expect(matching(other.bindings, Topology.publicEvents, key).isEmpty)
        }
    }

    @Test(
        "A shop's names are such that two shops never share a key",
        arguments: [
            ("", "a"), ("a", ""), ("a.b", "c"), ("a", "b.c"), ("A", "b"), ("a", "b*"), ("a", "#"), ("a/b", "c"),
            ("operator", "a"), ("a", String(repeating: "b", count: 65)), ("é", "a"), ("a", "b c"),
        ])
    func shopNames(channel: String, shop: String) {
        #expect(Storefront(channel: channel, shop: shop) == nil)
    }

    @Test("The definitions are JSON that names every queue, and the same each time")
    func definitions() throws {
        let bytes = topology.definitions()
        #expect(bytes == topology.definitions())
        let root = try JSONDocument(parsing: bytes).root
        #expect(root["queues"]?.count == topology.queues.count)
        #expect(root["bindings"]?.count == topology.bindings.count)
        #expect(root["exchanges"]?.elements.compactMap { $0["name"]?.string } == topology.exchanges.map(\.name))
        #expect(root["users"]?.count == 0)
    }

    private let orders = (0..<16).map { UUID.v5("order/\($0)") } + [.zero]

    private func receivers(_ exchange: String, _ key: String) -> [String] {
        let kind = topology.exchanges.first { $0.name == exchange }?.kind
        guard kind == "topic" else {
            return topology.bindings.filter { $0.exchange == exchange && $0.routingKey == key }.map(\.queue)
        }
        return matching(topology.bindings, exchange, key)
    }

    private func matching(_ bindings: [Topology.Binding], _ exchange: String, _ key: String) -> [String] {
        bindings.filter { $0.exchange == exchange && topicMatches($0.routingKey, key) }.map(\.queue)
    }

    /// AMQP 0-9-1: `*` is one word, `#` any number of them.
    private func topicMatches(_ pattern: String, _ key: String) -> Bool {
        func matches(_ pattern: ArraySlice<Substring>, _ words: ArraySlice<Substring>) -> Bool {
            guard let first = pattern.first else { return words.isEmpty }
            if first == "#" {
                return (words.startIndex...words.endIndex).contains { matches(pattern.dropFirst(), words[$0...]) }
            }
            guard let word = words.first, first == "*" || first == word else { return false }
            return matches(pattern.dropFirst(), words.dropFirst())
        }
        return matches(
            pattern.split(separator: ".", omittingEmptySubsequences: false)[...],
            key.split(separator: ".", omittingEmptySubsequences: false)[...])
    }
}
