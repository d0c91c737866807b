public import WireJSON

/// The link to an order's page of returns.
public struct ReturnLinkIssued: Answer {
    public static let type: MessageType = "waybill.returns.link.issued.v1"

    public var link: String
    public var expiresAt: Timestamp

    public init(link: String, expiresAt: Timestamp) {
        self.link = link
        self.expiresAt = expiresAt
    }

    public init(from json: JSONNode) throws(JSONError) {
        link = try json.decode("link")
        expiresAt = try json.decode("expiresAt")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("link", link)
            json.write("expiresAt", expiresAt)
        }
    }
}
