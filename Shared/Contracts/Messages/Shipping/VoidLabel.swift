public import FoundationEssentials
public import WireJSON

/// Void a label that is not used, and refuse one that comes later.
public struct VoidLabel: Command {
    public static let type: MessageType = "waybill.shipping.void.v1"

    public var parcelID: UUID
    public var reason: String

    public init(parcelID: UUID, reason: String) {
        self.parcelID = parcelID
        self.reason = reason
    }

    public init(from json: JSONNode) throws(JSONError) {
        parcelID = try json.decode("parcelId")
        reason = try json.decode("reason")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("parcelId", parcelID)
            json.write("reason", reason)
        }
    }
}
