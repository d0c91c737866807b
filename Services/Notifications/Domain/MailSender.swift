import ServiceKit

/// Who writes: the letterhead of every e-mail.
package struct MailSender: Hashable, Sendable {
    package let storeName: String
    package let from: MailAddress
    package let replyTo: MailAddress?
    /// Of the Message-IDs.
    package let domain: String

    package init(storeName: String, from: MailAddress, replyTo: MailAddress? = nil, domain: String? = nil) {
        self.storeName = storeName.singleLine
        self.from = from
        self.replyTo = replyTo
        self.domain = domain ?? from.domain
    }

    init(_ settings: Settings) throws {
        guard let from = MailAddress(try settings.string("mail.from")) else {
            throw settings.problem("mail.from", "is not an e-mail address")
        }
        self.init(
            storeName: try settings.string("store.name"), from: from,
            replyTo: try settings.stringIfPresent("mail.reply.to").flatMap { MailAddress($0) },
            domain: try settings.stringIfPresent("mail.domain"))
    }
}
