import AMQP
import Contracts
import Messaging
import Postgres

extension Setting {
    /// How the engine runs; the defaults are right for most shops.
    public static let engine: [Setting] = [
        Setting(
            key: "engine.prefetch", kind: .int, default: "60",
            help: "Unacknowledged deliveries, of up to 50 messages each, that the broker may hand to one process; of "
                + "storefronts' messages, which come one by one, five times as many.",
            allowed: .integers(1...10_000)),
        Setting(
            key: "engine.batch", kind: .int, default: "600", help: "Most messages in one transaction.",
            allowed: .integers(1...1000)),
        Setting(
            key: "engine.window", kind: .int, default: "1000", help: "Most messages published and unconfirmed.",
            allowed: .integers(1...10_000)),
        Setting(
            key: "engine.tick", kind: .duration, default: "500ms",
            help: "How often due retries, timers and effects are looked for.",
            allowed: .durations(.milliseconds(10) ... .seconds(60))),
        Setting(
            key: "engine.retry.base", kind: .duration, default: "1s", help: "First delay of a retry; it doubles.",
            allowed: .durations(.milliseconds(1) ... .seconds(3600))),
        Setting(
            key: "engine.retry.cap", kind: .duration, default: "10m", help: "Longest delay of a retry.",
            allowed: .durations(.milliseconds(1) ... .seconds(86_400))),
        Setting(
            key: "engine.retry.attempts", kind: .int, default: "10", help: "Attempts before a message is parked.",
            allowed: .integers(1...100)),
        Setting(
            key: "engine.effect.attempts", kind: .int, default: "300",
            help: "Calls to the outside, such as to a payment provider, before one is parked; what undoes never is.",
            allowed: .integers(1...10_000)),
        Setting(
            key: "engine.effect.timeout", kind: .duration, default: "60s",
            help: "Longest time for one call to the outside; its outcome counts as unknown then, and is asked for.",
            allowed: .durations(.milliseconds(100) ... .seconds(3600))),
        Setting(
            key: "retention.inbox", kind: .duration, default: "30d",
            help: "Age at which messages of orders that are over, and the replies to them, are purged.",
            allowed: .durations(.seconds(86_400) ... .seconds(3650 * 86_400))),
        Setting(
            key: "retention.effect", kind: .duration, default: "30d",
            help: "Age at which finished effects of orders without messages are purged.",
            allowed: .durations(.seconds(86_400) ... .seconds(3650 * 86_400))),
    ]
}

extension EngineConfiguration {
    /// - Throws: when a setting is not declared or a URL does not parse.
    package init(_ settings: Settings, service: ServiceName) throws {
        var database = try settings.databaseConfiguration()
        database.searchPath = service.schema
        database.applicationName = "waybill \(service.rawValue)"
        var broker = try settings.brokerConfiguration()
        broker.connectionName = "waybill \(service.rawValue)"
        self.init(database: database, broker: broker)
        prefetch = try settings.int("engine.prefetch")
        batchLimit = try settings.int("engine.batch")
        confirmWindow = try settings.int("engine.window")
        tick = try settings.duration("engine.tick")
        retryPolicy = RetryPolicy(
            base: try settings.duration("engine.retry.base"), cap: try settings.duration("engine.retry.cap"),
            maximumAttempts: try settings.int("engine.retry.attempts"))
        effectRetryPolicy = RetryPolicy(
            base: retryPolicy.base, cap: retryPolicy.cap, maximumAttempts: try settings.int("engine.effect.attempts"))
        effectTimeout = try settings.duration("engine.effect.timeout")
        retention.inbox = try settings.duration("retention.inbox")
        retention.effect = try settings.duration("retention.effect")
        drainDeadline = max(.seconds(1), try settings.duration("shutdown.drain") - .seconds(3))
    }
}
