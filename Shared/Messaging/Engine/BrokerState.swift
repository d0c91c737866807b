import AMQP
import Synchronization

/// Why the consumer and the publisher are not connected, for whoever asks whether the service is ready.
final class BrokerState: Sendable {
    enum Side: String {
        case consumer, publisher
        /// The consumer of the admission queue.
        case admissions
    }

    private let failures = Mutex<[Side: AMQPError]>([:])

    func connected(_ side: Side) {
        failures.withLock { $0[side] = nil }
    }

    func disconnected(_ side: Side, _ error: AMQPError) {
        failures.withLock { $0[side] = error }
    }

    /// What is said about a side that is not connected. The broker's own words are given: a wrong password and a broker
    /// that is down call for different people.
    func reason(_ side: Side) -> String {
        guard let error = failures.withLock({ $0[side] }) else {
            return "the \(side.rawValue) is not connected to the broker"
        }
        let kind = error.isRetriable ? "is not connected to the broker" : "is refused by the broker"
        return "the \(side.rawValue) \(kind): \(error.code) \(error.message)"
    }
}
