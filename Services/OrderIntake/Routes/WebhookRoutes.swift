import Contracts
import HTTPTypes
import Hummingbird
import Messaging
import ServiceKit

/// `/webhooks/<channel>/<shop>`, and what a channel calls below it: the routes are the same for all channels.
struct WebhookRoutes {
    let reception: WebhookReception

    func add(to router: Router<ProcessRequestContext>) {
        for method in [HTTPRequest.Method.post, .put] {
            for path in ["/webhooks/:channel/:shop", "/webhooks/:channel/:shop/**"] {
                router.on(RouterPath(path), method: method) { [reception] request, context in
                    try await Self.receive(request, context, by: reception)
                }
            }
        }
    }

    private static func receive(
        _ request: Request, _ context: ProcessRequestContext, by reception: WebhookReception
    ) async throws -> HTTPResponse.Status {
        let shop = ShopKey(
            channel: ChannelDirectory.channel(inAddress: try context.parameters.require("channel")),
            shop: try context.parameters.require("shop"))
        // A body that is too large throws, and is answered 413.
        let buffer = try await request.body.collect(upTo: context.maxUploadSize)
        let headers = request.headers
        let webhook = WebhookRequest(
            method: request.method.rawValue, path: context.parameters.getCatchAll().joined(separator: "/"),
            body: Array(buffer: buffer), header: { name in HTTPField.Name(name).flatMap { headers[$0] } })
        let verdict = await reception.receive(webhook, for: shop, trace: context.trace, logger: context.logger)
        switch verdict {
        case .taken:
            if webhook.isPage || webhook.isClaims { return .ok }
            let status = ChannelDirectory.mapping(of: shop.channel)?.successStatus(of: webhook.method)
            return HTTPResponse.Status(code: status ?? 200)
        case .unreadable: throw HTTPError(.badRequest, message: "This is no list of the channel's.")
        case .unsigned: throw HTTPError(.unauthorized, message: "The signature is missing or wrong.")
        case .unavailable:
            throw HTTPError(.serviceUnavailable, headers: [.retryAfter: "5"], message: "Try again later.")
        }
    }
}
