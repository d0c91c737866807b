/// The broker's number for a delivery, together with the connection it belongs to.
///
/// The broker starts at 1 on every connection, so a bare number that outlives its connection would acknowledge somebody
/// else's message. Ordered by connection, then by arrival.
public struct DeliveryTag: Hashable, Comparable, Sendable {
    public var generation: UInt64
    public var number: UInt64

    public init(generation: UInt64, number: UInt64) {
        self.generation = generation
        self.number = number
    }

    public static func < (left: DeliveryTag, right: DeliveryTag) -> Bool {
        (left.generation, left.number) < (right.generation, right.number)
    }
}
