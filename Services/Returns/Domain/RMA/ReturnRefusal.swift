import Contracts

/// Why a request about a return is refused; the state stays as it was.
package struct ReturnRefusal: Error, Hashable, Sendable {
    package let reason: Reason

    /// The code of what only time may cure.
    static let notDelivered = "not_delivered"

    package init(_ code: String, at path: String? = nil, _ message: String) {
        reason = Reason(code: code, path: path, message: message)
    }
}
