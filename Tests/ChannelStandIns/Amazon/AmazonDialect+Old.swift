import Contracts
import WireJSON

/// Orders of v0: the lines of an order by a call of their own, persons only for a restricted token.
///
/// https://developer-docs.amazon.com/sp-api/docs/orders-api-v0-reference
extension AmazonDialect {
    static let oldLimits = [
        PublishedLimit("getOrders v0", burst: 20, perSecond: 0.0167),
        PublishedLimit("getOrder v0", burst: 30, perSecond: 0.5),
        PublishedLimit("getOrderItems v0", burst: 30, perSecond: 0.5),
        PublishedLimit("createRestrictedDataToken", burst: 10, perSecond: 1),
    ]

    func oldLimits(of request: StandInRequest) -> [String]? {
        if request.matches("GET", "orders/v0/orders") != nil { return ["getOrders v0"] }
        if request.matches("GET", "orders/v0/orders/*") != nil { return ["getOrder v0"] }
        if request.matches("GET", "orders/v0/orders/*/orderItems") != nil { return ["getOrderItems v0"] }
        return request.path.last == "restrictedDataToken" ? ["createRestrictedDataToken"] : nil
    }

    /// What the token lets its bearer see: `buyerInfo`, `shippingAddress`.
    private func elements(_ request: StandInRequest) -> Set<String> {
        let parts = request.header("x-amz-access-token")?.split(separator: "|").map(String.init) ?? []
        return parts.count == 3 && parts[0] == "Atz.sprdt" ? Set(parts[2].split(separator: "+").map(String.init)) : []
    }

    /// - Returns: nil for what is no call of v0.
    func oldAnswer(_ request: StandInRequest, _ world: Marketplace) -> StandInAnswer? {
        if request.matches("POST", "tokens/2021-03-01/restrictedDataToken") != nil { return restrict(request, world) }
        if request.matches("GET", "orders/v0/orders") != nil { return oldOrders(request, world) }
        if let found = request.matches("GET", "orders/v0/orders/*") {
            guard let order = world[found[0]] else { return problem(404, "NotFound", "The order was not found.") }
            return .json(200, ["payload": AmazonPayload(dialect: self).oldOrder(order, elements(request))])
        }
        if let found = request.matches("GET", "orders/v0/orders/*/orderItems") {
            guard let order = world[found[0]] else { return problem(404, "NotFound", "The order was not found.") }
            // Long lists of lines go on, too: here two at a time.
            let payload = AmazonPayload(dialect: self)
            let start = request["NextToken"].flatMap { Int($0) } ?? 0
            var members: [(String, JSONValue)] = [
                ("AmazonOrderId", .string(order.id)),
                ("OrderItems", .array(order.lines.dropFirst(start).prefix(2).map { payload.oldItem($0, of: order) })),
            ]
            if start + 2 < order.lines.count { members.append(("NextToken", .string("\(start + 2)"))) }
            return .json(200, ["payload": .object(members)])
        }
        return nil
    }

    private func restrict(_ request: StandInRequest, _ world: Marketplace) -> StandInAnswer {
        let resources = request.json?["restrictedResources"]?.elements.map(\.self) ?? []
        let known = ["/orders/v0/orders", "/orders/v0/orders/{orderId}", "/orders/v0/orders/{orderId}/orderItems"]
        let areKnown = resources.allSatisfy { resource in
            resource["method"]?.string == "GET" && known.contains(resource["path"]?.string ?? "")
        }
        guard (1...50).contains(resources.count), areKnown else {
            return problem(
                400, "InvalidInput", "Application does not have access to one or more requested data elements")
        }
        let elements = resources.flatMap { $0["dataElements"]?.elements.compactMap(\.string) ?? [] }
        return .json(
            200,
            [
                "restrictedDataToken": .string(
                    "Atz.sprdt|\(world.now)|\(Set(elements).sorted().joined(separator: "+"))"),
                "expiresIn": .int(tokenLife),
            ])
    }

    private func oldOrders(_ request: StandInRequest, _ world: Marketplace) -> StandInAnswer {
        func time(_ name: String) -> Int64? {
            request[name].flatMap { Timestamp(rfc3339: $0) }.map { $0.microseconds / 1000 }
        }
        guard request["MarketplaceIds"]?.split(separator: ",").contains(Substring(marketplaceID)) == true else {
            return problem(400, "InvalidInput", "MarketplaceIds is required.")
        }
        guard let since = time("LastUpdatedAfter"), request["CreatedAfter"] == nil else {
            return problem(400, "InvalidInput", "Either CreatedAfter or LastUpdatedAfter is required.")
        }
        let until = time("LastUpdatedBefore")
        if let until, until > world.now - margin {
            return problem(400, "InvalidInput", "LastUpdatedBefore must be at least two minutes before the request.")
        }
        let size = request.number("MaxResultsPerPage") ?? 100
        guard (1...100).contains(size) else {
            return problem(400, "InvalidInput", "MaxResultsPerPage is from 1 to 100")
        }
        let start = request["NextToken"].flatMap { Int($0.dropFirst(5)) } ?? 0
        let found = world.orders { order in
            order.updatedAt >= since && (until.map { order.updatedAt <= $0 } ?? true)
                && order.updatedAt <= world.now - delay
        }
        let payload = AmazonPayload(dialect: self)
        let elements = elements(request)
        var members: [(String, JSONValue)] = [
            ("Orders", .array(found.dropFirst(start).prefix(size).map { payload.oldOrder($0, elements) })),
            ("LastUpdatedBefore", .string(Timestamp(microseconds: (until ?? world.now - margin) * 1000).rfc3339)),
        ]
        if start + size < found.count { members.append(("NextToken", .string("page-\(start + size)"))) }
        return .json(200, ["payload": .object(members)])
    }
}
