import Contracts
import WireJSON

extension ShopifyAdapter {
    /// `5` is `gid://shopify/Order/5`.
    static func gid(_ type: String, _ id: String) -> String {
        id.hasPrefix("gid://") ? id : "gid://shopify/\(type)/\(id)"
    }

    /// One order, by a query that names it `$id`.
    /// - Parameter cursor: where the query's page begins, which it names `$after`.
    func ask(
        _ query: String, of order: String, after cursor: String? = nil, over link: ChannelLink
    ) async throws(ChannelFailure) -> JSONNode {
        let data = try await self.query(
            query, .members(["id": .string(Self.gid("Order", order)), "after": cursor.map { .string($0) }]), over: link)
        guard let node = data["order"], !node.isNull else { throw .refused("Shopify knows no order \(order)") }
        return node
    }

    /// All that a connection holds, page by page.
    /// - Parameters:
    ///   - first: its first page.
    ///   - next: the connection's page after a cursor.
    func nodes(
        _ first: JSONNode?, next: (String) async throws(ChannelFailure) -> JSONNode?
    ) async throws(ChannelFailure) -> [JSONNode] {
        var page = first
        var nodes = page?["nodes"]?.elements.map(\.self) ?? []
        while page?["pageInfo"]?["hasNextPage"]?.bool == true, let cursor = page?["pageInfo"]?["endCursor"]?.string {
            page = try await next(cursor)
            let more = page?["nodes"]?.elements.map(\.self) ?? []
            guard !more.isEmpty else { break }
            nodes += more
        }
        return nodes
    }

    /// Of anything but an order: the connection of a query that names what it is of `$id`.
    func page(
        _ query: String, of type: String, _ id: String, _ connection: String, after cursor: String,
        over link: ChannelLink
    ) async throws(ChannelFailure) -> JSONNode? {
        let data = try await self.query(
            query, .members(["id": .string(id), "after": .string(cursor)]), over: link)
        return data[type]?[connection]
    }

    /// A mutation and its own errors: they stand in an answer of 200.
    /// - Parameter isLenient: whether the caller looks at them.
    func ask(
        _ mutation: String, _ variables: JSONValue, _ name: String, isLenient: Bool = false, over link: ChannelLink
    ) async throws(ChannelFailure) -> JSONNode {
        let data = try await query(mutation, variables, over: link)
        guard let answer = data[name], !answer.isNull else { throw .refused("no answer to \(name)") }
        // Some mutations have errors of their own beside the ones that all have.
        let problems = ["userErrors", "\(name)UserErrors"].flatMap { answer[$0]?.elements.map(\.self) ?? [] }
        guard problems.isEmpty || isLenient else { throw .refused(Self.text(problems)) }
        return answer
    }

    func ask(
        _ mutation: String, _ variables: [String: JSONValue], _ name: String, isLenient: Bool = false,
        over link: ChannelLink
    ) async throws(ChannelFailure) -> JSONNode {
        let members = variables.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        return try await ask(mutation, .object(members), name, isLenient: isLenient, over: link)
    }

    func query(_ text: String, _ variables: JSONValue, over link: ChannelLink) async throws(ChannelFailure) -> JSONNode
    {
        let body: JSONValue = .members(["query": .string(text), "variables": variables])
        var call = ChannelCall.json("POST", path("graphql.json", over: link), body.jsonBytes, limit: "graphql")
        call.cost = Self.callCost
        let root = try await link.call(call).expectSuccess().json()
        learn(root["extensions"]?["cost"]?["throttleStatus"], over: link)
        if let problems = root["errors"]?.elements.map(\.self), !problems.isEmpty {
            if problems.contains(where: { $0["extensions"]?["code"]?.string == "THROTTLED" }) {
                throw ChannelFailure(
                    code: .rateLimited, message: "Shopify's budget is used up", isFinal: false, retryAfter: .seconds(5))
            }
            throw .refused(Self.text(problems))
        }
        guard let data = root["data"], !data.isNull else {
            throw ChannelFailure(code: .unreadable, message: "an answer without data", isFinal: false)
        }
        return data
    }

    private func learn(_ status: JSONNode?, over link: ChannelLink) {
        func number(_ name: String) -> Double? { status?[name]?.rawNumber.flatMap { Double($0) } }
        guard let left = number("currentlyAvailable"), let most = number("maximumAvailable"),
            let rate = number("restoreRate")
        else { return }
        link.learn("graphql", left: left, capacity: most, perSecond: rate)
    }

    static func text(_ problems: [JSONNode]) -> String {
        problems.prefix(5).map {
            [$0["code"]?.string, $0["message"]?.string].compactMap(\.self).joined(separator: " ")
        }
        .joined(separator: "; ")
    }
}
