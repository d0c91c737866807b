import Hummingbird

extension FeedProblem {
    var http: HTTPError {
        switch self {
        case .unauthorised:
            HTTPError(
                .unauthorized, headers: [.wwwAuthenticate: "Basic realm=\"waybill\""],
                message: "The password or the token is missing or wrong.")
        case .unreadable(let what): HTTPError(.badRequest, message: what)
        case .unknownOrder(let number): HTTPError(.notFound, message: "No order \(number) of this shop.")
        case .ambiguousOrder(let number):
            HTTPError(.conflict, message: "Several orders have the number \(number): send OrderID too.")
        case .unavailable:
            HTTPError(.serviceUnavailable, headers: [.retryAfter: "5"], message: "Try again later.")
        }
    }
}
