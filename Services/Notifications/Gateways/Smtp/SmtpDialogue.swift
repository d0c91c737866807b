/// How far a conversation with a mail server came: the last command, and what was answered to it.
///
/// Only the verb of a command is kept, since the rest may be a password.
package struct SmtpDialogue: Sendable {
    package private(set) var verb: String?
    package private(set) var replyCode: Int?
    /// The text of all lines of the last reply.
    package private(set) var reply = ""
    /// Keywords of the last greeting's lines, in capitals.
    private var offered: Set<String> = []

    private static let verbs: Set<String> = ["EHLO", "HELO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"]
    /// Said goodbye: libcurl does so after a refusal too, and the answer to that is not why.
    private var isOver = false
    /// A server may talk without end.
    private static let replyLimit = 500

    package init() {}

    package mutating func sent(_ bytes: some Sequence<UInt8>) {
        let word = String(decoding: bytes.prefix(10).prefix { (65...90).contains($0) }, as: UTF8.self)
        guard Self.verbs.contains(word), !isOver else { return }
        guard word != "QUIT" else {
            isOver = true
            return
        }
        verb = word
        // Over TLS a server introduces itself once more; an answer to HELO offers nothing.
        if word == "EHLO" || word == "HELO" { offered = [] }
        replyCode = nil
        reply = ""
    }

    /// - Returns: whether that was the last line of an answer.
    @discardableResult
    package mutating func received(_ bytes: some Sequence<UInt8>) -> Bool {
        let line = Array(bytes)
        guard !isOver, let code = Self.code(of: line) else { return false }
        // The first line of a greeting is the server's name.
        let isOffer = verb == "EHLO" && replyCode == code && code == 250
        // 354 asks for the message; what comes after it is about the message.
        if code != replyCode { reply = "" }
        replyCode = code
        // Without the line's end it is mostly on one line already.
        let end = line.lastIndex { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }.map { $0 + 1 } ?? 0
        let text = String(decoding: line[..<end].dropFirst(4), as: UTF8.self).singleLine
        let isShort = reply.utf8.count + text.utf8.count <= Self.replyLimit
        if isShort || reply.count + text.count <= Self.replyLimit { reply += reply.isEmpty ? text : " " + text }
        if isOffer { offered.insert(text.prefix { $0 != " " }.uppercased()) }
        return line.count == 3 || line[3] != UInt8(ascii: "-")
    }

    /// Whether the server has this extension (RFC 5321, 4.1.1.1).
    package func offers(_ keyword: String) -> Bool { offered.contains(keyword) }

    /// The three digits that a line of an answer begins with; nil when it begins with anything else.
    private static func code(of line: [UInt8]) -> Int? {
        guard line.count >= 3 else { return nil }
        var code = 0
        for byte in line[..<3] {
            guard (48...57).contains(byte) else { return nil }
            code = code * 10 + Int(byte - 48)
        }
        return (200...599).contains(code) ? code : nil
    }

    /// What a refusal at this point means; nil when the server refused nothing.
    package var refusal: SmtpError? {
        guard let replyCode, (400...599).contains(replyCode) else { return nil }
        guard replyCode >= 500 else { return SmtpError(.deferred, replyCode: replyCode, reply) }
        // 530, 534, 535, 538: we are not let in, which says nothing about the recipient (RFC 4954).
        if [530, 534, 535, 538].contains(replyCode) {
            return SmtpError(.authentication, replyCode: replyCode, reply)
        }
        switch verb {
        case "RCPT": return SmtpError(.recipientRefused, replyCode: replyCode, reply, isRetriable: false)
        case "DATA": return SmtpError(.messageRefused, replyCode: replyCode, reply, isRetriable: false)
        case "MAIL": return SmtpError(.senderRefused, replyCode: replyCode, reply)
        case "AUTH": return SmtpError(.authentication, replyCode: replyCode, reply)
        case "STARTTLS": return SmtpError(.tls, replyCode: replyCode, reply)
        default: return SmtpError(.deferred, replyCode: replyCode, reply)
        }
    }
}
