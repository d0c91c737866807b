import Contracts
import FoundationEssentials
import HTTPTypes
import Hummingbird
import ServiceKit

/// `GET` and `POST /returns/<token>`: the page on which a customer returns what was delivered.
struct ReturnPageRoutes {
    let desk: ReturnDesk

    func add(to router: Router<ProcessRequestContext>) {
        router.get("/returns/:token") { [desk] _, context in
            let token = try context.parameters.require("token")
            return Self.response(await desk.show(token, logger: context.logger), token: token)
        }
        router.post("/returns/:token") { [desk] request, context in
            let token = try context.parameters.require("token")
            let buffer = try await request.body.collect(upTo: min(context.maxUploadSize, ReturnForm.limit))
            let form = ReturnForm(decoding: Array(buffer: buffer))
            let verdict = await desk.take(form, token: token, trace: context.trace, logger: context.logger)
            return Self.response(verdict, token: token)
        }
    }

    private static func response(_ verdict: ReturnDesk.Verdict, token: String) -> Response {
        switch verdict {
        case .page(let page): html(ReturnPageHTML.page(page, nonce: UUID().text, problem: nil))
        // A reload shows the page again and sends nothing.
        case .taken: Response(status: .seeOther, headers: [.location: "/returns/\(token)"])
        case .refused(let page, let reason):
            html(ReturnPageHTML.page(page, nonce: UUID().text, problem: reason.code), status: .unprocessableContent)
        case .unknownLink: html(ReturnPageHTML.notice(.unknownLink), status: .notFound)
        case .unavailable: html(ReturnPageHTML.notice(.unavailable), status: .serviceUnavailable)
        }
    }

    private static func html(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        var headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
            .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
                + "frame-ancestors 'none'; base-uri 'none'",
            .xContentTypeOptions: "nosniff",
        ]
        // The address is the key: it must not reach another site, nor a search engine.
        for (name, value) in [("referrer-policy", "no-referrer"), ("x-robots-tag", "noindex")] {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
