public import FoundationEssentials
public import WireJSON

/// Engine: take the person out of everything that this service keeps of finished orders.
public struct ErasePersonalData: Command {
    public static let type: MessageType = "waybill.operator.personal_data.erase.v1"

    /// At most 1,000.
    public var orderIDs: [UUID]
    public var reason: String
    public var actor: String

    public init(orderIDs: [UUID], reason: String, actor: String) {
        self.orderIDs = orderIDs
        self.reason = reason
        self.actor = actor
    }

    public init(from json: JSONNode) throws(JSONError) {
        orderIDs = try json.decode("orderIds")
        reason = try json.decode("reason")
        actor = try json.decode("actor")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("orderIds", orderIDs)
            json.write("reason", reason)
            json.write("actor", actor)
        }
    }
}
