public import FoundationEssentials
public import WireJSON

/// The floor has begun; from here on a cancel needs the warehouse.
public struct PickingStarted: Event {
    public static let type: MessageType = "waybill.warehouse.picking.v1"

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
