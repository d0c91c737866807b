import Contracts
import Messaging
import ServiceKit
import Testing

@testable import Notifications

@Suite("The map of notifications")
struct ServiceTests {
    static func service(_ arguments: [String]) throws -> NotificationsService {
        try NotificationsService(
            settings: Settings.load(NotificationsService.settings, arguments: arguments, environment: [:]))
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
        _ = try Self.service(login + ["--smtp-starttls", "required"])
        _ = try Self.service(login + ["--smtp-tls", "true"])
    }

    @Test("refuses senders that are no addresses")
    func sender() {
        for (key, value) in [("mail.from", "nobody"), ("mail.reply.to", "a@b\nBcc: c@d"), ("mail.domain", "a b")] {
            let flag = "--" + key.replacing(".", with: "-")
            let error = #expect(throws: SettingsError.self) { try Self.service([flag, value]) }
            #expect(error.map { "\($0)".contains(key) } == true)
        }
    }
}
