import Contracts
import Messaging
import ServiceKit
import Testing

@testable import Notifications

@Suite("The map of notifications")
struct ServiceTests {
    static func service(
        _ arguments: [String], from sender: String? = "orders@shop.example"
    ) throws -> NotificationsService {
        let environment = sender.map { ["WAYBILL_MAIL_FROM": $0] } ?? [:]
        return try NotificationsService(
            settings: Settings.load(NotificationsService.settings, arguments: arguments, environment: environment))
    }

    @Test("has a handler for what its queue is bound to, and a performer for each effect")
    func map() throws {
        let service = try Self.service([])
        #expect(
            service.handlers.types == [
                MilestoneReached.type, ReturnChanged.type, UpsertWebhook.type, ReplayWebhooks.type,
                EmailEffectDone.type, WebhookDone.type, WebhookRetry.type,
            ])
        #expect(Set(service.effects.keys) == [EmailEffectDone.effectKind, WebhookDone.effectKind])
        #expect(WebhookDone.type.rawValue == "waybill.notifications.effect.webhook.v1")
        #expect(EmailEffectDone.type.rawValue == "waybill.notifications.effect.email.v1")
    }

    @Test("sends a password over certain TLS only")
    func password() throws {
        let login = ["--smtp-user", "waybill", "--smtp-password", "secret"]
        for unsafe in [[], ["--smtp-starttls", "try"], ["--smtp-starttls", "off"]] {
            let error = #expect(throws: SettingsError.self) { try Self.service(login + unsafe) }
            #expect(error.map { "\($0)".contains("smtp.starttls") && !"\($0)".contains("secret") } == true)
        }
        for half in [["--smtp-user", "waybill", "--smtp-tls", "true"], ["--smtp-password", "secret"]] {
            #expect(throws: SettingsError.self) { try Self.service(half) }
        }
        _ = try Self.service(login + ["--smtp-starttls", "required"])
        _ = try Self.service(login + ["--smtp-tls", "true"])
    }

    @Test("writes for nobody unless it is told for whom")
    func noSender() throws {
        let error = try #require(throws: SettingsError.self) { try Self.service([], from: nil) }
        #expect(error.problems.map(\.setting) == ["mail.from"])
    }

    @Test("writes in the demo's name to the demo's mail server only", arguments: ["localhost", "127.0.0.1", "mail"])
    func demoAddress(host: String) throws {
        _ = try Self.service(["--smtp-host", host])
        let error = try #require(throws: SettingsError.self) { try Self.service(["--smtp-host", "smtp.\(host).net"]) }
        #expect(error.problems.map(\.setting) == ["mail.from"])
        _ = try Self.service(["--smtp-host", "smtp.\(host).net"], from: "orders@real-shop.net")
    }

    @Test("says what settings make of each other together with what is wrong with each")
    func allAtOnce() throws {
        let error = try #require(throws: SettingsError.self) {
            try Self.service(
                ["--smtp-user", "waybill", "--smtp-password", "secret", "--smtp-port", "x"], from: "nobody")
        }
        #expect(Set(error.problems.map(\.setting)) == ["mail.from", "smtp.port", "smtp.user"])
    }

    @Test("refuses senders that are no addresses")
    func sender() {
        for (key, value) in [("mail.from", "nobody"), ("mail.reply.to", "a@b\nBcc: c@d"), ("mail.domain", "a b")] {
            let flag = "--" + key.replacing(".", with: "-")
            let error = #expect(throws: SettingsError.self) { try Self.service([flag, value], from: nil) }
            #expect(error.map { "\($0)".contains(key) } == true)
        }
    }
}
