/// Why there was no answer.
package struct HTTPFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// The request may have been carried out all the same.
        case timeout
        /// Nobody was reached, or the connection broke.
        case unreachable
        case tls
        /// The answer is larger than what is read, and is not wanted in part.
        case tooLarge = "too_large"
        /// The request is none that is made: its URL, a header, or libcurl itself.
        case client
    }

    package let code: Code
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { "\(code.rawValue): \(message)" }
}
