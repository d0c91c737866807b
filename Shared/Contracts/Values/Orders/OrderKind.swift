public import WireJSON

/// Which plan the saga follows.
public struct OrderKind: RawRepresentable, Hashable, Sendable, JSONCodable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let standard = OrderKind(rawValue: "standard")
    public static let express = OrderKind(rawValue: "express")
}
