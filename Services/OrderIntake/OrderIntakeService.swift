public import Contracts
public import Hummingbird
import Logging
public import Messaging
public import Postgres
public import ServiceKit

/// order-intake: storefront messages, webhooks and files in; canonical orders out.
public struct OrderIntakeService: ServiceDefinition {
    public static let name = ServiceName.intake
    public static let migrations = [
        Migration(name: "V0001_intake", sql: String(decoding: PackageResources.V0001_intake_sql, as: UTF8.self)),
        Migration(
            name: "V0002_shop_payments",
            sql: String(decoding: PackageResources.V0002_shop_payments_sql, as: UTF8.self)),
        Migration(
            name: "V0003_requests_and_refunds",
            sql: String(decoding: PackageResources.V0003_requests_and_refunds_sql, as: UTF8.self)),
        Migration(name: "V0004_packages", sql: String(decoding: PackageResources.V0004_packages_sql, as: UTF8.self)),
        Migration(
            name: "V0005_connections", sql: String(decoding: PackageResources.V0005_connections_sql, as: UTF8.self)),
        Migration(name: "V0006_pushes", sql: String(decoding: PackageResources.V0006_pushes_sql, as: UTF8.self)),
        Migration(name: "V0007_feeds", sql: String(decoding: PackageResources.V0007_feeds_sql, as: UTF8.self)),
        Migration(name: "V0008_barcodes", sql: String(decoding: PackageResources.V0008_barcodes_sql, as: UTF8.self)),
        Migration(name: "V0009_unlisted", sql: String(decoding: PackageResources.V0009_unlisted_sql, as: UTF8.self)),
        Migration(
            name: "V0010_stock_turns", sql: String(decoding: PackageResources.V0010_stock_turns_sql, as: UTF8.self)),
        Migration(name: "V0011_claims", sql: String(decoding: PackageResources.V0011_claims_sql, as: UTF8.self)),
        Migration(name: "V0012_notices", sql: String(decoding: PackageResources.V0012_notices_sql, as: UTF8.self)),
        Migration(name: "V0013_feeds", sql: String(decoding: PackageResources.V0013_feeds_sql, as: UTF8.self)),
        Migration(name: "V0014_invoices", sql: String(decoding: PackageResources.V0014_invoices_sql, as: UTF8.self)),
    ]
    public static let settings =
        [
            Setting(
                key: "intake.bodies.keep", kind: .duration, default: "30d",
                help: "How long the raw bodies of webhooks are kept.",
                allowed: .durations(.seconds(3600) ... .seconds(86_400 * 3650))),
            Setting(
                key: "intake.requests.deadline", kind: .duration, default: "1h",
                help: "How long a storefront's cancel, change or return waits for its order; then it is refused.",
                allowed: .durations(.seconds(1) ... .seconds(86_400 * 30))),
            Setting(
                key: "intake.http.rate", kind: .int, default: "50",
                help: "Requests a second that one shop may make of /v1/orders, of each process; beyond it 429.",
                allowed: .integers(1...100_000)),
            Setting(
                key: "intake.http.burst", kind: .int, default: "200",
                help: "Requests that it may make at once after a pause.", allowed: .integers(1...100_000)),
        ] + Setting.channels

    public let store: OrderIntakeStore
    private let bodiesKept: Duration
    private let secrets: any ShopSecrets
    private let book: any SubmissionBook
    private let rates: ShopRates
    private let links: ChannelLinks
    private let connections: any ShopConnections
    private let askedAtOnce: Int
    /// Opened with the routes.
    private let inbox = LateInbox()
    private let feed: (any OrderFeed)?
    private let feedPasswords: FeedDesk.Passwords

    public init(settings: Settings) throws {
        var database = try settings.databaseConfiguration()
        database.searchPath = Self.name.schema
        database.applicationName = "waybill \(Self.name.rawValue) routes"
        let logger = Logger(label: "waybill.intake.routes")
        self.init(
            bodiesKept: try settings.duration("intake.bodies.keep"),
            requestDeadline: try settings.duration("intake.requests.deadline"),
            secrets: StoredShopSecrets(configuration: database, logger: logger),
            book: StoredSubmissions(configuration: database, logger: logger),
            rates: ShopRates(
                rate: try settings.int("intake.http.rate"), burst: try settings.int("intake.http.burst")),
            polling: try PollSettings(settings), links: try ChannelLinks(settings),
            connections: StoredShopConnections(configuration: database, logger: logger),
            askedAtOnce: try settings.int("intake.channels.connections"),
            feed: StoredOrderFeed(configuration: database, logger: logger),
            feedPasswords: FeedDesk.passwords(
                in: ChannelCredentials(folder: try settings.stringIfPresent("intake.credentials"))))
    }

    package init(
        bodiesKept: Duration = .seconds(86_400 * 30), requestDeadline: Duration = .seconds(3600),
        secrets: any ShopSecrets, book: any SubmissionBook, rates: ShopRates = ShopRates(),
        polling: PollSettings = PollSettings(), links: ChannelLinks = .offline,
        connections: any ShopConnections = NoShopConnections(), askedAtOnce: Int = 4,
        feed: (any OrderFeed)? = nil, feedPasswords: @escaping FeedDesk.Passwords = { _, _ in [] }
    ) {
        store = OrderIntakeStore(requestDeadline: requestDeadline, polling: polling)
        self.links = links
        self.connections = connections
        self.askedAtOnce = askedAtOnce
        self.bodiesKept = bodiesKept
        self.secrets = secrets
        self.book = book
        self.rates = rates
        self.feed = feed
        self.feedPasswords = feedPasswords
    }

    public let handlers = HandlerMap<OrderIntakeStore>()
        // from storefronts, by queue or by the route for orders, and from files by the command line
        .on(SubmitOrderHandler.self)  // -> SubmissionAccepted | SubmissionRejected; OrderAccepted, OrderUpdated
        .on(CancelSubmittedHandler.self)  // -> CancelOrder | SubmissionRejected
        .on(ChangeSubmittedHandler.self)  // -> ChangeOrder | SubmissionRejected
        .on(ReturnSubmittedHandler.self)  // -> RequestReturn | SubmissionRejected
        .on(InvoiceSubmittedHandler.self)  // -> TellInvoice | SubmissionRejected
        // from itself, for requests whose order has not come
        .on(RecheckRequestHandler.self)  // -> the same
        // from returns
        .on(CreateExchangeHandler.self)  // -> OrderAccepted
        // from the route for webhooks, once the signature is right
        .on(ReceiveWebhookHandler.self)  // -> OrderAccepted, OrderUpdated, OrderCancelledByChannel, RefundedByChannel
        // from itself, for orders of which a package may be missing
        .on(ReleaseOrderHandler.self)  // -> OrderAccepted
        // what channels are to be told, of their own orders and stock
        .on(ParcelHandedOverHandler.self)  // from the warehouse
        .on(OrderStatusChangedHandler.self)  // from the coordinator
        .on(PaymentRefundedHandler.self)  // from payment
        .on(ReturnChangedHandler.self)  // from returns
        .on(StockLevelHandler.self)  // from inventory
        .on(TellInvoiceHandler.self)  // from itself -> SubmissionAccepted
        .on(PushDoneHandler.self)
        .on(StockDoneHandler.self)
        .on(AskAgainHandler.self)
        // from the routes for those who work orders from outside
        .on(ReportShipmentHandler.self)  // -> RecordShipment
        // from itself, when a shop has left
        .on(EraseShopHandler.self)  // -> EraseOrder
        // from operators
        .on(UpsertShopHandler.self)  // -> ShopChanged
        // from itself, when a shop is to be asked for its orders or claims, and when it has answered
        .on(PollRoundHandler.self)  // -> a question
        .on(PollDoneHandler.self)  // -> the next question
        .on(NoticesDoneHandler.self)  // -> the next question, of a queue
        .onUnreadable(UnreadableSubmission.answer)  // -> SubmissionRejected
        .onContentDiffers(ReusedSubmissionID.answer)  // -> SubmissionRejected

    public var effects: [String: any EffectPerformer] {
        var effects = PushPerformer.all(links: links, connections: connections, concurrency: askedAtOnce)
        let logger = Logger(label: "waybill.intake.channels")
        effects[PollShop.effectKind] = PollEffect(
            links: links, inbox: inbox, concurrency: askedAtOnce, logger: logger)
        // These wait for what comes, each at a connection: the others are left half of them.
        effects[NoticesDone.effectKind] = PollEffect(
            links: links, inbox: inbox, concurrency: max(1, askedAtOnce / 2), logger: logger)
        return effects
    }

    public var jobs: [RecurringJob] {
        let logger = Logger(label: "waybill.intake.channels")
        return [
            RecurringJob(name: "purge-raw-bodies", interval: .seconds(60)) { [bodiesKept] transaction in
                try RawBodyTable.purge(olderThan: bodiesKept.wholeMicroseconds, in: &transaction)
            },
            .inSteps(name: "report-recoveries", interval: .seconds(5)) { transaction in
                try RecoveryTable.report(to: logger, in: &transaction)
            },
        ]
    }

    /// From now on what shops answer is taken in: effects are made before the engine that runs them.
    package func open(_ inbox: any LocalInbox) { self.inbox.open(inbox) }

    public func addRoutes(to router: Router<ProcessRequestContext>, inbox: any LocalInbox) {
        open(inbox)
        WebhookRoutes(reception: WebhookReception(inbox: inbox, secrets: secrets)).add(to: router)
        OrderRoutes(desk: OrderDesk(inbox: inbox, secrets: secrets, book: book, rates: rates)).add(to: router)
        if let feed {
            let desk = FeedDesk(inbox: inbox, feed: feed, passwords: feedPasswords)
            ShipStationRoutes(desk: desk).add(to: router)
            LinnworksRoutes(desk: desk).add(to: router)
        }
    }
}
