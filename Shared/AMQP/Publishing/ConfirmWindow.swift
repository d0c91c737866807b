import DequeModule

/// Which messages wait, which are on their way, and which are settled. A pure value: it does no I/O, the publisher's
/// thread carries out what it says.
///
/// Publish tags are the broker's: 1, 2, 3 ... on each connection, so the messages in flight are a queue whose front is
/// `firstTag`.
struct ConfirmWindow {
    struct Entry {
        /// Place in the order of `enqueue`, which outlives connections.
        var ordinal: UInt64
        var message: Outbound
        var returned: Reason?
    }

    struct Reason {
        var code: Int
        var text: String
    }

    /// What has been settled since it was last taken.
    struct Settlement {
        var count = 0
        /// Outbox ids, 0 left out.
        var confirmed: [Int64] = []
        var returned: [(message: Outbound, reason: Reason)] = []
    }

    private let limit: Int
    private var waiting: Deque<Entry> = []
    private var inFlight: Deque<Entry?> = []
    private var inFlightCount = 0
    private var firstTag: UInt64 = 1
    private var nextOrdinal: UInt64 = 0
    /// While set, one message at a time up to this ordinal: one of them makes the broker close the channel.
    private var suspectsThrough: UInt64?
    private var settlement = Settlement()

    init(limit: Int) {
        self.limit = max(1, limit)
    }

    var hasWaiting: Bool { !waiting.isEmpty }
    var unsettledCount: Int { waiting.count + inFlightCount }

    mutating func enqueue(_ messages: [Outbound]) {
        for message in messages {
            waiting.append(Entry(ordinal: nextOrdinal, message: message))
            nextOrdinal += 1
        }
    }

    /// The next message to write, if one waits and the window has room. Its tag is taken at once, before the frame is
    /// written, so that no confirm can find it unknown.
    mutating func next() -> Outbound? {
        guard let first = waiting.first else { return nil }
        if let last = suspectsThrough {
            guard inFlightCount == 0 else { return nil }
            if first.ordinal > last { suspectsThrough = nil }
        }
        guard inFlightCount < limit else { return nil }
        waiting.removeFirst()
        inFlight.append(first)
        inFlightCount += 1
        return first.message
    }

    /// The front of the queue, when it can never be sent.
    mutating func rejectFirst(where reason: (Outbound) -> Reason?) {
        while let first = waiting.first, let why = reason(first.message) {
            waiting.removeFirst()
            settle(first, as: why)
        }
    }

    /// basic.ack
    mutating func acknowledge(tag: UInt64, multiple: Bool) {
        for entry in take(tag: tag, multiple: multiple) { settle(entry, as: entry.returned) }
    }

    /// basic.nack: the broker could not take it now. Back to the front, in the old order.
    mutating func refuse(tag: UInt64, multiple: Bool) {
        giveBack(take(tag: tag, multiple: multiple))
    }

    /// basic.return, which comes before the ack of the same message and carries no tag: the row says which it is, where
    /// the message names it. Otherwise the first that fits, since the broker returns in the order of publishing.
    /// - Parameter row: as ``Outbound/rowHeader`` has it; nil for none.
    mutating func markReturned(
        row: Int64?, exchange: String, routingKey: String, messageID: String?, reason: Reason
    ) -> Bool {
        let place = inFlight.firstIndex { entry in
            guard let entry, entry.returned == nil, entry.message.mandatory else { return false }
            if let row, entry.message.id != row { return false }
            return entry.message.properties.messageID == messageID && entry.message.exchange == exchange
                && entry.message.routingKey == routingKey
        }
        guard let place else { return false }
        inFlight[place]?.returned = reason
        return true
    }

    /// The connection is gone and with it all knowledge about what is in flight: it is sent again, in order.
    mutating func connectionLost() {
        giveBack(inFlight.compactMap { $0 })
        inFlight.removeAll(keepingCapacity: true)
        inFlightCount = 0
        firstTag = 1
    }

    /// The broker closed the channel because of a message that was published. Where only one can be meant it is settled
    /// as returned; otherwise all in flight are sent one by one on the next connection, until the culprit stands alone.
    mutating func channelClosed(blamingPublish reason: Reason) {
        if inFlightCount == 1, let culprit = inFlight.lazy.compactMap({ $0 }).first {
            inFlight.removeAll()
            inFlightCount = 0
            settle(culprit, as: reason)
        } else if let last = inFlight.lazy.compactMap({ $0?.ordinal }).max() {
            suspectsThrough = max(suspectsThrough ?? last, last)
        }
    }

    mutating func takeSettlement() -> Settlement? {
        guard settlement.count > 0 else { return nil }
        defer { settlement = Settlement() }
        return settlement
    }

    // MARK: -

    private mutating func take(tag: UInt64, multiple: Bool) -> [Entry] {
        guard tag >= firstTag || tag == 0 else { return [] }
        // Tag 0 with `multiple` means all there are.
        let place = tag == 0 ? inFlight.count - 1 : Int(clamping: tag - firstTag)
        guard place >= 0, place < inFlight.count else { return [] }
        var taken: [Entry] = []
        for index in (multiple ? 0 : place)...place {
            if let entry = inFlight[index] {
                taken.append(entry)
                inFlight[index] = nil
            }
        }
        inFlightCount -= taken.count
        while let front = inFlight.first, front == nil {
            inFlight.removeFirst()
            firstTag += 1
        }
        return taken
    }

    private mutating func settle(_ entry: Entry, as reason: Reason?) {
        settlement.count += 1
        if let reason {
            settlement.returned.append((entry.message, reason))
        } else if entry.message.id != 0 {
            settlement.confirmed.append(entry.message.id)
        }
    }

    private mutating func giveBack(_ entries: [Entry]) {
        guard !entries.isEmpty else { return }
        var merged = entries.map { entry in
            var entry = entry
            entry.returned = nil
            return entry
        }
        // Nearly always in order already; what was refused before may be older than what comes back now.
        let last = merged.map(\.ordinal).max() ?? 0
        while let first = waiting.first, first.ordinal < last {
            merged.append(first)
            waiting.removeFirst()
        }
        merged.sort { $0.ordinal < $1.ordinal }
        waiting.prepend(contentsOf: merged)
    }
}
