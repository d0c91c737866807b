import WireJSON

/// N11's list of returns, which only its SOAP interface has (`ReturnService.ClaimReturnList`): in REST what came back is still
/// delivered. A claim is of one article, which it names by title: N11's ids of articles are not in its orders.
enum N11Claims {
    private static let over: Set<String> = ["CANCELLED", "DENIED"]

    /// - Returns: nil when it is no such list, or one that says that it failed: that is not an empty one.
    static func read(_ body: [UInt8]) -> [ChannelClaim]? {
        guard let response = (try? XMLReader.parse(body))?.find("ClaimReturnListResponse"), isSuccess(response) else {
            return nil
        }
        let claims = list(in: response).map { claim($0) }
        return claims.contains { $0 == nil } ? nil : claims.compactMap(\.self)
    }

    /// The same one by one, as ``ChannelAdapter/pollClaims(_:over:)`` gives them: of what cannot be read its elements, so that it
    /// keeps no other waiting.
    static func documents(in response: XMLElement) -> [[UInt8]] {
        list(in: response).map { element in
            claim(element)?.jsonBytes
                ?? JSONValue.object(element.children.map { ($0.name, .string($0.text)) }).jsonBytes
        }
    }

    static func isSuccess(_ response: XMLElement) -> Bool {
        response["result"]?.value("status")?.lowercased() == "success"
    }

    private static func list(in response: XMLElement) -> [XMLElement] {
        response["claimReturnList"]?.all("claimReturn") ?? []
    }

    private static func claim(_ element: XMLElement) -> ChannelClaim? {
        guard let id = element.value("claimReturnId") ?? element.value("id"),
            let orderID = element.value("orderNumber"),
            let quantity = element.value("quantity").flatMap({ Int($0) })
        else { return nil }
        let isOver = element.value("status").map { over.contains($0.uppercased()) } ?? false
        let reason = element.value("returnReasonType") ?? element.value("reasonType") ?? "other"
        let item = ChannelClaim.Item(
            title: element.value("productName"), quantity: isOver ? 0 : quantity, reason: reason.lowercased())
        return ChannelClaim(id: id, orderID: orderID, items: [item])
    }
}
