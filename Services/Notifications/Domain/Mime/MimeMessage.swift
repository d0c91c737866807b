import Contracts

/// An e-mail as bytes: a plain and an HTML version of one text (RFC 2046, multipart/alternative), CRLF line ends.
package enum MimeMessage {
    /// - Parameter recipient: the address that `mail.recipient` turned out to be.
    package static func bytes(_ mail: OutgoingMail, from sender: MailSender, to recipient: MailAddress) -> [UInt8] {
        let boundary = boundary(of: mail)
        var bytes: [UInt8] = []
        // Headers and marks take less than a thousand; of the text few bytes are written as three.
        bytes.reserveCapacity(1_000 + (mail.text.utf8.count + mail.html.utf8.count) * 5 / 4)
        func write(_ header: String, _ value: String) {
            for part in [header, ": ", value, "\r\n"] { bytes.append(contentsOf: part.utf8) }
        }
        write("From", HeaderText.mailbox(name: sender.storeName, sender.from))
        if let replyTo = sender.replyTo { write("Reply-To", HeaderText.mailbox(name: nil, replyTo)) }
        write("To", HeaderText.mailbox(name: mail.recipientName, recipient))
        write("Subject", HeaderText.unstructured(mail.subject))
        write("Date", mail.date.mailDate)
        write("Message-ID", mail.messageID)
        write("Auto-Submitted", "auto-generated")
        write("Content-Language", mail.language.rawValue)
        write("MIME-Version", "1.0")
        write("Content-Type", "multipart/alternative;\r\n boundary=\"\(boundary)\"")
        for (type, body) in [("text/plain", mail.text), ("text/html", mail.html)] {
            bytes += "\r\n--\(boundary)\r\nContent-Type: \(type); charset=utf-8\r\n".utf8
            bytes += "Content-Transfer-Encoding: quoted-printable\r\n\r\n".utf8
            QuotedPrintable.append(body, to: &bytes)
        }
        bytes += "\r\n--\(boundary)--\r\n".utf8
        return bytes
    }

    /// Made of the Message-ID, so that a repeat has the same bytes. It contains `=_`, which quoted-printable text
    /// cannot, so that no body can contain it.
    private static func boundary(of mail: OutgoingMail) -> String {
        let name = mail.messageID.utf8.prefix { $0 != UInt8(ascii: "@") }
        let boundary = Array("=_".utf8) + name.filter(isLetterOrDigit)
        return String(decoding: boundary, as: UTF8.self)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
