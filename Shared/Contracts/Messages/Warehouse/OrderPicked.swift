public import FoundationEssentials
public import WireJSON

/// All units are picked.
public struct OrderPicked: Event {
    public static let type: MessageType = "waybill.warehouse.picked.v1"

    public var fulfilmentOrderID: UUID

    public init(fulfilmentOrderID: UUID) {
        self.fulfilmentOrderID = fulfilmentOrderID
    }

    public init(from json: JSONNode) throws(JSONError) {
        fulfilmentOrderID = try json.decode("fulfilmentOrderId")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("fulfilmentOrderId", fulfilmentOrderID)
        }
    }
}
