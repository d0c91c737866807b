import Foundation
import Messaging
import TestSupport
import Testing
import WireJSON

@testable import Notifications

@Suite(
    "The way to the mail server",
    .enabled(if: PythonScript.hasServer, "aiosmtpd is missing: pip install -r deploy/test-requirements.txt"))
struct SmtpTests {
    static let sender = NotificationsFixture.sender
    static let message = MimeMessage.bytes(MimeTests.mail(), from: sender, to: MimeTests.recipient)

    /// Servers that take one command at a time, and those that take several.
    static let servers = [[], ["--pipelining"]]

    static func to(_ local: String) -> MailAddress { NotificationsFixture.address("\(local)@example.com") }

    @Test("carries messages over one connection, byte for byte", arguments: servers)
    func reuse(options: [String]) async throws {
        try await PythonScript.withFolder { folder in
            try await SmtpServer.with(folder: folder, options) { server in
                let dots = Array("Subject: dots\r\n\r\n.\r\n..\r\n.a\r\n".utf8)
                // What has been idle for a minute is not used again: once more where that passed between two.
                try await waitUntil("three go over one connection") {
                    let before = (accepted: try server.accepted.count, sessions: server.sessions)
                    let pool = SmtpPool(server.configuration, connections: 2)
                    for message in [Self.message, dots, Self.message] {
                        let reply = try await pool.deliver(message, from: Self.sender.from, to: Self.to("ayse"))
                        #expect(reply.contains("queued as"))
                    }
                    let accepted = try Array(server.accepted.dropFirst(before.accepted))
                    #expect(accepted.map(\.to) == Array(repeating: ["ayse@example.com"], count: 3))
                    #expect(accepted.allSatisfy { $0.from == "orders@cayevi.example" && $0.hello == "cayevi.example" })
                    #expect(try server.bytes(of: accepted[0]) == Self.message)
                    #expect(try server.bytes(of: accepted[1]) == dots)
                    return server.sessions == before.sessions + 1
                }
            }
        }
    }

    @Test("carries messages side by side, each over a connection of its own")
    func parallel() async throws {
        try await PythonScript.withFolder { folder in
            try await SmtpServer.with(folder: folder) { server in
                let pool = SmtpPool(server.configuration, connections: 3)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<30 {
                        group.addTask {
                            _ = try await pool.deliver(
                                Self.message, from: Self.sender.from, to: Self.to("customer\(number)"))
                        }
                    }
                    try await group.waitForAll()
                }
                #expect(Set(try server.accepted.flatMap(\.to)).count == 30)
                #expect((1...3).contains(server.sessions))
            }
        }
    }

    @Test("tells an address that is refused from one that is put off", arguments: servers)
    func refusals(options: [String]) async throws {
        try await PythonScript.withFolder { folder in
            try await SmtpServer.with(folder: folder, options) { server in
                let pool = SmtpPool(server.configuration, connections: 1)
                let banned = NotificationsFixture.address("banned@cayevi.example")
                let sender = await #expect(throws: SmtpError.self) {
                    try await pool.deliver(Self.message, from: banned, to: Self.to("ayse"))
                }
                #expect(sender?.code == .senderRefused && sender?.isRetriable == true && sender?.replyCode == 553)
                let refused = await #expect(throws: SmtpError.self) {
                    try await pool.deliver(Self.message, from: Self.sender.from, to: Self.to("nobody"))
                }
                #expect(refused?.code == .recipientRefused && refused?.isRetriable == false)
                #expect(refused?.replyCode == 550 && refused?.message.contains("no such user") == true)
                let spam = await #expect(throws: SmtpError.self) {
                    try await pool.deliver(Self.message, from: Self.sender.from, to: Self.to("spam"))
                }
                #expect(spam?.code == .messageRefused && spam?.isRetriable == false)
                let later = await #expect(throws: SmtpError.self) {
                    try await pool.deliver(Self.message, from: Self.sender.from, to: Self.to("later"))
                }
                #expect(later?.code == .deferred && later?.isRetriable == true && later?.replyCode == 451)
                _ = try await pool.deliver(Self.message, from: Self.sender.from, to: Self.to("later"))
                #expect(try server.accepted.map(\.to) == [["later@example.com"]])
                // Each failure has ended its connection.
                #expect(server.sessions == 5)
            }
        }
    }

    @Test("can be tried again when the server is away, slow, or gone in the middle", arguments: servers)
    func trouble(options: [String]) async throws {
        try await PythonScript.withFolder { folder in
            // One that nobody else is given while the server is away.
            let port = try ServiceExecutable.freePort()
            try await SmtpServer.with(folder: folder, port: port, options) { server in
                let pool = SmtpPool(server.configuration, connections: 1)
                let lost = await #expect(throws: SmtpError.self) {
                    try await pool.deliver(Self.message, from: Self.sender.from, to: Self.to("lost"))
                }
                #expect(lost?.code == .unreachable && lost?.isRetriable == true)
                // It had taken it, which nobody could know.
                let accepted = try server.accepted
                #expect(accepted.map(\.to) == [["lost@example.com"]])
                var impatient = server.configuration
                impatient.timeout = .seconds(2)
                let mute = await #expect(throws: SmtpError.self) {
                    try await SmtpPool(impatient, connections: 1)
                        .deliver(Self.message, from: Self.sender.from, to: Self.to("mute"))
                }
                #expect(mute?.code == .timeout && mute?.isRetriable == true)
            }
            var configuration = SmtpConfiguration(host: "127.0.0.1", port: port, timeout: .seconds(60))
            let pool = SmtpPool(configuration, connections: 1)
            let away = await #expect(throws: SmtpError.self) {
                try await pool.deliver(Self.message, from: Self.sender.from, to: Self.to("ayse"))
            }
            #expect(away?.code == .unreachable && away?.isRetriable == true)
            // The second time the connection is one that the server has closed meanwhile.
            for count in 2...3 {
                try await SmtpServer.with(folder: folder, port: port, options) { server in
                    _ = try await pool.deliver(Self.message, from: Self.sender.from, to: Self.to("ayse"))
                    #expect(try server.accepted.count == count)
                }
            }
            let silent = try SilentServer()
            configuration.port = silent.port
            configuration.timeout = .milliseconds(300)
            let slow = await #expect(throws: SmtpError.self) {
                try await SmtpPool(configuration, connections: 1)
                    .deliver(Self.message, from: Self.sender.from, to: Self.to("ayse"))
            }
            #expect(slow?.code == .timeout && slow?.isRetriable == true)
        }
    }

    @Test("takes one round trip for sender, recipient and DATA, where the server lets it", arguments: servers)
    func roundTrips(options: [String]) async throws {
        try await PythonScript.withFolder { folder in
            try await SmtpServer.with(folder: folder, options) { server in
                let pool = SmtpPool(server.configuration, connections: 1)
                _ = try await pool.deliver(Self.message, from: Self.sender.from, to: Self.to("ayse"))
                let commands = [
                    "MAIL FROM:<\(Self.sender.from.text)> SIZE=\(Self.message.count)\r\n",
                    "RCPT TO:<ayse@example.com>\r\n", "DATA\r\n",
                ]
                let said = ["EHLO cayevi.example\r\n"] + (options.isEmpty ? commands : [commands.joined()])
                let reads = try server.reads
                #expect(Array(reads.prefix(said.count)) == said)
            }
        }
    }

    @Test("says no message to a server that refused its recipient, even where it asks for one", arguments: servers)
    func eager(options: [String]) async throws {
        try await PythonScript.withFolder { folder in
            try await SmtpServer.with(folder: folder, options) { server in
                let pool = SmtpPool(server.configuration, connections: 1)
                let refused = await #expect(throws: SmtpError.self) {
                    try await pool.deliver(Self.message, from: Self.sender.from, to: Self.to("eager"))
                }
                #expect(refused?.code == .recipientRefused && refused?.replyCode == 550)
                _ = try await pool.deliver(Self.message, from: Self.sender.from, to: Self.to("ayse"))
                let accepted = try server.accepted
                #expect(accepted.map(\.to) == [["ayse@example.com"]])
                // Of the second e-mail alone.
                let messages = try server.reads.filter { $0.contains("Subject:") }
                #expect(messages.count == 1)
                #expect(server.sessions == 2)
            }
        }
    }

    @Test("carries a message that is more than fits between two servers", arguments: [false, true])
    func large(isSecure: Bool) async throws {
        try await PythonScript.withFolder { folder in
            let certificate = try Certificate(in: folder)
            let options = isSecure ? ["--tls", certificate.file, certificate.key] : []
            try await SmtpServer.with(folder: folder.appending(path: "mail"), options + ["--pipelining"]) { server in
                var configuration = server.configuration
                configuration.startTLS = isSecure ? .required : .off
                configuration.authorities = certificate.file
                let line = "." + String(repeating: "x", count: 900) + "\r\n"
                let message = Array(("Subject: large\r\n\r\n" + String(repeating: line, count: 16_000)).utf8)
                _ = try await SmtpPool(configuration, connections: 1)
                    .deliver(message, from: Self.sender.from, to: Self.to("ayse"))
                #expect(try server.bytes(of: #require(server.accepted.first)) == message)
            }
        }
    }

    @Test(
        "doubles dots that begin a line, and ends the message with one",
        arguments: [
            ("", ".\r\n"), (".", "..\r\n.\r\n"), ("a.b", "a.b\r\n.\r\n"), ("a\r\n", "a\r\n.\r\n"),
            ("a\r\n.\r\n..\r\n.b.\r\n", "a\r\n..\r\n...\r\n..b.\r\n.\r\n"), ("a\n.\r\nb\n", "a\n..\r\nb\n\r\n.\r\n"),
        ])
    func dots(message: String, content: String) {
        #expect(String(decoding: SmtpConversation.content(of: Array(message.utf8)), as: UTF8.self) == content)
    }

    @Test("changes over to TLS, checks the certificate, and logs in", arguments: servers)
    func secure(extra: [String]) async throws {
        try await PythonScript.withFolder { folder in
            let certificate = try Certificate(in: folder)
            let options = extra + ["--tls", certificate.file, certificate.key, "--login", "waybill", "pass word"]
            try await SmtpServer.with(folder: folder.appending(path: "mail"), options) { server in
                var configuration = server.configuration
                configuration.startTLS = .required
                configuration.credentials = .init(user: "waybill", password: "pass word")

                let stranger = await #expect(throws: SmtpError.self) {
                    try await SmtpPool(configuration, connections: 1)
                        .deliver(Self.message, from: Self.sender.from, to: Self.to("ayse"))
                }
                #expect(stranger?.code == .tls && stranger?.isRetriable == true)

                configuration.authorities = certificate.file
                _ = try await SmtpPool(configuration, connections: 1)
                    .deliver(Self.message, from: Self.sender.from, to: Self.to("ayse"))
                #expect(try server.accepted.map(\.tls) == [true])
                #expect(try server.accepted.map(\.login) == ["waybill"])

                configuration.credentials?.password = "wrong"
                let wrong = await #expect(throws: SmtpError.self) {
                    try await SmtpPool(configuration, connections: 1)
                        .deliver(Self.message, from: Self.sender.from, to: Self.to("ayse"))
                }
                #expect(wrong?.code == .authentication && wrong?.isRetriable == true)
                #expect(wrong?.description.contains("wrong") == false)

                configuration.credentials = nil
                let anonymous = await #expect(throws: SmtpError.self) {
                    try await SmtpPool(configuration, connections: 1)
                        .deliver(Self.message, from: Self.sender.from, to: Self.to("nobody"))
                }
                #expect(anonymous?.code == .authentication && anonymous?.isRetriable == true)
                #expect(try server.accepted.count == 1)
            }
        }
    }

    @Test("is not taken without TLS where TLS is required")
    func downgrade() async throws {
        try await PythonScript.withFolder { folder in
            try await SmtpServer.with(folder: folder) { server in
                var configuration = server.configuration
                configuration.startTLS = .required
                let error = await #expect(throws: SmtpError.self) {
                    try await SmtpPool(configuration, connections: 1)
                        .deliver(Self.message, from: Self.sender.from, to: Self.to("ayse"))
                }
                #expect(error?.code == .tls)
                let accepted = try server.accepted
                #expect(accepted.isEmpty)
            }
        }
    }

    @Test("keeps the address out of what is said about it")
    func redaction() async throws {
        try await PythonScript.withFolder { folder in
            try await SmtpServer.with(folder: folder) { server in
                let effect = EmailEffect(
                    sender: Self.sender, gateway: SmtpPool(server.configuration, connections: 1), concurrency: 1)
                var mail = MimeTests.mail()
                for (recipient, code) in [
                    ("nobody@example.com", "recipient_refused"),
                    ("a@b\r\nRCPT TO:<v@example.com>", "malformed_address"),
                ] {
                    mail.recipient = recipient
                    let call = EffectCall(
                        kind: "email", key: "k", request: try JSONDocument(parsing: mail.jsonBytes).root, attempt: 1)
                    let failure = await #expect(throws: EffectFailure.self) { try await effect.perform(call) }
                    #expect(failure?.isFinal == true && failure?.code == code)
                    #expect(failure?.message.contains("@") == false)
                }
                let accepted = try server.accepted
                #expect(accepted.isEmpty)
            }
        }
    }
}
