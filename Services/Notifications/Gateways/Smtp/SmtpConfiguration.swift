import ServiceKit

/// How to reach the mail server.
package struct SmtpConfiguration: Sendable {
    package enum StartTLS: String, Sendable {
        case off
        /// Uses TLS when the server offers it: protects against listeners, not against someone in the middle.
        case `try`
        case required
    }

    package struct Credentials: Sendable {
        package var user: String
        package var password: String

        package init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }

    package var host: String
    package var port: Int
    package var credentials: Credentials?
    package var startTLS: StartTLS
    /// TLS from the first byte on.
    package var usesTLS: Bool
    /// PEM file; the system's authorities when nil.
    package var authorities: String?
    /// For one whole e-mail.
    package var timeout: Duration
    /// What we call ourselves in EHLO.
    package var helloName: String

    package init(
        host: String, port: Int, credentials: Credentials? = nil, startTLS: StartTLS = .try, usesTLS: Bool = false,
        authorities: String? = nil, timeout: Duration = .seconds(30), helloName: String = "localhost"
    ) {
        self.host = host
        self.port = port
        self.credentials = credentials
        self.startTLS = startTLS
        self.usesTLS = usesTLS
        self.authorities = authorities
        self.timeout = timeout
        self.helloName = helloName
    }

    /// That no password goes over the wire unprotected was checked when the settings were loaded.
    init(_ settings: Settings, helloName: String) throws {
        self.init(
            host: try settings.string("smtp.host"), port: try settings.int("smtp.port"),
            startTLS: StartTLS(rawValue: try settings.string("smtp.starttls")) ?? .try,
            usesTLS: try settings.bool("smtp.tls"), authorities: try settings.stringIfPresent("smtp.cacert"),
            timeout: try settings.duration("smtp.timeout"), helloName: helloName)
        if let user = try settings.stringIfPresent("smtp.user") {
            credentials = Credentials(user: user, password: try settings.string("smtp.password"))
        }
    }
}
