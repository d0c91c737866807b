import Contracts
import HTTPTypes
import Hummingbird
import Metrics
import PercentCoding
import ServiceKit
import WireJSON

/// `POST /v1/orders`, `GET /v1/orders/<id>` and their description: orders of shops of their own, by HTTP.
struct OrderRoutes {
    let desk: OrderDesk

    func add(to router: Router<ProcessRequestContext>) {
        router.post("/v1/orders") { [desk] request, context in
            try await Self.counted { shop in
                try Self.checkForms(of: request)
                // A body that is too large throws, and is answered 413.
                let buffer = try await request.body.collect(
                    upTo: min(context.maxUploadSize, SubmissionValidator.maximumBytes))
                let body = Array(buffer: buffer)
                let key = try Self.key(of: request)
                let sender = try await desk.sender(
                    Self.claim(of: request, id: key.text), body: body, logger: context.logger)
                shop = sender.text
                try desk.admit(sender)
                let taken = try await desk.take(
                    body, key: key, from: sender, trace: context.trace, logger: context.logger)
                return Self.response(to: taken, key)
            }
        }
        router.get("/v1/orders/:id") { [desk] request, context in
            try await Self.counted { shop in
                guard MediaTypes.takesJSON(request.headers[.accept]) else { throw OrderProblem.notAcceptable }
                let claim = Self.claim(of: request, id: "\(request.method.rawValue) \(request.uri.path)")
                let sender = try await desk.sender(claim, body: [], logger: context.logger)
                shop = sender.text
                try desk.admit(sender)
                let segment = try context.parameters.require("id")
                guard let name = PercentDecoded(segment.utf8).text else { throw OrderProblem.unknownOrder }
                return Response(json: try await desk.order(name, of: sender, logger: context.logger))
            }
        }
        router.get("/v1/openapi.json") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: PackageResources.waybill_orders_json)))
        }
        refuseOtherMethods(on: "/v1/orders", but: [.post], router)
        refuseOtherMethods(on: "/v1/orders/:id", but: [.get, .head], router)
        refuseOtherMethods(on: "/v1/openapi.json", but: [.get, .head], router)
    }

    /// The router takes a path with another method for one that is not there.
    private func refuseOtherMethods(
        on path: RouterPath, but allowed: [HTTPRequest.Method], _ router: Router<ProcessRequestContext>
    ) {
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        let known: [HTTPRequest.Method?] = [
            .get, .head, .post, .put, .patch, .delete, .options, .trace, HTTPRequest.Method("QUERY"),
        ]
        for method in known.compactMap(\.self) where !allowed.contains(method) {
            router.on(path, method: method) { _, _ -> Response in
                throw HTTPError(.methodNotAllowed, headers: [.allow: names], message: "Allowed: \(names).")
            }
        }
    }

    private static func checkForms(of request: Request) throws(OrderProblem) {
        guard MediaTypes.isJSON(request.headers[.contentType]),
            [nil, "identity"].contains(request.headers[.contentEncoding]?.lowercased())
        else { throw .unsupportedMediaType }
        guard MediaTypes.takesJSON(request.headers[.accept]) else { throw .notAcceptable }
    }

    private static func key(of request: Request) throws(OrderProblem) -> IdempotencyKey {
        guard let header = header("idempotency-key", of: request) else { throw .keyMissing }
        guard let key = IdempotencyKey(header: header) else { throw .keyInvalid }
        return key
    }

    private static func claim(of request: Request, id: String) -> OrderDesk.Claim {
        OrderDesk.Claim(
            shop: header("waybill-shop", of: request) ?? "",
            signature: RequestSignature(
                timestamp: header("webhook-timestamp", of: request) ?? "",
                signatures: header("webhook-signature", of: request) ?? ""),
            id: id)
    }

    private static func header(_ name: String, of request: Request) -> String? {
        HTTPField.Name(name).flatMap { request.headers[$0] }
    }

    private static func response(to taken: OrderDesk.Taken, _ key: IdempotencyKey) -> Response {
        var response: Response
        let isRepeat: Bool
        switch taken {
        case .answered(let answer, let repeats):
            response = Response(json: answer, status: answer.outcome == "accepted" ? .created : .ok)
            response.headers[.location] = "/v1/orders/\(answer.orderID.text)"
            isRepeat = repeats
        case .kept(let repeats):
            response = Response(json: ["submissionId": key.text, "outcome": "kept"], status: .accepted)
            isRepeat = repeats
        }
        if isRepeat, let name = HTTPField.Name("idempotent-replayed") { response.headers[name] = "true" }
        return response
    }

    /// Counts the answer, by the shop that has signed the request; what nobody has signed belongs to none.
    private static func counted(_ body: (inout String) async throws -> Response) async throws -> Response {
        var shop = "none"
        do {
            let response = try await body(&shop)
            count(response.status, shop)
            return response
        } catch let problem as OrderProblem {
            count(problem.status, shop)
            throw problem.http
        } catch let error as HTTPError {
            count(error.status, shop)
            throw error
        }
    }

    private static func count(_ status: HTTPResponse.Status, _ shop: String) {
        Counter(
            label: "waybill_intake_http_requests", dimensions: [("shop", shop), ("status", String(status.code))]
        ).increment()
    }
}
