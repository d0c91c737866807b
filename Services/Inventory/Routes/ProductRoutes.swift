import Contracts
import HTTPTypes
import Hummingbird
import ServiceKit

/// `POST /v1/products`: the feed of a product information system, with the key as `x-api-key`: CSV where its Content-Type says
/// `text/csv`, else JSON. `?preview=true` only tells what differs.
struct ProductRoutes {
    let desk: ProductDesk

    func add(to router: Router<ProcessRequestContext>) {
        router.post("/v1/products") { [desk] request, context in
            // A body that is too large throws, and is answered 413.
            let buffer = try await request.body.collect(upTo: context.maxUploadSize)
            let key = HTTPField.Name("x-api-key").flatMap { request.headers[$0] }
            let isPreview = request.uri.queryParameters["preview"].map { $0 == "true" } ?? false
            let isCSV =
                request.headers[.contentType].flatMap { MediaType(from: $0.lowercased()) }?.isType(.textCsv) ?? false
            let verdict = await desk.take(
                Array(buffer: buffer), isCSV: isCSV, key: key, isPreview: isPreview, trace: context.trace,
                logger: context.logger)
            switch verdict {
            case .fed(let answer): return Response(json: answer)
            case .unauthorised: throw HTTPError(.unauthorized, message: "The key is missing or wrong.")
            case .unreadable(let reason):
                throw HTTPProblem(
                    .badRequest, type: "https://waybill.dev/problems/unreadable",
                    title: "The body is no product feed that can be read", reasons: [reason])
            case .unavailable:
                throw HTTPError(.serviceUnavailable, headers: [.retryAfter: "5"], message: "Try again later.")
            }
        }
    }
}
