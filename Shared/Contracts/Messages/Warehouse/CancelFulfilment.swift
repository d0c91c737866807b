public import FoundationEssentials
public import WireJSON

/// Stop a fulfilment order that is not handed over; refuse one that comes later.
public struct CancelFulfilment: Command {
    public static let type: MessageType = "waybill.warehouse.cancel.v1"

    public var fulfilmentOrderID: UUID
    public var reason: String

    public init(fulfilmentOrderID: UUID, reason: String) {
        self.fulfilmentOrderID = fulfilmentOrderID
        self.reason = reason
    }

    public init(from json: JSONNode) throws(JSONError) {
        fulfilmentOrderID = try json.decode("fulfilmentOrderId")
        reason = try json.decode("reason")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("fulfilmentOrderId", fulfilmentOrderID)
            json.write("reason", reason)
        }
    }
}
