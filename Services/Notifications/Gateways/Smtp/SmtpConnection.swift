import Executors

/// A connection to the mail server, on a thread of its own: libcurl blocks. It is opened with the first e-mail and kept
/// for the next.
actor SmtpConnection {
    private let executor = ThreadExecutor(name: "smtp")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private let configuration: SmtpConfiguration
    /// Made on the thread that uses it.
    private var session: CurlSession?

    init(_ configuration: SmtpConfiguration) {
        self.configuration = configuration
    }

    /// - Returns: what the server said when it took the message.
    func deliver(
        _ message: [UInt8], from sender: MailAddress, to recipient: MailAddress
    ) throws(SmtpError) -> String {
        try opened().deliver(message, from: sender, to: recipient)
    }

    private func opened() throws(SmtpError) -> CurlSession {
        if let session { return session }
        let new = try CurlSession(configuration)
        session = new
        return new
    }
}
