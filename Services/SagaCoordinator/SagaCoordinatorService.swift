public import Contracts
public import Messaging
public import Postgres
public import ServiceKit

/// saga-coordinator: one saga per order: what next, what to undo, by when. The path itself is
/// `Domain/Plan/StandardPlan.swift`; what each message does to an order is in `Domain/Facts`.
public struct SagaCoordinatorService: ServiceDefinition {
    public static let name = ServiceName.saga
    public static let migrations = [
        Migration(name: "V0001_saga", sql: String(decoding: PackageResources.V0001_saga_sql, as: UTF8.self))
    ]

    public let store = SagaStore()

    public init(settings: Settings) throws {}

    public let handlers = HandlerMap<SagaStore>()
        // from intake
        .on(SagaHandler<OrderAccepted>.self)  // -> AuthorisePayment
        .on(SagaHandler<OrderUpdated>.self)  // -> AuthorisePayment, when it is paid at last
        .on(SagaHandler<OrderCancelledByChannel>.self)  // -> CancelPayment, ReleaseStock
        .on(NotOursHandler<ShopChanged>.self)
        .on(NotOursHandler<SiteChanged>.self)
        .on(NotOursHandler<ReturnLabelled>.self)
        .on(NotOursHandler<ReturnLabelRefused>.self)
        .on(NotOursHandler<ReturnTracked>.self)
        // from payment
        .on(SagaHandler<PaymentAuthorised>.self)  // -> ReserveStock
        .on(SagaHandler<PaymentDeclined>.self)
        .on(SagaHandler<PaymentDenied>.self)
        .on(SagaHandler<PaymentReviewRequired>.self)
        .on(SagaHandler<PaymentCaptured>.self)
        .on(SagaHandler<PaymentCaptureFailed>.self)
        .on(SagaHandler<PaymentCancelled>.self)
        // from inventory
        .on(SagaHandler<StockReserved>.self)  // -> FulfilOrder
        .on(SagaHandler<StockWaiting>.self)
        .on(SagaHandler<StockShort>.self)  // -> CancelPayment
        .on(SagaHandler<StockReleased>.self)  // -> CancelPayment
        // from the warehouse
        .on(SagaHandler<PickingStarted>.self)
        .on(SagaHandler<OrderPicked>.self)
        .on(SagaHandler<ParcelPacked>.self)  // -> BuyLabel
        .on(SagaHandler<SiteShort>.self)
        .on(SagaHandler<ParcelHandedOver>.self)  // -> CapturePayment
        .on(SagaHandler<FulfilmentCancelled>.self)
        .on(SagaHandler<FulfilmentCancelRefused>.self)
        // from shipping
        .on(SagaHandler<ParcelLabelled>.self)  // -> HandOverParcel
        .on(SagaHandler<LabelRefused>.self)
        .on(SagaHandler<LabelVoided>.self)
        .on(SagaHandler<ParcelTracked>.self)
        .on(SagaHandler<ParcelDelivered>.self)
        // from operators
        .on(SagaHandler<CancelOrder>.self)  // -> CancelAnswered, ReleaseStock, CancelPayment
        .on(SagaHandler<ReleaseHold>.self)  // -> the held step's command
        // from itself
        .on(SagaHandler<DeadlineReached>.self)  // -> the late step's command, again
}
