import Messaging
import WireJSON

/// Sends an e-mail. A mail server cannot be asked what it did with an earlier attempt, so a repeat is the same bytes
/// under the same Message-ID.
package struct EmailEffect: EffectPerformer {
    private let sender: MailSender
    private let gateway: any MailGateway
    package let concurrency: Int

    package init(sender: MailSender, gateway: any MailGateway, concurrency: Int) {
        self.sender = sender
        self.gateway = gateway
        self.concurrency = concurrency
    }

    package func perform(_ call: EffectCall) async throws -> [UInt8] {
        let mail = try OutgoingMail(from: call.request)
        guard let recipient = MailAddress(mail.recipient) else {
            throw EffectFailure(
                code: "malformed_address", message: "the order's e-mail address is not one that mail can be sent to",
                isFinal: true)
        }
        let message = MimeMessage.bytes(mail, from: sender, to: recipient)
        do {
            let reply = try await gateway.deliver(message, from: sender.from, to: recipient)
            return MailReceipt(reply: Self.redacted(reply, recipient)).jsonBytes
        } catch let error as SmtpError {
            throw EffectFailure(
                code: error.code.rawValue, message: Self.redacted(error.description, recipient),
                isFinal: !error.isRetriable)
        }
    }

    /// Servers like to repeat the address, which is to be in one place only.
    private static func redacted(_ text: String, _ recipient: MailAddress) -> String {
        // Most answers hold no address, which is soon seen; to search for one is not.
        guard text.utf8.contains(UInt8(ascii: "@")) else { return text }
        return text.replacing(recipient.text, with: "[recipient]")
    }
}

/// What the mail server said when it took an e-mail.
struct MailReceipt: JSONEncodable {
    let reply: String

    func encode(to json: inout JSONWriter) {
        json.object { json in json.write("reply", reply) }
    }
}
