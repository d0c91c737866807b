public import WireJSON

/// Whoever makes a shop's invoices says which one an order has. It may come before the order itself.
public struct InvoiceSubmitted: Command {
    public static let type: MessageType = "waybill.intake.order.invoice.v1"

    /// Your own id of the order.
    public var externalID: String
    /// As it is printed on the invoice.
    public var number: String
    /// Where the customer finds it.
    public var link: String?
    public var issuedAt: Timestamp?

    public init(externalID: String, number: String, link: String? = nil, issuedAt: Timestamp? = nil) {
        self.externalID = externalID
        self.number = number
        self.link = link
        self.issuedAt = issuedAt
    }

    public init(from json: JSONNode) throws(JSONError) {
        externalID = try json.decode("externalId")
        number = try json.decode("number")
        link = try json.decodeIfPresent("link")
        issuedAt = try json.decodeIfPresent("issuedAt")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("externalId", externalID)
            json.write("number", number)
            json.write("link", link)
            json.write("issuedAt", issuedAt)
        }
    }
}
