import FoundationEssentials

/// The part of the outbox that one writing connection owns, guarded by a session advisory lock on that connection.
///
/// A new connection always takes a new slot: what the old one may have left is adopted by whoever can take its lock.
struct OutboxSlot: Sendable {
    let number: Int32
    private var counter: Int64 = 0

    init(number: Int32) {
        self.number = number
    }

    mutating func nextID() -> Int64 {
        counter += 1
        return Int64(number) << 32 | counter
    }

    static func number(of outboxID: Int64) -> Int32 { Int32(truncatingIfNeeded: outboxID >> 32) }
}
