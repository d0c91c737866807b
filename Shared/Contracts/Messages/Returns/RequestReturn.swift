public import FoundationEssentials
public import WireJSON

/// Ask to send back what was delivered; only what was delivered and not returned yet is taken.
public struct RequestReturn: Command {
    public static let type: MessageType = "waybill.returns.request.v1"

    public var lines: [ReturnLine]
    public var settlement: ReturnSettlementKind
    public var exchangeLines: [ExchangeLine]
    /// Who asks: `customer`, a shop as `<channel>/<shop>`, or an operator.
    public var actor: String
    /// Only says what it would come to.
    public var isPreview: Bool
    /// A marketplace's own id of the claim: it was approved there and the parcel is under way.
    public var claimID: String?
    /// A marketplace's own id of a claim that nobody has decided on: the return is known by it, and goes the way of any other.
    public var openClaimID: String?

    public init(
        lines: [ReturnLine], settlement: ReturnSettlementKind = .refund, exchangeLines: [ExchangeLine] = [],
        actor: String,
        isPreview: Bool = false, claimID: String? = nil, openClaimID: String? = nil
    ) {
        self.lines = lines
        self.settlement = settlement
        self.exchangeLines = exchangeLines
        self.actor = actor
        self.isPreview = isPreview
        self.claimID = claimID
        self.openClaimID = openClaimID
    }

    public init(from json: JSONNode) throws(JSONError) {
        lines = try json.decode("lines")
        settlement = try json.decode("settlement", default: .refund)
        exchangeLines = try json.decode("exchangeLines", default: [])
        actor = try json.decode("actor")
        isPreview = try json.decode("isPreview", default: false)
        claimID = try json.decodeIfPresent("claimId")
        openClaimID = try json.decodeIfPresent("openClaimId")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("lines", lines)
            json.write("settlement", settlement)
            json.write("exchangeLines", exchangeLines)
            json.write("actor", actor)
            json.write("isPreview", isPreview)
            json.write("claimId", claimID)
            json.write("openClaimId", openClaimID)
        }
    }

    /// The id of the return that a marketplace's claim asks for: the same for ever, so that who has the one finds the other.
    public static func returnID(ofClaim claimID: String, orderID: UUID) -> UUID {
        .v5("return/claim/\(orderID.text)/\(claimID)")
    }
}
