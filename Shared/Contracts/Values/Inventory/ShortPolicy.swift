public import WireJSON

/// What becomes of an order line that the stock does not cover.
public struct ShortPolicy: RawRepresentable, Hashable, Sendable, JSONCodable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The whole order is refused.
    public static let reject = ShortPolicy(rawValue: "reject")
    /// The line waits until all of it is there, and is sent whole.
    public static let backorder = ShortPolicy(rawValue: "backorder")
    /// What is there is sent, and the rest waits.
    public static let split = ShortPolicy(rawValue: "split")
}
