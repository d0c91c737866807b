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
            sql: String(decoding: PackageResources.V0001_notifications_sql, as: UTF8.self))
    ]
    public static let settings = Setting.mail + Setting.smtp

    public let store: NotificationsStore
    public let effects: [String: any EffectPerformer]
    private let recipientsKept: Duration

    public init(settings: Settings) throws {
        let sender = try MailSender(settings)
        let connections = try settings.int("smtp.connections")
        let pool = SmtpPool(try SmtpConfiguration(settings, helloName: sender.domain), connections: connections)
        recipientsKept = try settings.duration("mail.recipients.keep")
        store = NotificationsStore(renderer: try MailRenderer(sender: sender))
        effects = [EmailEffectDone.effectKind: EmailEffect(sender: sender, gateway: pool, concurrency: connections)]
    }

    public let handlers = HandlerMap<NotificationsStore>()
        // from the coordinator
        .on(MilestoneReachedHandler.self)  // -> an e-mail
        // from the mail server
        .on(EmailEffectDoneHandler.self)

    public var jobs: [RecurringJob] {
        [
            RecurringJob(name: "forget-recipients", interval: .seconds(60)) { [recipientsKept] transaction in
                try NotificationTable.forgetRecipients(after: recipientsKept.wholeMicroseconds, in: &transaction)
            }
        ]
    }
}
