/// Why a channel was not asked, did not answer, or refused.
package struct ChannelFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String

        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Nothing is sent: the channel's limit is used up, as we or it count.
        package static let rateLimited = Code(rawValue: "rate_limited")
        /// The request may have been carried out all the same.
        package static let unknownOutcome = Code(rawValue: "unknown_outcome")
        package static let unreachable = Code(rawValue: "unreachable")
        /// 5xx, or 408.
        package static let unavailable = Code(rawValue: "unavailable")
        /// 401 or 403: an operator must look at the credentials, or at what they may do there.
        package static let unauthorised = Code(rawValue: "unauthorised")
        /// A file with a key or a password is not there or cannot be read.
        package static let noCredentials = Code(rawValue: "no_credentials")
        /// What the connection must say, and does not.
        package static let misconfigured = Code(rawValue: "misconfigured")
        /// The channel says no, and would again.
        package static let refused = Code(rawValue: "refused")
        package static let unreadable = Code(rawValue: "unreadable")
    }

    package let code: Code
    /// For people; never with a secret in it.
    package let message: String
    /// Whether trying again would come to the same.
    package let isFinal: Bool
    /// Not before then; nil when nobody said.
    package let retryAfter: Duration?

    package init(code: Code, message: String, isFinal: Bool, retryAfter: Duration? = nil) {
        self.code = code
        self.message = message
        self.isFinal = isFinal
        self.retryAfter = retryAfter
    }

    package static func misconfigured(_ message: String) -> ChannelFailure {
        ChannelFailure(code: .misconfigured, message: message, isFinal: false)
    }

    package var description: String { "\(code.rawValue): \(message)" }
}
