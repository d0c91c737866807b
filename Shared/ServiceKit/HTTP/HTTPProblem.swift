import Contracts
import Hummingbird

/// What a route throws to be answered as a problem of a kind of its own (RFC 9457), by which programs tell it from others.
package struct HTTPProblem: Error, Sendable {
    package var status: HTTPResponse.Status
    /// A URI that names the kind.
    package var type: String
    /// The kind in words, always the same.
    package var title: String
    /// What is the matter this time. For the caller; never an internal error's text.
    package var detail: String?
    /// Every place that is wrong.
    package var reasons: [Reason]
    package var headers: HTTPFields

    package init(
        _ status: HTTPResponse.Status, type: String, title: String, detail: String? = nil, reasons: [Reason] = [],
        headers: HTTPFields = [:]
    ) {
        self.status = status
        self.type = type
        self.title = title
        self.detail = detail
        self.reasons = reasons
        self.headers = headers
    }
}
