public import Contracts
public import FoundationEssentials
public import WireJSON

/// The timer that makes shipping ask a carrier again where a parcel is.
public struct AskCarrier: Command {
    public static let type: MessageType = "waybill.shipping.timer.track.v1"

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
