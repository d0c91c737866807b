import Contracts
import FoundationEssentials
import Messaging

/// A message on its way.
final class Letter {
    let exchange: String
    let routingKey: String
    let message: ReceivedMessage
    /// In bytes, which decides what fits in a pack.
    let size: Int
    /// On the world's clock, when it reached the broker first.
    var sentAt: Int64 = .max

    init(exchange: String, routingKey: String, message: ReceivedMessage, size: Int = 0) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.message = message
        self.size = size
    }
}

/// The queues, by the topology that is deployed.
struct BrokerModel {
    /// One letter, or a pack: the broker hands it out, and takes its acknowledgement, as a whole.
    struct Delivery {
        /// What a consumer knows of it.
        final class Progress {
            var isPartCommitted = false
        }

        let letters: [Letter]
        /// How often it was handed out before.
        var count = 0
        let progress = Progress()
    }

    private var queues: [String: [Delivery]] = [:]
    private var routes: [String: [String]] = [:]
    static let owners = Dictionary(uniqueKeysWithValues: Topology.waybill.queues.map { ($0.name, $0.owner) })

    /// Which queues a message goes to.
    mutating func route(_ exchange: String, _ routingKey: String) -> [String] {
        let key = "\(exchange)|\(routingKey)"
        if let known = routes[key] { return known }
        let words = routingKey.split(separator: ".")[...]
        let found = Topology.waybill.bindings.filter { binding in
            binding.exchange == exchange && Self.matches(binding.routingKey.split(separator: ".")[...], words)
        }.map(\.queue)
        let queues = Set(found).sorted()
        routes[key] = queues
        return queues
    }

    mutating func put(_ delivery: Delivery, into queue: String) {
        queues[queue, default: []].append(delivery)
    }

    func first(of queue: String) -> Delivery? { queues[queue]?.first }
    func count(of queue: String) -> Int { queues[queue]?.count ?? 0 }

    mutating func take(_ limit: Int, from queue: String, reversed: Bool) -> [Delivery] {
        guard var waiting = queues[queue], !waiting.isEmpty else { return [] }
        if reversed { waiting.reverse() }
        let taken = Array(waiting.prefix(limit))
        waiting.removeFirst(taken.count)
        queues[queue] = waiting
        return taken
    }

    /// Whether a queue holds something that was sent no later than this.
    func holds(upTo time: Int64, in queue: String) -> Bool {
        queues[queue]?.contains { $0.letters.contains { $0.sentAt <= time } } ?? false
    }

    var waiting: [(queue: String, count: Int)] {
        queues.filter { !$0.value.isEmpty }.map { ($0.key, $0.value.count) }.sorted { $0.queue < $1.queue }
    }

    private static func matches(_ pattern: ArraySlice<Substring>, _ words: ArraySlice<Substring>) -> Bool {
        guard let first = pattern.first else { return words.isEmpty }
        if first == "#" {
            return (0...words.count).contains { matches(pattern.dropFirst(), words.dropFirst($0)) }
        }
        guard let word = words.first, first == "*" || first == word else { return false }
        return matches(pattern.dropFirst(), words.dropFirst())
    }
}
