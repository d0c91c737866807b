public import Contracts
public import Messaging
public import Postgres
public import ServiceKit

/// warehouse: fulfilment orders, pick, pack, barcode checks, hand-over.
public struct WarehouseService: ServiceDefinition {
    public static let name = ServiceName.warehouse
    public static let migrations = [
        Migration(name: "V0001_warehouse", sql: String(decoding: PackageResources.V0001_warehouse_sql, as: UTF8.self)),
        Migration(name: "V0002_put_back", sql: String(decoding: PackageResources.V0002_put_back_sql, as: UTF8.self)),
    ]
    public static let settings = [
        Setting(
            key: "floor.auto.delay", kind: .duration, default: "0s",
            help: "How long an automated floor takes for a fulfilment order.",
            allowed: .durations(.zero ... .seconds(86_400)))
    ]

    public let store: WarehouseStore

    public init(settings: Settings) throws {
        store = WarehouseStore(autoFloorDelay: try settings.duration("floor.auto.delay"))
    }

    public var handlers: HandlerMap<WarehouseStore> { Self.handlers }

    static let handlers = HandlerMap<WarehouseStore>()
        // from the coordinator
        .on(FulfilOrderHandler.self)  // -> ParcelPacked, SiteShort, FulfilmentCancelled
        .on(HandOverParcelHandler.self)  // -> ParcelHandedOver, FulfilmentCancelled
        .on(CancelFulfilmentHandler.self)  // -> FulfilmentCancelled, FulfilmentCancelRefused, ParcelPacked
        // from intake, for who ships from outside
        .on(RecordShipmentHandler.self)  // -> ParcelPacked, with its label
        // from inventory
        .on(SiteChangedHandler.self)  // -> SiteShort
        .on(CloseSiteHandler.self)  // -> SiteShort
        // from the automated floor
        .on(AutoFloorDoneHandler.self)  // -> ParcelPacked
        .on(AutoFloorPutBackHandler.self)  // -> PutBackDone
        // from people on the manual floor
        .on(TakeTaskHandler.self)  // -> TaskGiven
        .on(ScanHandler.self)  // -> ScanAnswered, PickingStarted, OrderPicked, PutBackDone
        .on(CloseParcelHandler.self)  // -> ScanAnswered, ParcelPacked
        .on(ReportShortHandler.self)  // -> ScanAnswered, SiteShort
}
