import Contracts
import FoundationEssentials
import Logging
import Messaging
import Postgres
import ServiceKit

/// Whether the money is there, is what the order says, and whether to trust it; taking it, and giving it back.
package struct PaymentService: ServiceDefinition {
    package static let name = ServiceName.payment

    package static let migrations = [
        Migration(name: "V0001_schema", sql: String(decoding: PackageResources.V0001_schema_sql, as: UTF8.self)),
        Migration(
            name: "V0002_ways_back", sql: String(decoding: PackageResources.V0002_ways_back_sql, as: UTF8.self)),
        Migration(
            name: "V0003_returns_and_disputes",
            sql: String(decoding: PackageResources.V0003_returns_and_disputes_sql, as: UTF8.self)),
        Migration(
            name: "V0004_audit_changes",
            sql: String(decoding: PackageResources.V0004_audit_changes_sql, as: UTF8.self)),
    ]

    package static let settings = [
        Setting(
            key: "payment.gateway", default: "sandbox", help: "The payment provider; the sandbox moves no money.",
            allowed: .values(["sandbox"])),
        Setting(
            key: "payment.review.deadline", kind: .duration, default: "3d",
            help: "How long a payment may wait for a person's decision; then it is denied.",
            allowed: .durations(.seconds(1) ... .seconds(86_400 * 30))),
        Setting(
            key: "sandbox.latency", kind: .duration, default: "0ms", help: "How long each call to the sandbox takes.",
            allowed: .durations(.zero ... .seconds(600))),
    ]

    package let store: PaymentStore
    private let gateway: any PaymentGateway

    package init(settings: Settings) throws {
        store = PaymentStore(reviewDeadline: try settings.duration("payment.review.deadline"))
        var database = try settings.databaseConfiguration()
        database.searchPath = Self.name.schema
        database.applicationName = "waybill payment sandbox"
        gateway = SandboxGateway(
            database: database, latency: try settings.duration("sandbox.latency"),
            logger: Logger(label: "waybill.payment.sandbox"),
            now: { Timestamp(microseconds: Int64(Date.now.timeIntervalSince1970 * 1_000_000)) })
    }

    package var handlers: HandlerMap<PaymentStore> { Self.handlers }

    static let handlers = HandlerMap<PaymentStore>()
        // From the saga: answered with PaymentAuthorised, PaymentDeclined, PaymentDenied or PaymentReviewRequired; with
        // PaymentCaptured or PaymentCaptureFailed; with PaymentCancelled.
        .on(AuthorisePaymentHandler.self)
        .on(CapturePaymentHandler.self)
        .on(CancelPaymentHandler.self)
        .on(FinishPaymentHandler.self)  // -> PaymentFinished
        // From the saga, returns and operators.
        .on(RefundPaymentHandler.self)  // -> PaymentRefunded | RefundFailed
        // From operators: the open question of the saga gets its last answer.
        .on(DecidePaymentHandler.self)
        .on(RecordDisputeHandler.self)  // -> PaymentDisputed
        .on(SetFraudListingHandler.self)  // -> FraudListingAnswered
        .on(RemoveFraudListingHandler.self)  // -> FraudListingAnswered
        // From itself, when nobody has decided in time: -> PaymentDenied.
        .on(ExpireReviewHandler.self)
        // From the provider.
        .on(AuthoriseDoneHandler.self)
        .on(CaptureDoneHandler.self)
        .on(VoidDoneHandler.self)
        .on(RefundDoneHandler.self)

    package var effects: [String: any EffectPerformer] {
        var performers: [String: any EffectPerformer] = [:]
        for kind in MoneyOperation.Kind.allCases {
            performers[kind.rawValue] = GatewayPerformer(kind: kind, gateway: gateway)
        }
        return performers
    }
}
