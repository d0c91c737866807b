public import WireJSON

/// Which plan the saga follows.
public struct OrderKind: RawRepresentable, Hashable, Sendable, JSONCodable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let standard = OrderKind(rawValue: "standard")
    public static let express = OrderKind(rawValue: "express")
    /// Click and collect: handed to the customer at a counter.
    public static let pickup = OrderKind(rawValue: "pickup")
    /// A download or a service: nothing is picked or shipped.
    public static let digital = OrderKind(rawValue: "digital")
    /// Goods that are promised for later.
    public static let backorder = OrderKind(rawValue: "backorder")
    /// Goods that are not out yet.
    public static let preorder = OrderKind(rawValue: "preorder")
    /// On terms: paid after delivery.
    public static let b2b = OrderKind(rawValue: "b2b")
    /// Sent by the supplier.
    public static let dropship = OrderKind(rawValue: "dropship")
    /// In exchange for what was returned; made by us alone.
    public static let exchange = OrderKind(rawValue: "exchange")

    /// Whether a carrier brings it, so that there must be an address.
    public var isDelivered: Bool { self != .pickup && self != .digital }

    /// What a storefront may submit.
    public static let submittable: Set<OrderKind> = [
        .standard, .express, .pickup, .digital, .backorder, .preorder, .b2b, .dropship,
    ]
}
