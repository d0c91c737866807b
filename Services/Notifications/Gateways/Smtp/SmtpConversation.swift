/// Says to a mail server what an e-mail takes, over one connection, with as few round trips as it allows: sender,
/// recipient and DATA go together where it offers PIPELINING (RFC 2920), then the message.
///
/// After an error the connection is to be let go: what the server still has to say is not read.
struct SmtpConversation {
    private let session: CurlSession
    private let offersPipelining: Bool
    private let offersSize: Bool
    /// Of the server's words, what has come and was not read yet.
    private var unread: ArraySlice<UInt8> = []

    /// A server may talk without end.
    private static let lineLimit = 65_536

    /// Opens the connection, in which libcurl keeps to the time-out by itself.
    init(_ configuration: SmtpConfiguration) throws(SmtpError) {
        session = try CurlSession()
        let greeting = try session.connect(configuration)
        offersPipelining = greeting.offers("PIPELINING")
        offersSize = greeting.offers("SIZE")
    }

    /// Whether another message may be sent.
    var isReady: Bool { unread.isEmpty && session.isQuiet }

    /// - Returns: what the server said when it took the message.
    mutating func deliver(
        _ message: [UInt8], from sender: MailAddress, to recipient: MailAddress, by deadline: ContinuousClock.Instant
    ) throws(SmtpError) -> String {
        let size = offersSize ? " SIZE=\(message.count)" : ""
        let commands = ["MAIL FROM:<\(sender.text)>\(size)", "RCPT TO:<\(recipient.text)>", "DATA"]
        var dialogue = SmtpDialogue()
        for group in offersPipelining ? [commands] : commands.map({ [$0] }) {
            try session.send(Array(group.map { $0 + "\r\n" }.joined().utf8), by: deadline)
            for command in group {
                dialogue.sent(command.utf8)
                // The first refusal is why; the server may well go on and ask for a message that has no recipient.
                try hear(&dialogue, wanting: command == "DATA" ? 300..<400 : 200..<300, by: deadline)
            }
        }
        try session.send(Self.content(of: message), by: deadline)
        try hear(&dialogue, wanting: 200..<300, by: deadline)
        return dialogue.reply
    }

    /// Reads one answer.
    private mutating func hear(
        _ dialogue: inout SmtpDialogue, wanting codes: Range<Int>, by deadline: ContinuousClock.Instant
    ) throws(SmtpError) {
        while !dialogue.received(try nextLine(by: deadline)) {}
        if let refusal = dialogue.refusal { throw refusal }
        guard let code = dialogue.replyCode, codes.contains(code) else {
            throw SmtpError(.unreachable, replyCode: dialogue.replyCode, "the server's answer makes no sense here")
        }
    }

    /// With its end.
    private mutating func nextLine(by deadline: ContinuousClock.Instant) throws(SmtpError) -> ArraySlice<UInt8> {
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                defer { unread = unread[(end + 1)...] }
                return unread[...end]
            }
            guard unread.count < Self.lineLimit else {
                throw SmtpError(.unreachable, "the server's answer has no end")
            }
            unread += try session.receive(by: deadline)
        }
    }

    /// The message as DATA carries it (RFC 5321, 4.5.2): dots that begin a line are doubled, and one alone ends it.
    static func content(of message: [UInt8]) -> [UInt8] {
        let dot = UInt8(ascii: ".")
        let newline = UInt8(ascii: "\n")
        var content: [UInt8] = []
        content.reserveCapacity(message.count + 64)
        var last = newline
        for byte in message {
            if byte == dot, last == newline { content.append(dot) }
            content.append(byte)
            last = byte
        }
        if !message.isEmpty, !message.suffix(2).elementsEqual("\r\n".utf8) { content += "\r\n".utf8 }
        content += ".\r\n".utf8
        return content
    }
}
