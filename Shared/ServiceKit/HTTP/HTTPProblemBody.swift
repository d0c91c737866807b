import Contracts
import Hummingbird
import WireJSON

/// The body of every error answer: a problem document of RFC 9457.
struct HTTPProblemBody: JSONEncodable {
    var status: HTTPResponse.Status
    var type = "about:blank"
    /// Of a kind of problem that has a type; else the status says it.
    var title: String?
    /// For the caller; never an internal error's text.
    var detail: String?
    var reasons: [Reason] = []
    var traceID: String

    func encode(to json: inout JSONWriter) {
        json.object { problem in
            problem.write("type", type)
            problem.write("title", title ?? status.reasonPhrase)
            problem.write("status", status.code)
            problem.write("detail", detail)
            if !reasons.isEmpty { problem.write("reasons", reasons) }
            problem.write("traceid", traceID)
        }
    }
}

extension Response {
    static func problem(_ body: HTTPProblemBody, headers: HTTPFields = [:]) -> Response {
        var response = Response(json: body, status: body.status)
        response.headers.append(contentsOf: headers)
        response.headers[.contentType] = "application/problem+json"
        return response
    }

    package init(json body: some JSONEncodable, status: HTTPResponse.Status = .ok) {
        self.init(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body.jsonBytes)))
    }
}
