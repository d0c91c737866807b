import Contracts

/// Which messages share an outbox row: those that go the same way. To services of ours they go as one message to the broker.
/// Storefronts' contract knows envelopes only: what goes to them shares a row alone, and is published one by one.
///
/// A batch has several messages for one way only where several messages were there at once: an idle system packs
/// nothing, a busy one pays for a tenth of the rows, publishes, confirms and acknowledgements.
package enum Packing {
    /// Bounds of a pack: it is handled, kept and confirmed as its envelopes are, but stored, and delivered, as one.
    package static let envelopes = 50
    package static let bytes = 64 << 10

    private struct Way: Hashable {
        let exchange: String
        /// Empty for all that goes to storefronts: one queue of theirs has several.
        let routingKey: String
    }

    /// - Parameter facts: where a message goes, and how many bytes it has.
    /// - Returns: packs of at least one message, each way in its order; what goes to storefronts, all of it in its order.
    package static func packs<Message>(
        of messages: [Message], by facts: (Message) -> (exchange: String, routingKey: String, size: Int)
    ) -> [[Message]] {
        guard messages.count > 1 else { return messages.map { [$0] } }
        var ways: [Way: [(message: Message, size: Int)]] = [:]
        var order: [Way] = []
        for message in messages {
            let (exchange, routingKey, size) = facts(message)
            let way = Way(exchange: exchange, routingKey: exchange == Topology.publicEvents ? "" : routingKey)
            if ways[way] == nil { order.append(way) }
            ways[way, default: []].append((message, size))
        }
        return order.flatMap { pieces(of: ways[$0] ?? []) }
    }

    private static func pieces<Message>(of messages: [(message: Message, size: Int)]) -> [[Message]] {
        var pieces: [[Message]] = []
        var start = 0
        while start < messages.count {
            var end = start + 1
            // The brackets, and a comma before each but the first.
            var size = 2 + messages[start].size
            while end < messages.count, end - start < envelopes, size + 1 + messages[end].size <= bytes {
                size += 1 + messages[end].size
                end += 1
            }
            pieces.append(messages[start..<end].map(\.message))
            start = end
        }
        return pieces
    }
}
