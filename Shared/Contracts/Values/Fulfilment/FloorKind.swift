public import WireJSON

/// Who works a site: people who scan, or an automated warehouse.
public struct FloorKind: RawRepresentable, Hashable, Sendable, JSONCodable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let manual = FloorKind(rawValue: "manual")
    public static let auto = FloorKind(rawValue: "auto")
}
