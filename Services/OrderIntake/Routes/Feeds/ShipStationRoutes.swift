import Contracts
import Hummingbird
import Logging
import ServiceKit

/// `/feeds/shipstation/<channel>/<shop>`: the shop as a custom store of ShipStation's. `GET ?action=export` shows its orders, `POST
/// ?action=shipnotify` takes what was sent.
struct ShipStationRoutes {
    let desk: FeedDesk

    private static let feed = "shipstation"

    func add(to router: Router<ProcessRequestContext>) {
        router.get("/feeds/shipstation/:channel/:shop") { [desk] request, context in
            try await Self.answered { () throws(FeedProblem) in
                let shop = try Self.admitted(request, context, by: desk)
                guard Self.item("action", of: request) == "export" else { throw .unreadable("action is not export") }
                let page = try await desk.page(of: shop, try Self.window(of: request), logger: context.logger)
                for (order, problem) in ShipStationOrders.refused(page) {
                    context.logger.warning(
                        "an order is not shown to ShipStation",
                        metadata: ["shop": "\(shop.text)", "order": "\(order.number)", "reason": "\(problem)"])
                }
                return Self.response(ShipStationOrders.document(page))
            }
        }
        router.post("/feeds/shipstation/:channel/:shop") { [desk] request, context in
            let buffer = try await request.body.collect(upTo: context.maxUploadSize)
            return try await Self.answered { () throws(FeedProblem) in
                let shop = try Self.admitted(request, context, by: desk)
                guard Self.item("action", of: request) == "shipnotify" else {
                    throw .unreadable("action is not shipnotify")
                }
                let notice = try ShipNotice.read(
                    query: { Self.item($0, of: request) }, body: Array(buffer: buffer))
                try await desk.take(notice, for: shop, trace: context.trace, logger: context.logger)
                return Response(status: .ok)
            }
        }
    }

    /// By Basic, or as ShipStation also sends it: in the query.
    private static func admitted(
        _ request: Request, _ context: ProcessRequestContext, by desk: FeedDesk
    ) throws(FeedProblem) -> ShopKey {
        let shop = ShopKey(
            channel: ChannelDirectory.channel(inAddress: context.parameters.get("channel") ?? ""),
            shop: context.parameters.get("shop") ?? "")
        let password =
            WebhookProof.password(inBasic: request.headers[.authorization]) ?? item("SS-Password", of: request)
        try desk.admit(password, to: feed, of: shop, logger: context.logger)
        return shop
    }

    private static func window(of request: Request) throws(FeedProblem) -> FeedWindow {
        guard let from = item("start_date", of: request).flatMap(ShipStationDate.read),
            let to = item("end_date", of: request).flatMap(ShipStationDate.read)
        else { throw .unreadable("start_date and end_date are MM/dd/yyyy HH:mm") }
        let page = item("page", of: request).flatMap { Int($0) } ?? 1
        guard (1...1_000_000).contains(page) else { throw .unreadable("page is a number from 1 on") }
        // A minute is named by its beginning.
        return FeedWindow(from: from - FeedWindow.overlap, to: to + .seconds(60), page: page)
    }

    private static func item(_ name: String, of request: Request) -> String? {
        QueryItems(request.uri.query)[name]
    }

    private static func response(_ document: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/xml; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: document)))
    }

    private static func answered(_ body: () async throws(FeedProblem) -> Response) async throws -> Response {
        do throws(FeedProblem) {
            return try await body()
        } catch {
            throw error.http
        }
    }
}
