public import WireJSON

/// How a dispute stands.
public struct DisputeStatus: RawRepresentable, Hashable, Sendable, JSONCodable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let opened = DisputeStatus(rawValue: "opened")
    /// The money stays with the shop.
    public static let won = DisputeStatus(rawValue: "won")
    /// The provider has taken the money back.
    public static let lost = DisputeStatus(rawValue: "lost")
}
