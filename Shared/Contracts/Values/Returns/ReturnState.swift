public import WireJSON

/// How far a return is.
public struct ReturnState: RawRepresentable, Hashable, Sendable, JSONCodable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let requested = ReturnState(rawValue: "requested")
    public static let approved = ReturnState(rawValue: "approved")
    public static let declined = ReturnState(rawValue: "declined")
    public static let labelIssued = ReturnState(rawValue: "label_issued")
    public static let inTransit = ReturnState(rawValue: "in_transit")
    public static let receivedPart = ReturnState(rawValue: "received_part")
    public static let received = ReturnState(rawValue: "received")
    public static let inspecting = ReturnState(rawValue: "inspecting")
    public static let inspected = ReturnState(rawValue: "inspected")
    public static let settled = ReturnState(rawValue: "settled")
    public static let closed = ReturnState(rawValue: "closed")
    public static let cancelled = ReturnState(rawValue: "cancelled")
    public static let expired = ReturnState(rawValue: "expired")
}
