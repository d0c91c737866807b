import Contracts
import Metrics

/// The engine's figures, by service.
struct EngineMetrics: Sendable {
    private let service: String
    private let batchSize: Metrics.Recorder
    private let batchTime: Metrics.Timer

    init(service: ServiceName) {
        self.service = service.rawValue
        batchSize = Metrics.Recorder(label: "waybill_batch_size", dimensions: [("service", service.rawValue)])
        batchTime = Metrics.Timer(label: "waybill_batch_duration", dimensions: [("service", service.rawValue)])
    }

    func batch(size: Int, took: Duration) {
        batchSize.record(size)
        batchTime.recordNanoseconds(took.wholeMicroseconds * 1000)
    }

    func message(type: String, fate: String) {
        Counter(label: "waybill_messages", dimensions: [("service", service), ("type", type), ("fate", fate)])
            .increment()
    }

    func gauge(_ name: String, _ value: Int) {
        Gauge(label: "waybill_\(name)", dimensions: [("service", service)]).record(value)
    }
}
