/// How a return began.
package struct RMAOrigin: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The customer asked, or somebody for the customer.
    package static let customer = RMAOrigin(rawValue: "customer")
    /// A marketplace approved it; the goods are on their way.
    package static let claim = RMAOrigin(rawValue: "claim")
    /// The carrier brings back what nobody took.
    package static let carrier = RMAOrigin(rawValue: "carrier")
}
