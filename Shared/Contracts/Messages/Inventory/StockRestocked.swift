public import FoundationEssentials
public import WireJSON

/// What came back is booked.
public struct StockRestocked: Event {
    public static let type: MessageType = "waybill.inventory.restocked.v1"

    public var returnID: UUID
    public var ordinal: Int

    public init(returnID: UUID, ordinal: Int) {
        self.returnID = returnID
        self.ordinal = ordinal
    }

    public init(from json: JSONNode) throws(JSONError) {
        returnID = try json.decode("returnId")
        ordinal = try json.decode("ordinal")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("returnId", returnID)
            json.write("ordinal", ordinal)
        }
    }
}
