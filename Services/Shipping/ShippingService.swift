public import Contracts
import Logging
public import Messaging
public import Postgres
public import ServiceKit

/// shipping: labels, hand-over to the carrier, tracking.
public struct ShippingService: ServiceDefinition {
    public static let name = ServiceName.shipping
    public static let migrations = [
        Migration(name: "V0001_shipping", sql: String(decoding: PackageResources.V0001_shipping_sql, as: UTF8.self))
    ]
    public static let settings = [
        Setting(
            key: "sandbox.latency", kind: .duration, default: "0s",
            help: "How long the sandbox carrier takes to answer.", allowed: .durations(.zero ... .seconds(600))),
        Setting(
            key: "sandbox.scan.interval", kind: .duration, default: "0s",
            help: "From one scan of the sandbox carrier to the next; 0 delivers at once.",
            allowed: .durations(.zero ... .seconds(86_400))),
    ]

    public let store = ShippingStore()
    public let effects: [String: any EffectPerformer]

    public init(settings: Settings) throws {
        var database = try settings.databaseConfiguration()
        database.searchPath = Self.name.schema
        let carrier = SandboxCarrier(
            behaviour: .init(
                latency: try settings.duration("sandbox.latency"),
                scanInterval: try settings.duration("sandbox.scan.interval")), database: database,
            logger: Logger(label: "sandbox carrier"))
        effects = [
            LabelEffectDone.effectKind: BuyLabelEffect(carrier: carrier),
            VoidEffectDone.effectKind: VoidLabelEffect(carrier: carrier),
            TrackEffectDone.effectKind: TrackEffect(carrier: carrier),
        ]
    }

    public let handlers = HandlerMap<ShippingStore>()
        // from the coordinator
        .on(BuyLabelHandler.self)  // -> ParcelLabelled, LabelRefused
        .on(VoidLabelHandler.self)  // -> LabelVoided
        // from the warehouse
        .on(ParcelHandedOverHandler.self)  // -> ParcelTracked, ParcelDelivered
        // from the carrier
        .on(LabelEffectDoneHandler.self)
        .on(VoidEffectDoneHandler.self)
        .on(TrackEffectDoneHandler.self)
        .on(AskCarrierHandler.self)
}
