/// The services, as message types and schemas name them, and the queue that each reads.
public enum ServiceName: String, CaseIterable, Sendable {
    case intake
    case saga
    case payment
    case inventory
    case warehouse
    case shipping
    case returns
    case notifications

    /// The executable and, with `waybill.` before it, the queue.
    public var executable: String {
        switch self {
        case .intake: "order-intake"
        case .saga: "saga-coordinator"
        case .payment: "payment-verify"
        case .inventory, .warehouse, .shipping, .returns, .notifications: rawValue
        }
    }

    /// The PostgreSQL schema that the service owns.
    public var schema: String {
        switch self {
        case .intake: "order_intake"
        default: rawValue
        }
    }

    /// What its envelopes carry as `source`.
    public var source: String { "/waybill/\(rawValue)" }

    /// The queues that one process of it consumes.
    public var queues: [String] {
        switch self {
        case .saga: (0..<Topology.sagaShards).map { "waybill.saga-coordinator.\($0)" }
        default: ["waybill.\(executable)"]
        }
    }

    /// The queue beside them whose messages are begun only as others are done; what these begin goes on in ``queues``.
    public var admissionQueue: String? {
        switch self {
        case .saga: "waybill.saga-coordinator.new"
        default: nil
        }
    }

    /// All that one process of it reads, dead letters apart.
    public var everyQueue: [String] { queues + (admissionQueue.map { [$0] } ?? []) }
}
