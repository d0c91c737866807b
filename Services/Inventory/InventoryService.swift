import Contracts
import Messaging
import Postgres
import ServiceKit

/// What is where, how much of it is promised, and which site sends an order.
package struct InventoryService: ServiceDefinition {
    package static let name = ServiceName.inventory

    package static let migrations = [
        Migration(name: "V0001_schema", sql: String(decoding: PackageResources.V0001_schema_sql, as: UTF8.self))
    ]

    package static let settings = [
        Setting(
            key: "stock.level.delay", kind: .duration, default: "500ms",
            help: "How long changes of an article are gathered before the shops are told what is left.",
            allowed: .durations(.zero ... .seconds(60)))
    ]

    package let store: InventoryStore

    package init(settings: Settings) throws {
        store = InventoryStore(levelDelay: try settings.duration("stock.level.delay"))
    }

    package var handlers: HandlerMap<InventoryStore> { Self.handlers }

    static let handlers = HandlerMap<InventoryStore>()
        // From the saga: answered with StockReserved, StockShort or StockWaiting; with StockReleased.
        .on(ReserveStockHandler.self)
        .on(ReleaseStockHandler.self)
        // From operators: answered with CatalogueUpserted and StockBooked.
        .on(UpsertCatalogueHandler.self)
        .on(BookStockHandler.self)
        // News of others.
        .on(ParcelHandedOverHandler.self)
        .on(ShopChangedHandler.self)
        // To itself, by timer.
        .on(ResumeReservationHandler.self)
        .on(PublishLevelHandler.self)
        .on(PublishShopLevelsHandler.self)
}
