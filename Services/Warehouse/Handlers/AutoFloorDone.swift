public import Contracts
public import FoundationEssentials
public import WireJSON

/// The automated warehouse confirms a task: the timer that stands for its speed.
public struct AutoFloorDone: Command {
    public static let type: MessageType = "waybill.warehouse.timer.auto.v1"

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
