public import Contracts
public import FoundationEssentials
public import WireJSON

/// The automated warehouse has put cancelled units back: the timer that stands for its speed.
public struct AutoFloorPutBack: Command {
    public static let type: MessageType = "waybill.warehouse.timer.put_back.v1"

    public var fulfilmentOrderID: UUID

    init(fulfilmentOrderID: UUID) {
        self.fulfilmentOrderID = fulfilmentOrderID
    }

    public init(from json: JSONNode) throws(JSONError) {
        fulfilmentOrderID = try json.decode("fulfilmentOrderId")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in json.write("fulfilmentOrderId", fulfilmentOrderID) }
    }
}
