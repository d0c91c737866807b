public import AMQP
import Contracts
public import Postgres

/// How an engine runs; the defaults are those of the design.
public struct EngineConfiguration: Sendable {
    public var database: PostgresConfiguration
    public var broker: AMQPConfiguration
    /// How many unacknowledged deliveries the broker may hand to one process, over all of its queues. Each may be a pack of
    /// 50 envelopes, so a few dozen keep a process busy for seconds: more would only be memory, longer waiting for
    /// whoever comes behind, and work that an idle process beside it does not get.
    public var prefetch = 60
    /// The largest batch; a batch is whatever is there, up to this. In a crowd the coordinator's are full, and what it sends in
    /// one batch makes the others' larger too.
    public var batchLimit = 600
    /// How many messages may be published and unconfirmed.
    public var confirmWindow = 1000
    public var retryPolicy = RetryPolicy()
    /// For calls to the outside: about a day and a half of them, since the other side may well be away for a night.
    public var effectRetryPolicy = RetryPolicy(maximumAttempts: 300)
    /// How often due retries, timers and effects are looked for.
    public var tick: Duration = .milliseconds(500)
    /// For how long the broker must have had no backlog for us before all timers fire, after a start too.
    public var timerPatience: Duration = .seconds(1)
    /// How long one call of an effect may take; its outcome is unknown then, and the next attempt asks first.
    public var effectTimeout: Duration = .seconds(60)
    /// How long whoever hands a message in locally waits for its turn; a storefront's webhook is called again.
    public var localPatience: Duration = .seconds(10)
    public var retention = Retention()
    /// How long a graceful stop waits for calls under way and for confirms; what is unconfirmed then is in the outbox.
    public var drainDeadline: Duration = .seconds(20)

    public init(database: PostgresConfiguration, broker: AMQPConfiguration) {
        self.database = database
        self.broker = broker
    }

    /// For each queue. Storefronts send single envelopes: five of theirs count as one.
    func prefetch(of service: ServiceName) -> Int {
        let deliveries = service == .intake ? 5 * prefetch : prefetch
        return max(1, deliveries / max(1, service.queues.count))
    }
}
