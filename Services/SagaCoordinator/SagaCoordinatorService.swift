public import Contracts
public import Messaging
public import Postgres
public import ServiceKit

/// saga-coordinator: one saga per order: what next, what to undo, by when. The paths are
/// `Domain/Plan/Plans.swift`; what each message does to an order is in `Domain/Facts`.
public struct SagaCoordinatorService: ServiceDefinition {
    public static let name = ServiceName.saga
    public static let migrations = [
        Migration(name: "V0001_saga", sql: String(decoding: PackageResources.V0001_saga_sql, as: UTF8.self)),
        Migration(name: "V0002_ways_back", sql: String(decoding: PackageResources.V0002_ways_back_sql, as: UTF8.self)),
        Migration(
            name: "V0003_audit_changes",
            sql: String(decoding: PackageResources.V0003_audit_changes_sql, as: UTF8.self)),
        Migration(
            name: "V0004_commands_of_steps",
            sql: String(decoding: PackageResources.V0004_commands_of_steps_sql, as: UTF8.self)),
    ]

    public let store = SagaStore()

    public init(settings: Settings) throws {}

    public let handlers = HandlerMap<SagaStore>()
        // from intake
        .on(SagaHandler<OrderAccepted>.self)  // -> AuthorisePayment
        .on(SagaHandler<OrderUpdated>.self)  // -> AuthorisePayment, when it is paid at last
        .on(SagaHandler<OrderCancelledByChannel>.self)  // -> CancelFulfilment, ReleaseStock, CancelPayment
        .on(SagaHandler<RefundedByChannel>.self)  // -> the same for some units, RefundPayment
        .on(NotOursHandler<ShopChanged>.self)
        .on(NotOursHandler<OrderAwaited>.self)
        // from payment
        .on(SagaHandler<PaymentAuthorised>.self)  // -> ReserveStock
        .on(SagaHandler<PaymentDeclined>.self)
        .on(SagaHandler<PaymentDenied>.self)
        .on(SagaHandler<PaymentReviewRequired>.self)
        .on(SagaHandler<PaymentCaptured>.self)  // -> FinishPayment
        .on(SagaHandler<PaymentCaptureFailed>.self)
        .on(SagaHandler<PaymentCancelled>.self)
        .on(SagaHandler<PaymentRefunded>.self)
        .on(SagaHandler<RefundFailed>.self)
        .on(SagaHandler<PaymentFinished>.self)
        .on(SagaHandler<PaymentDisputed>.self)
        // from inventory
        .on(SagaHandler<StockReserved>.self)  // -> FulfilOrder
        .on(SagaHandler<StockBackordered>.self)
        .on(SagaHandler<StockWaiting>.self)
        .on(SagaHandler<StockShort>.self)  // -> CancelPayment
        .on(SagaHandler<StockReleased>.self)  // -> CancelPayment
        .on(SagaHandler<StockRestocked>.self)
        .on(NotOursHandler<SiteChanged>.self)
        // from the warehouse
        .on(SagaHandler<PickingStarted>.self)
        .on(SagaHandler<OrderPicked>.self)
        .on(SagaHandler<ParcelPacked>.self)  // -> BuyLabel
        .on(SagaHandler<SiteShort>.self)  // -> RerouteStock
        .on(SagaHandler<ParcelHandedOver>.self)  // -> CapturePayment
        .on(SagaHandler<FulfilmentCancelled>.self)  // -> VoidLabel, ReleaseStock, CancelAnswered
        .on(SagaHandler<FulfilmentCancelRefused>.self)  // -> CancelAnswered
        .on(SagaHandler<PutBackDone>.self)
        // from shipping
        .on(SagaHandler<ParcelLabelled>.self)  // -> HandOverParcel
        .on(SagaHandler<LabelRefused>.self)
        .on(SagaHandler<LabelVoided>.self)
        .on(SagaHandler<ParcelTracked>.self)
        .on(SagaHandler<ParcelDelivered>.self)  // -> CapturePayment of cash
        .on(SagaHandler<ParcelLost>.self)
        .on(SagaHandler<ParcelReturning>.self)
        .on(SagaHandler<ParcelReturned>.self)
        .on(NotOursHandler<ReturnLabelled>.self)
        .on(NotOursHandler<ReturnLabelRefused>.self)
        .on(NotOursHandler<ReturnTracked>.self)
        // from returns
        .on(SagaHandler<ReturnChanged>.self)
        // from operators and storefronts
        .on(SagaHandler<CancelOrder>.self)  // -> CancelFulfilment, ReleaseStock, CancelPayment, CancelAnswered
        .on(SagaHandler<ChangeOrder>.self)  // -> CancelFulfilment, ChangeAnswered
        .on(SagaHandler<ReleaseHold>.self)  // -> the held step's command
        .on(SagaHandler<SkipStep>.self)
        .on(SagaHandler<CollectOrder>.self)
        .on(SagaHandler<ForceComplete>.self)
        .on(EraseOrderHandler.self)  // -> ErasePersonalData, to everybody, when the order is finished
        // from itself
        .on(SagaHandler<DeadlineReached>.self)  // -> the late step's command, again
}
