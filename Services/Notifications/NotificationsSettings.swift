import ServiceKit

extension Setting {
    /// Who writes to the customers.
    static let mail = [
        Setting(key: "store.name", default: "Waybill", help: "Name of the store, as customers know it."),
        Setting(
            key: "mail.from", default: "orders@shop.example", help: "Address that the e-mails come from.",
            check: { MailAddress($0) == nil ? "is not an e-mail address" : nil }),
        Setting(
            key: "mail.reply.to", help: "Address that answers go to, if it is another.",
            check: { MailAddress($0) == nil ? "is not an e-mail address" : nil }),
        Setting(
            key: "mail.domain", help: "Domain of the Message-IDs and of our greeting; that of mail.from if not given.",
            check: { MailAddress("id@\($0)") == nil ? "is not a domain name" : nil }),
        Setting(
            key: "mail.recipients.keep", kind: .duration, default: "90d",
            help: "How long the address of an e-mail that was sent or refused is kept.",
            allowed: .durations(.zero ... .seconds(86_400 * 3650))),
    ]

    /// The mail server.
    static let smtp = [
        Setting(key: "smtp.host", default: "localhost", help: "Host name of the mail server."),
        Setting(
            key: "smtp.port", kind: .int, default: "25", help: "Its port: 25, 587 for submission, 465 for smtp.tls.",
            allowed: .integers(1...65_535)),
        Setting(key: "smtp.user", help: "User to log in as; without one there is no login."),
        Setting(key: "smtp.password", kind: .secret, help: "Password of the user; sent over TLS only."),
        Setting(
            key: "smtp.starttls", default: "try", help: "Whether the connection changes over to TLS.",
            allowed: .values(["off", "try", "required"])),
        Setting(key: "smtp.tls", kind: .bool, default: "false", help: "Speak TLS from the first byte (port 465)."),
        Setting(key: "smtp.cacert", help: "PEM file with the authorities that may sign the server's certificate."),
        Setting(
            key: "smtp.timeout", kind: .duration, default: "30s", help: "Longest time for one e-mail.",
            allowed: .durations(.milliseconds(100) ... .seconds(600))),
        Setting(
            key: "smtp.connections", kind: .int, default: "4",
            help: "Connections side by side, each on its own thread.", allowed: .integers(1...64)),
    ]
}

extension MailSender {
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
