public import Contracts
public import Hummingbird
import Logging
public import Messaging
public import Postgres
public import ServiceKit

/// returns: what was delivered, what of it can come back and until when, and what becomes of what does.
public struct ReturnsService: ServiceDefinition {
    public static let name = ServiceName.returns
    public static let migrations = [
        Migration(name: "V0001_returns", sql: String(decoding: PackageResources.V0001_returns_sql, as: UTF8.self)),
        Migration(name: "V0002_rma", sql: String(decoding: PackageResources.V0002_rma_sql, as: UTF8.self)),
        Migration(
            name: "V0003_deadlines", sql: String(decoding: PackageResources.V0003_deadlines_sql, as: UTF8.self)),
        Migration(
            name: "V0004_parts_of_kits",
            sql: String(decoding: PackageResources.V0004_parts_of_kits_sql, as: UTF8.self)),
    ]
    public static let settings = [
        Setting(
            key: "returns.page.url", kind: .url, default: "http://localhost:8080",
            help: "Where customers reach this service's pages: the beginning of the links to them.",
            allowed: .schemes(["https", "http"])),
        Setting(
            key: "returns.link.lifetime", kind: .duration, default: "60d",
            help: "How long a link to an order's page of returns is good.",
            allowed: .durations(.seconds(3600) ... .seconds(86_400 * 3650))),
    ]

    public let store: ReturnsStore
    private let reader: any ReturnPageReading

    public init(settings: Settings) throws {
        var database = try settings.databaseConfiguration()
        database.searchPath = Self.name.schema
        database.applicationName = "waybill \(Self.name.rawValue) page"
        self.init(
            pages: ReturnPages(
                base: try settings.string("returns.page.url"),
                lifetime: try settings.duration("returns.link.lifetime")),
            reader: StoredReturnPages(configuration: database, logger: Logger(label: "waybill.returns.page")))
    }

    package init(pages: ReturnPages = ReturnPages(), reader: any ReturnPageReading) {
        store = ReturnsStore(pages: pages)
        self.reader = reader
    }

    public let handlers = HandlerMap<ReturnsStore>()
        // from customers, shops and operators -> ReturnAnswered, ReturnChanged
        .on(RequestReturnHandler.self)  // -> BuyReturnLabel, CreateExchange, when the policy approves it by itself
        .on(ApproveReturnHandler.self)  // -> BuyReturnLabel, CreateExchange
        .on(DeclineReturnHandler.self)
        .on(CancelReturnHandler.self)  // -> CancelOrder, of what was to be sent in exchange
        .on(ReceiveReturnHandler.self)
        .on(InspectReturnHandler.self)  // -> RestockUnits, RefundPayment
        .on(SettleReturnHandler.self)  // -> RefundPayment
        .on(IssueReturnLinkHandler.self)  // -> ReturnLinkIssued
        // from shipping
        .on(ParcelDeliveredHandler.self)
        .on(ParcelReturningHandler.self)  // -> ReturnChanged, of a return that nobody asked for
        .on(ParcelReturnedHandler.self)
        .on(ReturnLabelledHandler.self)
        .on(ReturnLabelRefusedHandler.self)
        .on(ReturnTrackedHandler.self)
        // from payment and inventory
        .on(PaymentRefundedHandler.self)
        .on(RefundFailedHandler.self)
        .on(PaymentDisputedHandler.self)
        .on(StockRestockedHandler.self)
        // from itself
        .on(ReturnOverdueHandler.self)  // -> ReturnChanged with a reminder, or what ends the wait

    public func addRoutes(to router: Router<ProcessRequestContext>, inbox: any LocalInbox) {
        ReturnPageRoutes(desk: ReturnDesk(inbox: inbox, reader: reader)).add(to: router)
    }
}
