import Contracts
import Metrics
import Synchronization

/// The engine's figures, by service.
package struct EngineMetrics: Sendable {
    /// What each measures, by the label that it is made with.
    package static let help: [(label: String, text: String)] = [
        ("waybill_batch_size", "Messages in one transaction."),
        ("waybill_batch_duration", "From the first statement of a batch to its commit."),
        ("waybill_messages", "Messages by what became of them: applied, repeated, obsolete, retrying or parked."),
        ("waybill_outbox_unconfirmed", "Messages published by this process that the broker has not confirmed."),
        ("waybill_queue_waiting", "Messages, timers and results that wait in this process for a batch."),
        ("waybill_parked", "Inbox messages that wait for a person; the same from every process of the service."),
        ("waybill_retrying", "Inbox messages that wait for their next attempt."),
        ("waybill_effects_parked", "Effects (payments, labels, e-mails) that wait for a person."),
        ("waybill_effects_open", "Effects that are to be performed or are being performed."),
        ("waybill_outbox_rows", "Committed rows, of up to 50 messages each, that are not known to be at the broker."),
        ("waybill_outbox_oldest_seconds", "Age of the oldest of them, those without a route left aside."),
        ("waybill_outbox_returned", "Rows, like these, that the broker could not route; they wait for a person."),
        ("waybill_timers_overdue_seconds", "By how much the most overdue timer is late."),
        ("waybill_consumer_connected", "1 while the process can consume."),
        ("waybill_publisher_connected", "1 while the process can publish."),
        ("waybill_broker_blocked", "1 while the broker takes no messages: it is out of memory or disk."),
        ("waybill_sweep_failures", "Rounds for retries, timers, effects or outbox that failed; the database says why."),
    ]

    private let service: String
    private let batchSize: Metrics.Recorder
    private let batchTime: Metrics.Timer
    private let messages: CounterFamily

    init(service: ServiceName) {
        self.service = service.rawValue
        batchSize = Metrics.Recorder(label: "waybill_batch_size", dimensions: [("service", service.rawValue)])
        batchTime = Metrics.Timer(label: "waybill_batch_duration", dimensions: [("service", service.rawValue)])
        messages = CounterFamily(service: service.rawValue)
    }

    func batch(size: Int, took: Duration) {
        batchSize.record(size)
        batchTime.recordNanoseconds(took.wholeMicroseconds * 1000)
    }

    func message(type: String, fate: String) {
        messages.increment(type: type, fate: fate)
    }

    func gauge(_ name: String, _ value: Int) {
        gauge(name, Double(value))
    }

    func gauge(_ name: String, _ value: Double) {
        Gauge(label: "waybill_\(name)", dimensions: [("service", service)]).record(value)
    }

    func sweepFailed() {
        Counter(label: "waybill_sweep_failures", dimensions: [("service", service)]).increment()
    }
}

/// Counters by type and fate, each looked up once: the metrics backend's own look-up takes its lock and sorts.
private final class CounterFamily: Sendable {
    private struct Key: Hashable {
        let type: String
        let fate: String
    }

    private let service: String
    private let counters = Mutex<[Key: Counter]>([:])

    init(service: String) {
        self.service = service
    }

    func increment(type: String, fate: String) {
        let counter = counters.withLock { counters in
            let key = Key(type: type, fate: fate)
            if let known = counters[key] { return known }
            let fresh = Counter(
                label: "waybill_messages", dimensions: [("service", service), ("type", type), ("fate", fate)])
            counters[key] = fresh
            return fresh
        }
        counter.increment()
    }
}
