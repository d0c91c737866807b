public import Contracts
import Logging
public import Messaging
public import Postgres
public import ServiceKit

/// shipping: labels, hand-over to the carrier, tracking.
public struct ShippingService: ServiceDefinition {
    public static let name = ServiceName.shipping
    public static let migrations = [
        Migration(name: "V0001_shipping", sql: String(decoding: PackageResources.V0001_shipping_sql, as: UTF8.self)),
        Migration(name: "V0002_ways_back", sql: String(decoding: PackageResources.V0002_ways_back_sql, as: UTF8.self)),
        Migration(
            name: "V0003_audit_changes",
            sql: String(decoding: PackageResources.V0003_audit_changes_sql, as: UTF8.self)),
    ]
    public static let settings = [
        Setting(
            key: "sandbox.latency", kind: .duration, default: "0s",
            help: "How long a sandbox carrier takes to answer.", allowed: .durations(.zero ... .seconds(600))),
        Setting(
            key: "sandbox.scan.interval", kind: .duration, default: "0s",
            help: "From one scan of a sandbox carrier to the next; 0 delivers at once.",
            allowed: .durations(.zero ... .seconds(86_400))),
        Setting(
            key: "carrier.timeout", kind: .duration, default: "10s", help: "How long a carrier's answer is waited for.",
            allowed: .durations(.milliseconds(10) ... .seconds(600))),
        Setting(
            key: "carrier.circuit.failures", kind: .int, default: "5",
            help: "After so many failures in a row a carrier is left alone, and another one asked.",
            allowed: .integers(1...1_000)),
        Setting(
            key: "carrier.circuit.pause", kind: .duration, default: "30s",
            help: "How long a carrier that does not answer is left alone.",
            allowed: .durations(.milliseconds(10) ... .seconds(86_400))),
    ]

    public let store = ShippingStore()
    public let effects: [String: any EffectPerformer]

    public init(settings: Settings) throws {
        var database = try settings.databaseConfiguration()
        database.searchPath = Self.name.schema
        let behaviour = SandboxCarrier.Behaviour(
            latency: try settings.duration("sandbox.latency"),
            scanInterval: try settings.duration("sandbox.scan.interval"))
        let limits = CarrierAccount.Limits(
            patience: try settings.duration("carrier.timeout"), failures: try settings.int("carrier.circuit.failures"),
            pause: try settings.duration("carrier.circuit.pause"))
        var carriers: CarrierAccounts = [:]
        for name in CarrierChoice.carriers.map(\.name) {
            let carrier = SandboxCarrier(
                name: name, behaviour: behaviour, database: database, logger: Logger(label: "\(name) carrier"))
            carriers[name] = CarrierAccount(carrier, limits: limits)
        }
        effects = Self.effects(carriers)
    }

    static func effects(_ carriers: CarrierAccounts) -> [String: any EffectPerformer] {
        [
            LabelEffectDone.effectKind: BuyLabelEffect(carriers: carriers),
            VoidEffectDone.effectKind: VoidLabelEffect(carriers: carriers),
            TrackEffectDone.effectKind: TrackEffect(carriers: carriers),
        ]
    }

    public var handlers: HandlerMap<ShippingStore> { Self.handlers }

    static let handlers = HandlerMap<ShippingStore>()
        // from the coordinator
        .on(BuyLabelHandler.self)  // -> ParcelLabelled, LabelRefused
        .on(VoidLabelHandler.self)  // -> LabelVoided
        // from returns
        .on(BuyReturnLabelHandler.self)  // -> ReturnLabelled, ReturnLabelRefused
        // from the warehouse
        .on(ParcelHandedOverHandler.self)  // -> what TrackEffectDone tells
        // from the carrier
        .on(LabelEffectDoneHandler.self)
        .on(BuyLabelAgainHandler.self)
        .on(VoidEffectDoneHandler.self)
        .on(TrackEffectDoneHandler.self)  // -> ParcelTracked, Delivered, Lost, Returning, Returned, ReturnTracked
        .on(AskCarrierHandler.self)
        // from operators
        .on(RecordScanHandler.self)  // -> ScanRecorded, and what the scan means
}
