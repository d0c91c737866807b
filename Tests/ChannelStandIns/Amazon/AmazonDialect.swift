import Contracts
import TestSupport
import WireJSON

/// Amazon's Selling Partner API: tokens that end, orders of the version of 2026-01-01 at six an hour, shipments by v0,
/// listings, and a queue of notifications.
///
/// https://developer-docs.amazon.com/sp-api/docs/get-orders-with-filtering-criteria
package struct AmazonDialect: ChannelDialect {
    package let channel = "amazon"
    package let clientID = "amzn1.application-oa2-client.stand-in"
    package let clientSecret = "amzn-stand-in-secret"
    package let refreshToken = "Atzr|stand-in"
    package let accessKeyID = "AKIASTANDIN"
    package let secretAccessKey = "stand-in/queue+secret"
    package let region = "eu-west-1"
    /// Below the address of the queues.
    package let queuePath = "/123456789012/order-changes"
    package let seller: String
    package let marketplaceID: String
    /// Seconds that an access token lives; an hour, as documented, unless a test is impatient.
    package let tokenLife: Int64
    /// Milliseconds by which orders appear late: "most" within two minutes.
    package let delay: Int64
    /// Milliseconds that a window's end must lie back: two minutes, unless a test cannot wait for them.
    package let margin: Int64

    package init(
        seller: String = "A2STANDIN", marketplaceID: String = "A1PA6795UKMFR9", tokenLife: Int64 = 3600,
        delay: Int64 = 0, margin: Int64 = 120_000
    ) {
        self.margin = margin
        self.seller = seller
        self.marketplaceID = marketplaceID
        self.tokenLife = tokenLife
        self.delay = delay
    }

    package let limits =
        [
            PublishedLimit("searchOrders", burst: 20, perSecond: 0.0056),
            PublishedLimit("getOrder", burst: 30, perSecond: 0.5),
            PublishedLimit("confirmShipment", burst: 10, perSecond: 2),
            PublishedLimit("patchListingsItem", burst: 10, perSecond: 5),
            PublishedLimit("getListingsItem", burst: 10, perSecond: 5),
        ] + Self.oldLimits

    package func limits(of request: StandInRequest) -> [String] {
        if request.matches("GET", "orders/2026-01-01/orders") != nil { return ["searchOrders"] }
        if request.matches("GET", "orders/2026-01-01/orders/*") != nil { return ["getOrder"] }
        if let old = oldLimits(of: request) { return old }
        if request.path.last == "shipmentConfirmation" { return ["confirmShipment"] }
        if request.path.first == "listings" {
            return [request.method == "GET" ? "getListingsItem" : "patchListingsItem"]
        }
        return []
    }

    package func tooMany(_ request: StandInRequest, retryAfter: Double) -> StandInAnswer {
        // No Retry-After here: only how many a second there are.
        let limit = limits.first { limits(of: request).contains($0.name) }
        var answer = problem(429, "QuotaExceeded", "You exceeded your quota for the requested resource.")
        answer.headers["x-amzn-RateLimit-Limit"] = "\(limit?.perSecond ?? 1)"
        return answer
    }

    func problem(_ status: Int, _ code: String, _ message: String, _ details: String = "") -> StandInAnswer {
        .json(
            status, ["errors": [["code": .string(code), "message": .string(message), "details": .string(details)]]])
    }

    /// A token says when it was given, as far as the stand-in goes.
    package func refusal(of request: StandInRequest, in world: inout Marketplace) -> StandInAnswer? {
        if request.path.last == "token" { return nil }
        if isQueue(request) { return queueRefusal(of: request, at: world.now) }
        let parts = request.header("x-amz-access-token")?.split(separator: "|").map(String.init) ?? []
        guard parts.count == 3, ["Atza", "Atz.sprdt"].contains(parts[0]), let given = Int64(parts[1]) else {
            return problem(403, "Unauthorized", "Access to requested resource is denied.")
        }
        guard world.now < given + tokenLife * 1000 else {
            return problem(
                403, "Unauthorized", "Access to requested resource is denied.",
                "The access token you provided has expired.")
        }
        return nil
    }

    func isQueue(_ request: StandInRequest) -> Bool {
        request.header("X-Amz-Target")?.hasPrefix("AmazonSQS.") == true
    }

    package func name(_ ordinal: Int) -> (id: String, number: String) {
        let digits = String(1_000_000 + ordinal)
        return ("302-0000000-\(digits)", "302-0000000-\(digits)")
    }

    package func lineID(_ index: Int, of order: String) -> String { "114987\(order.suffix(7))\(index + 1)" }

    package let deeds: [CustomerDeed] = [.pay, .cancel, .cancelUnits]

    package func answer(
        _ request: StandInRequest, in world: inout Marketplace, _ day: inout Day
    ) -> StandInAnswer {
        if request.matches("POST", "auth/o2/token") != nil { return token(request, world) }
        if isQueue(request) { return queue(request, in: &world) }
        if day.strikes(.tokenExpired) {
            return problem(
                403, "Unauthorized", "Access to requested resource is denied.",
                "The access token you provided has expired.")
        }
        if let answer = oldAnswer(request, world) { return answer }
        if request.matches("GET", "orders/2026-01-01/orders") != nil { return search(request, world) }
        if let found = request.matches("GET", "orders/2026-01-01/orders/*") {
            guard let order = world[found[0]] else { return problem(404, "NotFound", "The order was not found.") }
            return .json(200, ["order": AmazonPayload(dialect: self).order(order)])
        }
        if let found = request.matches("POST", "orders/v0/orders/*/shipmentConfirmation") {
            return confirm(found[0], request, in: &world)
        }
        if let found = request.matches("PATCH", "listings/2021-08-01/items/*/*") {
            return patch(found[1], of: found[0], request, in: &world)
        }
        if let found = request.matches("GET", "listings/2021-08-01/items/*/*") {
            guard let article = world.articles[found[1]] else { return problem(404, "NOT_FOUND", "SKU not found") }
            let value: JSONValue = [["fulfillment_channel_code": "DEFAULT", "quantity": .int(article.stock)]]
            return .json(
                200,
                [
                    "sku": .string(article.sku), "summaries": [["productType": "PRODUCT"]],
                    "attributes": ["fulfillment_availability": value],
                    "fulfillmentAvailability": [
                        ["fulfillmentChannelCode": "DEFAULT", "quantity": .int(article.stock)]
                    ],
                ])
        }
        return problem(404, "NotFound", "The resource was not found.")
    }

    package func isWork(_ request: StandInRequest) -> Bool {
        request.method != "GET" && request.path.last != "token" && !isQueue(request)
    }

    private func token(_ request: StandInRequest, _ world: Marketplace) -> StandInAnswer {
        let form = request.form
        guard form["client_id"] == clientID, form["client_secret"] == clientSecret else {
            return .json(
                401, ["error": "invalid_client", "error_description": "Client authentication failed"])
        }
        guard form["grant_type"] == "refresh_token", form["refresh_token"] == refreshToken else {
            return .json(
                400,
                ["error": "invalid_grant", "error_description": "The request has an invalid grant parameter"])
        }
        return .json(
            200,
            [
                "access_token": .string("Atza|\(world.now)|x"), "token_type": "bearer", "expires_in": .int(tokenLife),
                "refresh_token": .string(refreshToken),
            ])
    }

    /// Exactly one of the two lower bounds; an upper one lies at least two minutes back.
    private func search(_ request: StandInRequest, _ world: Marketplace) -> StandInAnswer {
        func time(_ name: String) -> Int64? {
            request[name].flatMap { Timestamp(rfc3339: $0) }.map { $0.microseconds / 1000 }
        }
        let (updated, created) = (time("lastUpdatedAfter"), time("createdAfter"))
        guard (updated == nil) != (created == nil) else {
            return problem(
                400, "InvalidInput", "Exactly one of createdAfter and lastUpdatedAfter must be provided.")
        }
        let until = time(updated != nil ? "lastUpdatedBefore" : "createdBefore")
        if let until, until > world.now - margin {
            return problem(400, "InvalidInput", "The date must be at least two minutes before the request.")
        }
        let size = request.number("maxResultsPerPage") ?? 100
        guard (1...100).contains(size) else {
            return problem(400, "InvalidInput", "maxResultsPerPage is from 1 to 100")
        }
        var start = 0
        if let token = request["paginationToken"] {
            guard token.hasPrefix("page-"), let number = Int(token.dropFirst(5)) else {
                return problem(400, "InvalidInput", "The pagination token is not valid.")
            }
            start = number
        }
        let statuses = request["fulfillmentStatuses"]?.split(separator: ",").map(String.init)
        let found = world.orders { order in
            let time = updated != nil ? order.updatedAt : order.placedAt
            return time >= (updated ?? created ?? 0) && (until.map { time <= $0 } ?? true)
                && order.updatedAt <= world.now - delay
                && (statuses?.contains(AmazonPayload.status(of: order)) ?? true)
        }
        let included = Set(request["includedData"]?.split(separator: ",").map(String.init) ?? [])
        let payload = AmazonPayload(dialect: self)
        var members: [(String, JSONValue)] = [
            ("orders", .array(found.dropFirst(start).prefix(size).map { payload.order($0, including: included) })),
            (
                updated != nil ? "lastUpdatedBefore" : "createdBefore",
                .string(Timestamp(microseconds: (until ?? world.now - margin) * 1000).rfc3339)
            ),
        ]
        // When there are no other pages, the member is not there.
        if start + size < found.count {
            members.append(("pagination", ["nextToken": .string("page-\(start + size)")]))
        }
        return .json(200, .object(members))
    }
}
