import Executors

/// A connection to the mail server, on a thread of its own: libcurl blocks. It is opened with the first e-mail and kept
/// for the next.
actor SmtpConnection {
    private let executor = ThreadExecutor(name: "smtp")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private let configuration: SmtpConfiguration
    /// Made on the thread that uses it.
    private var conversation: SmtpConversation?
    private var lastUse = ContinuousClock.now

    /// Servers close what is idle for some minutes; a connection that old is not worth a failure.
    private static let idleLimit = Duration.seconds(60)

    init(_ configuration: SmtpConfiguration) {
        self.configuration = configuration
    }

    /// - Returns: what the server said when it took the message.
    func deliver(
        _ message: [UInt8], from sender: MailAddress, to recipient: MailAddress
    ) throws(SmtpError) -> String {
        let start = ContinuousClock.now
        var current = try opened(at: start)
        // Not kept after an error, nor while it is used: it is where it is changed.
        conversation = nil
        let reply = try current.deliver(message, from: sender, to: recipient, by: start + configuration.timeout)
        conversation = current
        lastUse = .now
        return reply
    }

    private func opened(at time: ContinuousClock.Instant) throws(SmtpError) -> SmtpConversation {
        if let conversation, lastUse.duration(to: time) < Self.idleLimit, conversation.isReady { return conversation }
        // The old one is hung up first.
        conversation = nil
        return try SmtpConversation(configuration)
    }
}
