import Contracts

/// An e-mail as bytes: a plain and an HTML version of one text (RFC 2046, multipart/alternative), CRLF line ends.
package enum MimeMessage {
    /// - Parameter recipient: the address that `mail.recipient` turned out to be.
    package static func bytes(_ mail: OutgoingMail, from sender: MailSender, to recipient: MailAddress) -> [UInt8] {
        let boundary = boundary(of: mail)
        var headers = [
            ("From", HeaderText.mailbox(name: sender.storeName, sender.from)),
            ("To", HeaderText.mailbox(name: mail.recipientName, recipient)),
            ("Subject", HeaderText.unstructured(mail.subject)),
            ("Date", mail.date.mailDate),
            ("Message-ID", mail.messageID),
            ("Auto-Submitted", "auto-generated"),
            ("Content-Language", mail.language.rawValue),
            ("MIME-Version", "1.0"),
            ("Content-Type", "multipart/alternative;\r\n boundary=\"\(boundary)\""),
        ]
        if let replyTo = sender.replyTo { headers.insert(("Reply-To", HeaderText.mailbox(name: nil, replyTo)), at: 1) }
        var bytes = Array(headers.map { "\($0): \($1)\r\n" }.joined().utf8)
        for (type, body) in [("text/plain", mail.text), ("text/html", mail.html)] {
            bytes += "\r\n--\(boundary)\r\nContent-Type: \(type); charset=utf-8\r\n".utf8
            bytes += "Content-Transfer-Encoding: quoted-printable\r\n\r\n".utf8
            bytes += QuotedPrintable.encode(body)
        }
        bytes += "\r\n--\(boundary)--\r\n".utf8
        return bytes
    }

    /// Made of the Message-ID, so that a repeat has the same bytes. It contains `=_`, which quoted-printable text
    /// cannot, so that no body can contain it.
    private static func boundary(of mail: OutgoingMail) -> String {
        "=_" + mail.messageID.prefix { $0 != "@" }.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
}
