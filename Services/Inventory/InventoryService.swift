import Contracts
import Hummingbird
import Logging
import Messaging
import Postgres
import ServiceKit

/// What is where, how much of it is promised, and which site sends an order.
package struct InventoryService: ServiceDefinition {
    package static let name = ServiceName.inventory

    package static let migrations = [
        Migration(name: "V0001_schema", sql: String(decoding: PackageResources.V0001_schema_sql, as: UTF8.self)),
        Migration(name: "V0002_ways_back", sql: String(decoding: PackageResources.V0002_ways_back_sql, as: UTF8.self)),
        Migration(name: "V0003_line_key", sql: String(decoding: PackageResources.V0003_line_key_sql, as: UTF8.self)),
        Migration(
            name: "V0004_further_rows", sql: String(decoding: PackageResources.V0004_further_rows_sql, as: UTF8.self)),
        Migration(name: "V0005_products", sql: String(decoding: PackageResources.V0005_products_sql, as: UTF8.self)),
    ]

    package static let settings = [
        Setting(
            key: "stock.level.delay", kind: .duration, default: "100ms",
            help: "How long changes of an article are gathered before the shops are told what is left.",
            allowed: .durations(.zero ... .seconds(60))),
        Setting(
            key: "reservation.unpaid.hold", kind: .duration, default: "24h",
            help: "How long units are held for an order that is not paid yet, or that its channel has not cleared.",
            allowed: .durations(.seconds(1) ... .seconds(86_400 * 90))),
        Setting(
            key: "products.key", kind: .secret,
            help: "What a product information system shows at /v1/products; without one nobody is let in."),
    ]

    package let store: InventoryStore
    private let replies: any ProductReplies
    private let productsKey: String?

    package init(settings: Settings) throws {
        var database = try settings.databaseConfiguration()
        database.searchPath = Self.name.schema
        database.applicationName = "waybill \(Self.name.rawValue) routes"
        store = InventoryStore(
            levelDelay: try settings.duration("stock.level.delay"),
            unpaidHold: try settings.duration("reservation.unpaid.hold"))
        replies = StoredProductReplies(
            configuration: database, logger: Logger(label: "waybill.inventory.routes"))
        productsKey = try settings.stringIfPresent("products.key")
    }

    package var handlers: HandlerMap<InventoryStore> { Self.handlers }

    static let handlers = HandlerMap<InventoryStore>()
        // From the saga: answered with StockReserved, StockBackordered, StockShort or StockWaiting; with StockReleased.
        .on(ReserveStockHandler.self)
        .on(ReleaseStockHandler.self)
        .on(RerouteStockHandler.self)
        // From returns: answered with StockRestocked.
        .on(RestockUnitsHandler.self)
        // From operators: answered with CatalogueUpserted, ProductsFed and StockBooked.
        .on(UpsertCatalogueHandler.self)
        .on(FeedProductsHandler.self)
        .on(BookStockHandler.self)
        // News of others.
        .on(ParcelHandedOverHandler.self)
        .on(PutBackDoneHandler.self)
        .on(ShopChangedHandler.self)
        .on(OrderAwaitedHandler.self)
        // To itself, by timer.
        .on(ResumeReservationHandler.self)
        .on(FillBackordersHandler.self)
        .on(ExpireReservationHandler.self)
        .on(PublishLevelHandler.self)
        .on(PublishShopLevelsHandler.self)

    package func addRoutes(to router: Router<ProcessRequestContext>, inbox: any LocalInbox) {
        ProductRoutes(desk: ProductDesk(inbox: inbox, replies: replies, key: productsKey)).add(to: router)
    }
}
