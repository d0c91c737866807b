import Contracts
import WireJSON

/// Orders of v0, for applications that are not let into 2026-01-01 yet: Amazon ends it on 27 March 2027. It tells the lines of an
/// order apart, and its buyer and address only for a token that was asked for with just these.
/// <https://developer-docs.amazon.com/sp-api/docs/orders-api-v0-reference>
extension AmazonAdapter {
    static let oldLimits = [
        RateLimit("orders-v0", capacity: 20, perSecond: 0.0167), RateLimit("order-v0", capacity: 30, perSecond: 0.5),
        RateLimit("items-v0", capacity: 30, perSecond: 0.5), RateLimit("restricted", capacity: 10, perSecond: 1),
    ]
    /// As many orders as lines can be asked for until the next page may be.
    private static let oldPageSize = 20
    /// So often lines are asked for in vain, by the watermark's pauses for most of an hour, while all other orders wait.
    private static let mostTries = 8
    private static let oldPath = "/orders/v0/orders"

    static func isOld(_ link: ChannelLink) throws(ChannelFailure) -> Bool {
        switch link.option("ordersApi") {
        case nil, "2026-01-01": return false
        case "v0": return true
        default: throw .misconfigured("ordersApi of the connection of \(link.shop.text) is 2026-01-01 or v0")
        }
    }

    func pollOld(_ position: PollPosition, over link: ChannelLink) async throws(ChannelFailure) -> PollPage {
        guard let marketplaces = link.option("marketplaceIds") else {
            throw .misconfigured("the connection of \(link.shop.text) says no marketplaceIds, which v0 needs")
        }
        let end = ContinuousClock.now.advanced(by: Self.patience)
        var query = [
            ("MarketplaceIds", marketplaces), ("LastUpdatedAfter", position.since.rfc3339),
            ("LastUpdatedBefore", position.until.rfc3339),
            ("MaxResultsPerPage", String(link.pageSize(Self.oldPageSize))),
        ]
        let cursor = OldCursor(position.cursor)
        if let token = cursor.token { query.append(("NextToken", token)) }
        let answer = try await link.call(ChannelCall("GET", Self.oldPath, query: query, limit: "orders-v0"))
            .expectSuccess()
        let root = try answer.json()
        let next = root["payload"]?["NextToken"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        var rest = AmazonMapping().orders(in: root)[...]
        // The same page is asked for again: what was taken in of it is left out.
        if let done = cursor.order, let index = rest.firstIndex(where: { Self.id(of: $0) == done }) {
            rest = rest[(index + 1)...]
        }
        var documents: [[UInt8]] = []
        var last: String?
        for order in rest {
            do {
                guard documents.isEmpty || ContinuousClock.now < end else {
                    return PollPage(documents: documents, next: OldCursor(token: cursor.token, order: last).text)
                }
                documents.append(try await whole(order, over: link))
                last = Self.id(of: order)
            } catch {
                if last != nil {
                    return PollPage(documents: documents, next: OldCursor(token: cursor.token, order: last).text)
                }
                guard error.isOfThisOrder, let id = Self.id(of: order) else { throw error }
                let failed = cursor.afterFailure(of: id)
                guard failed.tries >= Self.mostTries else {
                    return PollPage(documents: [], next: failed.text, failure: error)
                }
                documents.append(Array(order.rawBytes))
                last = id
            }
        }
        return PollPage(documents: documents, next: next.map { OldCursor(token: $0, order: nil).text })
    }

    /// - Returns: nil when Amazon does not show it.
    func oldOrder(_ id: String, over link: ChannelLink) async throws(ChannelFailure) -> [UInt8]? {
        let answer = try await link.call(
            ChannelCall("GET", "\(Self.oldPath)/\(ChannelCall.escaped(id))", limit: "order-v0"))
        if [400, 404].contains(answer.status) { return nil }
        guard let order = AmazonMapping().orders(in: try answer.expectSuccess().json()).first else {
            return answer.body
        }
        return try await whole(order, over: link)
    }

    private static func id(of order: JSONNode) -> String? { AmazonMapping().externalID(of: order) }

    /// The order with its lines put in, where anything is made of them; its head alone when Amazon refuses them: one order
    /// must not keep all others from being read. So it is, too, when they were asked for in vain often enough (``mostTries``).
    private func whole(_ order: JSONNode, over link: ChannelLink) async throws(ChannelFailure) -> [UInt8] {
        let head = Array(order.rawBytes)
        let status = order["OrderStatus"]?.string ?? ""
        let isOurs = order["FulfillmentChannel"]?.string != "AFN"
        guard isOurs, !["Pending", "PendingAvailability", "Canceled"].contains(status), let id = Self.id(of: order)
        else {
            return head
        }
        let items: [[UInt8]]
        do {
            items = try await self.items(of: id, over: link)
        } catch {
            guard error.isFinal else { throw error }
            return head
        }
        var document = Array(head.dropLast())
        document += ",\"OrderItems\":[".utf8
        document += items.joined(separator: [UInt8(ascii: ",")])
        document += "]}".utf8
        return document
    }

    /// - Throws: also when Amazon does not show them: an order that is there without lines would be one of which nothing is
    ///   wanted any more.
    private func items(of id: String, over link: ChannelLink) async throws(ChannelFailure) -> [[UInt8]] {
        var items: [[UInt8]] = []
        var token: String?
        repeat {
            let answer = try await link.call(
                ChannelCall(
                    "GET", "\(Self.oldPath)/\(ChannelCall.escaped(id))/orderItems",
                    query: token.map { [("NextToken", $0)] } ?? [], limit: "items-v0"))
            let payload = try answer.expectSuccess().json()["payload"]
            guard let list = payload?["OrderItems"] else {
                throw ChannelFailure(
                    code: .unreadable, message: "no lines of order \(id) in the answer", isFinal: true)
            }
            items += list.elements.map { Array($0.rawBytes) }
            token = payload?["NextToken"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        } while token != nil
        return items
    }

    /// Whether a call brings what is known of persons.
    static func isRestricted(_ call: ChannelCall) -> Bool { call.method == "GET" && call.path.hasPrefix(oldPath) }

    /// A token with which v0 says who buys and where it goes to.
    static func restrictedToken(
        over link: ChannelLink
    ) async throws(ChannelFailure) -> (text: String, lifetime: Duration) {
        let elements =
            link.option("dataElements")?.split(separator: ",").map(String.init) ?? ["buyerInfo", "shippingAddress"]
        func resource(_ path: String, _ elements: [String]) -> JSONValue {
            .members([
                "method": .string("GET"), "path": .string(oldPath + path),
                "dataElements": .array(elements.map { .string($0) }),
            ])
        }
        var resources = [resource("", elements), resource("/{orderId}", elements)]
        if elements.contains("buyerInfo") { resources.append(resource("/{orderId}/orderItems", ["buyerInfo"])) }
        let body: JSONValue = .members(["restrictedResources": .array(resources)])
        let answer = try await link.call(
            .json("POST", "/tokens/2021-03-01/restrictedDataToken", body.jsonBytes, limit: "restricted")
        ).expectSuccess()
        let root = try answer.json()
        guard let token = root["restrictedDataToken"]?.string else {
            throw ChannelFailure(code: .unreadable, message: "no restricted token in the answer", isFinal: false)
        }
        return (token, .seconds(root["expiresIn"]?.int ?? 3600))
    }
}

extension ChannelFailure {
    /// Whether it may be this order's lines alone that cannot be told.
    fileprivate var isOfThisOrder: Bool {
        [.unavailable, .unreadable, .unknownOutcome, .unreachable].contains(code)
    }
}

/// Where a round through v0 stands: a page, and the last order of it that was taken in.
private struct OldCursor {
    let token: String?
    let order: String?
    /// The order behind it, when its lines were asked for in vain, and how often.
    private(set) var failed: String?
    private(set) var tries = 0

    init(token: String?, order: String?) {
        self.token = token
        self.order = order
    }

    /// Reads `<order>#<failed>#<tries>|<token>`, or without the failed one `<order>|<token>`.
    init(_ text: String?) {
        let parts = text?.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false).map(String.init) ?? []
        let orders = parts.first?.split(separator: "#", omittingEmptySubsequences: false).map(String.init) ?? []
        order = orders.first.flatMap { $0.isEmpty ? nil : $0 }
        token = parts.count > 1 && !parts[1].isEmpty ? parts[1] : nil
        guard orders.count == 3, let tries = Int(orders[2]) else { return }
        (failed, self.tries) = (orders[1], tries)
    }

    func afterFailure(of id: String) -> OldCursor {
        var cursor = self
        cursor.tries = failed == id ? tries + 1 : 1
        cursor.failed = id
        return cursor
    }

    var text: String { "\(order ?? "")\(failed.map { "#\($0)#\(tries)" } ?? "")|\(token ?? "")" }
}
