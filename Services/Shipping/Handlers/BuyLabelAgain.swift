public import Contracts
public import FoundationEssentials
public import WireJSON

/// The timer that makes shipping try the carriers again, when none of them could be reached.
public struct BuyLabelAgain: Command {
    public static let type: MessageType = "waybill.shipping.timer.label.v1"

    public var parcelID: UUID

    public init(parcelID: UUID) {
        self.parcelID = parcelID
    }

    public init(from json: JSONNode) throws(JSONError) {
        parcelID = try json.decode("parcelId")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in json.write("parcelId", parcelID) }
    }
}
