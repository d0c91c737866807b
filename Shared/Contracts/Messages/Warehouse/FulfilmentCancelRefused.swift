public import FoundationEssentials
public import WireJSON

/// The parcel was handed over first.
public struct FulfilmentCancelRefused: Event {
    public static let type: MessageType = "waybill.warehouse.cancel_refused.v1"

    public var fulfilmentOrderID: UUID
    public var state: String

    public init(fulfilmentOrderID: UUID, state: String) {
        self.fulfilmentOrderID = fulfilmentOrderID
        self.state = state
    }

    public init(from json: JSONNode) throws(JSONError) {
        fulfilmentOrderID = try json.decode("fulfilmentOrderId")
        state = try json.decode("state")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("fulfilmentOrderId", fulfilmentOrderID)
            json.write("state", state)
        }
    }
}
