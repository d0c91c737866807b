import Contracts
import HTTPTypes
import Hummingbird
import Messaging
import ServiceKit

/// `POST /webhooks/<channel>/<shop>`: one route for all channels.
struct WebhookRoutes {
    let reception: WebhookReception

    func add(to router: Router<ProcessRequestContext>) {
        router.post("/webhooks/:channel/:shop") { [reception] request, context in
            let shop = ShopKey(
                channel: try context.parameters.require("channel"), shop: try context.parameters.require("shop"))
            // A body that is too large throws, and is answered 413.
            let buffer = try await request.body.collect(upTo: context.maxUploadSize)
            let headers = request.headers
            let verdict = await reception.receive(
                Array(buffer: buffer), for: shop,
                header: { name in HTTPField.Name(name).flatMap { headers[$0] } }, trace: context.trace,
                logger: context.logger)
            switch verdict {
            case .taken: return HTTPResponse.Status.ok
            case .unsigned: throw HTTPError(.unauthorized, message: "The signature is missing or wrong.")
            case .unavailable:
                throw HTTPError(.serviceUnavailable, headers: [.retryAfter: "5"], message: "Try again later.")
            }
        }
    }
}
