public import FoundationEssentials
public import WireJSON

/// Settle once more what the payment provider refused for good, perhaps in another way.
public struct SettleReturn: Command {
    public static let type: MessageType = "waybill.returns.settle.v1"

    public var returnID: UUID
    public var actor: String
    /// `refund` or `store_credit`.
    public var settlement: ReturnSettlementKind

    public init(returnID: UUID, actor: String, settlement: ReturnSettlementKind = .refund) {
        self.returnID = returnID
        self.actor = actor
        self.settlement = settlement
    }

    public init(from json: JSONNode) throws(JSONError) {
        returnID = try json.decode("returnId")
        actor = try json.decode("actor")
        settlement = try json.decode("settlement", default: .refund)
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("returnId", returnID)
            json.write("actor", actor)
            json.write("settlement", settlement)
        }
    }
}
