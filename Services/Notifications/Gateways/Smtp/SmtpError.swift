/// Why a mail server did not take an e-mail.
package struct SmtpError: Error, Sendable, CustomStringConvertible {
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String

        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// No connection, or it broke.
        package static let unreachable = Code(rawValue: "server_unreachable")
        package static let timeout = Code(rawValue: "timeout")
        package static let tls = Code(rawValue: "tls_failed")
        package static let authentication = Code(rawValue: "authentication_failed")
        package static let senderRefused = Code(rawValue: "sender_refused")
        package static let recipientRefused = Code(rawValue: "recipient_refused")
        package static let messageRefused = Code(rawValue: "message_refused")
        /// The server asks to come back later, or says what it should not.
        package static let deferred = Code(rawValue: "deferred")
        /// Ours: libcurl could not be set up.
        package static let client = Code(rawValue: "client")
    }

    package let code: Code
    /// The server's three digits, if it came to that.
    package let replyCode: Int?
    package let message: String
    /// False only where the same e-mail to the same address cannot succeed: everything else is a matter of time, or of
    /// an operator who sets the server or us right.
    package let isRetriable: Bool
    package let file: String
    package let line: Int

    init(
        _ code: Code, replyCode: Int? = nil, _ message: String, isRetriable: Bool = true, file: String = #fileID,
        line: Int = #line
    ) {
        self.code = code
        self.replyCode = replyCode
        self.message = message
        self.isRetriable = isRetriable
        self.file = file
        self.line = line
    }

    package var description: String { replyCode.map { "\($0) \(message)" } ?? message }
}
