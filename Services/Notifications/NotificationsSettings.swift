import ServiceKit

extension Setting {
    /// Who writes to the customers.
    static let mail = [
        Setting(key: "store.name", default: "Waybill", help: "Name of the store, as customers know it."),
        Setting(
            key: "mail.from", help: "Address that the e-mails come from.", isRequired: true,
            check: { MailAddress($0) == nil ? "is not an e-mail address" : nil },
            conflict: { settings throws(SettingsError) in
                let host = try settings.string("smtp.host")
                // A mail server of the demo has a name of one word, or is this machine.
                let isDemo = !host.contains(".") || host.hasPrefix("127.")
                let isExample = try settings.string("mail.from").lowercased().hasSuffix(".example")
                return isExample && !isDemo ? "is an address of the demo, and \(host) is a real mail server" : nil
            }),
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

    /// How shops are told of their orders.
    static let webhooks = [
        Setting(
            key: "webhooks.timeout", kind: .duration, default: "15s", help: "Longest time for one webhook.",
            allowed: .durations(.milliseconds(100) ... .seconds(120))),
        Setting(
            key: "webhooks.connections", kind: .int, default: "4", help: "Webhooks sent side by side.",
            allowed: .integers(1...64)),
        Setting(
            key: "webhooks.loopback", kind: .bool, default: "false",
            help: "Whether this machine may be an endpoint, and by http; for development."),
        Setting(key: "webhooks.cacert", help: "PEM file with the authorities that may sign endpoints' certificates."),
        Setting(
            key: "webhooks.retry.delays", kind: .list, default: "5s,1m,5m,30m,2h,5h,10h,12h",
            help: "How long to wait after each attempt that failed; the last is for all that follow.",
            check: {
                WebhookSchedule(delays: $0.split(separator: ",").map { String($0) }, patience: .zero) == nil
                    ? "is no list of durations of which none is shorter than the one before" : nil
            }),
        Setting(
            key: "webhooks.patience", kind: .duration, default: "3d",
            help: "How long a webhook is tried again before it is parked.",
            allowed: .durations(.seconds(1) ... .seconds(86_400 * 30))),
        Setting(
            key: "webhooks.keep", kind: .duration, default: "30d", help: "How long delivered webhooks are kept.",
            allowed: .durations(.seconds(3600) ... .seconds(86_400 * 3650))),
    ]

    /// The mail server.
    static let smtp = [
        Setting(key: "smtp.host", default: "localhost", help: "Host name of the mail server."),
        Setting(
            key: "smtp.port", kind: .int, default: "25", help: "Its port: 25, 587 for submission, 465 for smtp.tls.",
            allowed: .integers(1...65_535)),
        Setting(
            key: "smtp.user", help: "User to log in as; without one there is no login.",
            conflict: { settings throws(SettingsError) in
                if try settings.stringIfPresent("smtp.password") == nil { return "needs smtp.password" }
                if try settings.bool("smtp.tls") { return nil }
                if try settings.string("smtp.starttls") == "required" { return nil }
                return "a password is only sent over TLS that is certain: smtp.starttls = required, or smtp.tls"
            }),
        Setting(
            key: "smtp.password", kind: .secret, help: "Password of the user; sent over TLS only.",
            conflict: { settings throws(SettingsError) in
                try settings.stringIfPresent("smtp.user") == nil ? "needs smtp.user" : nil
            }),
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

extension WebhookSchedule {
    init(_ settings: Settings) throws {
        let key = "webhooks.retry.delays"
        guard
            let schedule = WebhookSchedule(
                delays: try settings.list(key), patience: try settings.duration("webhooks.patience"))
        else { throw settings.problem(key, "is no list of durations of which none is shorter than the one before") }
        self = schedule
    }

    /// - Parameter delays: as an operator writes them, such as `30s`.
    fileprivate init?(delays: [String], patience: Duration) {
        let read = delays.compactMap { Duration(settingText: $0.filter { $0 != " " }) }
        guard read.count == delays.count else { return nil }
        self.init(delays: read, patience: patience)
    }
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
