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
}
