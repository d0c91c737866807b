import Contracts
import WireJSON

/// A finished e-mail, as the effect keeps it: whatever changes later, a repeat sends the same words under the same
/// Message-ID.
package struct OutgoingMail: Hashable, Sendable, JSONCodable {
    /// With its angle brackets.
    package var messageID: String
    package var date: Timestamp
    /// As the storefront gave it; whether it is an address is found out when it is sent.
    package var recipient: String
    package var recipientName: String?
    package var language: MailLanguage
    package var subject: String
    package var text: String
    package var html: String

    package init(
        messageID: String, date: Timestamp, recipient: String, recipientName: String?, language: MailLanguage,
        subject: String, text: String, html: String
    ) {
        self.messageID = messageID
        self.date = date
        self.recipient = recipient
        self.recipientName = recipientName
        self.language = language
        self.subject = subject
        self.text = text
        self.html = html
    }

    package init(from json: JSONNode) throws(JSONError) {
        messageID = try json.decode("messageId")
        date = try json.decode("date")
        recipient = try json.decode("recipient")
        recipientName = try json.decodeIfPresent("recipientName")
        language = try json.decode("language")
        subject = try json.decode("subject")
        text = try json.decode("text")
        html = try json.decode("html")
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("messageId", messageID)
            json.write("date", date)
            json.write("recipient", recipient)
            json.write("recipientName", recipientName)
            json.write("language", language)
            json.write("subject", subject)
            json.write("text", text)
            json.write("html", html)
        }
    }
}
