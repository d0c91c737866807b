import Contracts
import Hummingbird
import ServiceKit
import WireJSON

/// Why a request is not carried out. Programs tell problems apart by their type, which never changes.
package enum OrderProblem: Error, Hashable, Sendable {
    case notAcceptable
    case unsupportedMediaType
    case keyMissing
    case keyInvalid
    /// Not signed by the shop's secret, no such shop, or one that speaks in another way: which of them is not said.
    case unsigned
    /// Signed rightly, but not just now.
    case outsideWindow(now: Timestamp)
    case tooManyRequests(wait: Duration)
    /// Not JSON.
    case unreadable(Reason)
    case rejected([Reason])
    case keyReused
    case discarded
    case inFlight
    case unknownOrder
    case unavailable

    private static let base = "https://waybill.dev/problems/"

    package var http: HTTPProblem {
        let text = words
        return HTTPProblem(
            status, type: Self.base + text.name, title: text.title, detail: text.detail, reasons: reasons,
            headers: headers)
    }

    package var status: HTTPResponse.Status {
        switch self {
        case .notAcceptable: .notAcceptable
        case .unsupportedMediaType: .unsupportedMediaType
        case .keyMissing, .keyInvalid, .unreadable: .badRequest
        case .unsigned, .outsideWindow: .unauthorized
        case .tooManyRequests: .tooManyRequests
        case .rejected, .keyReused, .discarded: .unprocessableContent
        case .inFlight: .conflict
        case .unknownOrder: .notFound
        case .unavailable: .serviceUnavailable
        }
    }

    private var reasons: [Reason] {
        switch self {
        case .unreadable(let reason): [reason]
        case .rejected(let reasons): reasons
        default: []
        }
    }

    private var headers: HTTPFields {
        switch self {
        // RFC 9110 wants a challenge; the scheme is that of the Standard Webhooks specification.
        case .unsigned, .outsideWindow: [.wwwAuthenticate: "Standard-Webhooks"]
        case .tooManyRequests(let wait): [.retryAfter: String(max(1, Int((wait / .seconds(1)).rounded(.up))))]
        case .inFlight: [.retryAfter: "1"]
        case .unavailable: [.retryAfter: "5"]
        case .unsupportedMediaType: [.accept: "application/json", .acceptEncoding: "identity"]
        default: [:]
        }
    }

    private var words: (name: String, title: String, detail: String?) {
        switch self {
        case .notAcceptable: ("not-acceptable", "The answer is application/json, which Accept leaves out", nil)
        case .unsupportedMediaType:
            ("unsupported-media-type", "The body must be application/json, without a Content-Encoding", nil)
        case .keyMissing:
            ("idempotency-key-missing", "The header Idempotency-Key is required", "A UUID for each order will do.")
        case .keyInvalid:
            (
                "idempotency-key-invalid", "The header Idempotency-Key cannot be read",
                "It has 1 to \(IdempotencyKey.longest) visible characters of ASCII."
            )
        case .unsigned: ("signature", "The signature is missing or wrong", nil)
        case .outsideWindow(let now):
            (
                "signature-expired", "The signature was not made just now",
                "webhook-timestamp may differ from the clock here, \(now.seconds), by \(Self.windowSeconds) seconds."
            )
        case .tooManyRequests: ("too-many-requests", "Too many requests of this shop", nil)
        case .unreadable: ("unreadable", "The body is not JSON that can be read", nil)
        case .rejected: ("rejected", "The order is refused", "Everything that is wrong with it is in reasons.")
        case .keyReused:
            (
                "idempotency-key-reused", "The Idempotency-Key was used before with another body",
                "The first body under this key stays what it was; send another one under a key of its own."
            )
        case .discarded: ("discarded", "A person has looked at this submission and given it up", nil)
        case .inFlight: ("in-flight", "A request with this Idempotency-Key is being carried out", nil)
        case .unknownOrder:
            (
                "unknown-order", "No such order of this shop",
                "One that was sent and not answered may be sent again with the same Idempotency-Key."
            )
        case .unavailable: ("unavailable", "Nothing can be taken at present", "Send the same request again later.")
        }
    }

    private static let windowSeconds = RequestSignature.window.components.seconds
}
