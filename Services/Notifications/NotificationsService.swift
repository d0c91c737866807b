public import Contracts
public import Messaging
public import Postgres
public import ServiceKit

/// notifications: tells customers, once, what became of their orders.
public struct NotificationsService: ServiceDefinition {
    public static let name = ServiceName.notifications
    public static let migrations = [
        Migration(
            name: "V0001_notifications",
            sql: String(decoding: PackageResources.V0001_notifications_sql, as: UTF8.self)),
        Migration(
            name: "V0002_webhooks", sql: String(decoding: PackageResources.V0002_webhooks_sql, as: UTF8.self)),
        Migration(
            name: "V0003_in_place", sql: String(decoding: PackageResources.V0003_in_place_sql, as: UTF8.self)),
    ]
    public static let settings = Setting.mail + Setting.smtp + Setting.webhooks

    public let store: NotificationsStore
    public let effects: [String: any EffectPerformer]
    private let recipientsKept: Duration
    private let webhooksKept: Duration

    public init(settings: Settings) throws {
        let sender = try MailSender(settings)
        let connections = try settings.int("smtp.connections")
        let pool = SmtpPool(try SmtpConfiguration(settings, helloName: sender.domain), connections: connections)
        recipientsKept = try settings.duration("mail.recipients.keep")
        webhooksKept = try settings.duration("webhooks.keep")
        let webhooks = WebhookConfiguration(
            timeout: try settings.duration("webhooks.timeout"), allowsLoopback: try settings.bool("webhooks.loopback"),
            authorities: try settings.stringIfPresent("webhooks.cacert"))
        let sideBySide = try settings.int("webhooks.connections")
        store = NotificationsStore(
            renderer: try MailRenderer(sender: sender), allowsLoopback: webhooks.allowsLoopback,
            schedule: try WebhookSchedule(settings))
        effects = [
            EmailEffectDone.effectKind: EmailEffect(sender: sender, gateway: pool, concurrency: connections),
            WebhookDone.effectKind: WebhookEffect(
                gateway: WebhookPool(webhooks, connections: sideBySide), concurrency: sideBySide),
        ]
    }

    public let handlers = HandlerMap<NotificationsStore>()
        // from the coordinator
        .on(MilestoneReachedHandler.self)  // -> an e-mail, webhooks
        // from returns
        .on(ReturnChangedHandler.self)  // -> an e-mail, webhooks
        // from operators
        .on(UpsertWebhookHandler.self)  // -> WebhookAnswered
        .on(ReplayWebhooksHandler.self)  // -> WebhookAnswered, webhooks
        // from the mail server
        .on(EmailEffectDoneHandler.self)
        // from the shops' endpoints
        .on(WebhookDoneHandler.self)  // -> the next webhook of the order
        // from itself
        .on(WebhookRetryHandler.self)

    public var jobs: [RecurringJob] {
        [
            RecurringJob(name: "forget-recipients", interval: .seconds(60)) { [recipientsKept] transaction in
                try NotificationTable.forgetRecipients(after: recipientsKept.wholeMicroseconds, in: &transaction)
            },
            RecurringJob(name: "forget-webhooks", interval: .seconds(60)) { [webhooksKept] transaction in
                try WebhookTables.forget(after: webhooksKept.wholeMicroseconds, in: &transaction)
            },
        ]
    }
}
