import Contracts
import Hummingbird
import Messaging
import ServiceKit
import WireJSON

/// `/feeds/linnworks/<channel>/<shop>/<endpoint>`: the shop as a channel integration of Linnworks', which asks all of it by POST with
/// JSON, and reads errors from the answer, not from its status.
struct LinnworksRoutes {
    let desk: FeedDesk

    private static let feed = "linnworks"
    private static let limits = JSONLimits.order

    func add(to router: Router<ProcessRequestContext>) {
        router.post("/feeds/linnworks/:channel/:shop/Config/AddNewUser") { [desk] request, context in
            try await Self.answered(request, context) { shop, body throws(FeedProblem) in
                let account = body["AccountName"]?.text ?? ""
                guard (1...200).contains(account.utf8.count) else {
                    throw .unreadable("AccountName is missing, or longer than 200 bytes")
                }
                let password =
                    WebhookProof.password(inBasic: request.headers[.authorization])
                    ?? QueryItems(request.uri.query)["password"]
                let token = try desk.token(
                    for: account, password, of: Self.feed, shop, logger: context.logger)
                return LinnworksConfig.token(token.text)
            }
        }
        for (endpoint, answer) in Self.endpoints {
            router.post("/feeds/linnworks/:channel/:shop/\(endpoint)") { [desk] request, context in
                try await Self.answered(request, context) { shop, body throws(FeedProblem) in
                    let account = try desk.admit(
                        token: body["AuthorizationToken"]?.text, to: Self.feed, of: shop, logger: context.logger)
                    return try await answer(
                        Call(desk: desk, shop: shop, account: account, body: body, context: context))
                }
            }
        }
    }

    /// A call of somebody who was let in.
    private struct Call: Sendable {
        let desk: FeedDesk
        let shop: ShopKey
        let account: String
        let body: JSONNode
        let context: ProcessRequestContext

        /// From 1 on.
        func page() throws(FeedProblem) -> Int {
            let page = body["PageNumber"]?.int ?? 1
            guard (1...1_000_000).contains(page) else { throw .unreadable("PageNumber is a number from 1 on") }
            return page
        }
    }

    private typealias Answer = @Sendable (Call) async throws(FeedProblem) -> JSONValue

    private static let endpoints: [(String, Answer)] = [
        ("Config/UserConfig", { call in LinnworksConfig.steps(of: call.shop, account: call.account) }),
        ("Config/SaveConfig", { call in LinnworksConfig.steps(of: call.shop, account: call.account) }),
        ("Config/ShippingTags", { _ in LinnworksConfig.shippingTags }),
        ("Config/PaymentTags", { _ in LinnworksConfig.paymentTags }),
        ("Config/ConfigTest", { _ in LinnworksConfig.answer() }),
        // There is nothing to forget: who is to stay out is kept out by another password.
        ("Config/ConfigDeleted", { _ in LinnworksConfig.answer() }),
        ("Config/PostSaleOptions", { _ in LinnworksConfig.postSale }),
        ("Order/Orders", orders), ("Order/Despatch", despatch), ("Products/Products", products),
        (
            "Products/InventoryUpdate",
            { call in
                LinnworksConfig.refusal(of: call.body["Products"], "Stock is Waybill's: it tells the channel itself.")
            }
        ),
        (
            "Products/PriceUpdate",
            { call in LinnworksConfig.refusal(of: call.body["Products"], "Prices are the channel's.") }
        ),
    ]

    private static let orders: Answer = { call throws(FeedProblem) in
        guard let from = call.body["UTCTimeFrom"]?.text.flatMap(LinnworksDate.read) else {
            throw .unreadable("UTCTimeFrom is yyyy-MM-dd HH:mm:ssZ")
        }
        let page = try call.page()
        // Up to now: the window's end only keeps out what comes while pages are turned. What is shown twice Linnworks knows by
        // its reference.
        let window = FeedWindow(
            from: from - FeedWindow.overlap, to: Timestamp.wallClock + .seconds(60), page: page)
        return LinnworksOrders.document(
            try await call.desk.page(of: call.shop, window, logger: call.context.logger), page: page)
    }

    private static let despatch: Answer = { call throws(FeedProblem) in
        var results: [JSONValue] = []
        for despatch in try LinnworksDespatch.read(call.body) {
            var problem: FeedProblem?
            do throws(FeedProblem) {
                try await call.desk.take(
                    despatch.notice.get(), for: call.shop, trace: call.context.trace, logger: call.context.logger)
            } catch {
                problem = error
            }
            results.append(
                .members([
                    "ReferenceNumber": .string(despatch.reference),
                    "Error": problem.map { .string($0.http.body ?? "") } ?? .null,
                    "Retry": .bool(problem == .unavailable),
                ]))
        }
        return .members(["Error": .null, "Orders": .array(results)])
    }

    private static let products: Answer = { call throws(FeedProblem) in
        let page = try call.page()
        let levels = try await call.desk.levels(of: call.shop, page: page, logger: call.context.logger)
        return LinnworksConfig.products(
            Array(levels.prefix(FeedLevel.pageSize)), hasMore: levels.count > FeedLevel.pageSize)
    }

    private static func answered(
        _ request: Request, _ context: ProcessRequestContext,
        _ body: (ShopKey, JSONNode) async throws(FeedProblem) -> JSONValue
    ) async throws -> Response {
        let buffer = try await request.body.collect(upTo: context.maxUploadSize)
        let shop = ShopKey(
            channel: ChannelDirectory.channel(inAddress: context.parameters.get("channel") ?? ""),
            shop: context.parameters.get("shop") ?? "")
        let answer: JSONValue
        do throws(FeedProblem) {
            guard let document = try? JSONDocument(parsing: Array(buffer: buffer), limits: limits) else {
                throw FeedProblem.unreadable("the body is not JSON")
            }
            answer = try await body(shop, document.root)
        } catch {
            answer = LinnworksConfig.answer(error.http.body ?? "The call was refused.")
        }
        return Response(
            status: .ok, headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.jsonBytes)))
    }
}
