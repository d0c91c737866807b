import AMQP
import Logging
import Synchronization

/// Keeps what a consumer or publisher tells.
final class Recorder<Event: Sendable>: Sendable {
    private let events = Mutex<[Event]>([])

    func record(_ event: Event) { events.withLock { $0.append(event) } }
    var all: [Event] { events.withLock { $0 } }
}

extension Recorder<PublisherEvent> {
    var confirmed: [Int64] {
        all.flatMap { event in if case .confirmed(let ids) = event { ids } else { [Int64]() } }
    }

    var returned: [(message: Outbound, code: Int, text: String)] {
        all.compactMap { event in
            if case .returned(let message, let code, let text) = event { (message, code, text) } else { nil }
        }
    }

    var connections: Int { all.count { if case .connected = $0 { true } else { false } } }
    var errors: [AMQPError] { all.compactMap { if case .disconnected(let error) = $0 { error } else { nil } } }
    var blocked: [Bool] { all.compactMap { if case .blocked(let isBlocked) = $0 { isBlocked } else { nil } } }
}

extension Recorder<ConsumerEvent> {
    var deliveries: [Delivery] {
        all.flatMap { event in if case .deliveries(let deliveries) = event { deliveries } else { [Delivery]() } }
    }

    var generations: [UInt64] {
        all.compactMap { if case .connected(let generation) = $0 { generation } else { nil } }
    }

    var errors: [AMQPError] { all.compactMap { if case .disconnected(let error) = $0 { error } else { nil } } }
    var isCancelled: Bool { all.contains { if case .cancelled = $0 { true } else { false } } }
}

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Runs the publisher beside `body` and closes it afterwards.
func withPublisher<Result>(
    _ configuration: AMQPConfiguration, window: Int = 1000,
    _ body: (AMQPPublisher, Recorder<PublisherEvent>) async throws -> Result
) async throws -> Result {
    let events = Recorder<PublisherEvent>()
    let publisher = AMQPPublisher(configuration: configuration, window: window, logger: quiet) { events.record($0) }
    async let run: Void = publisher.run()
    do {
        let result = try await body(publisher, events)
        await publisher.close()
        try await run
        return result
    } catch {
        await publisher.close()
        throw error
    }
}

/// Runs the consumer beside `body` and closes it afterwards. With `acknowledging` each batch is acknowledged at once.
func withConsumer<Result>(
    _ configuration: AMQPConfiguration, queues: [String], prefetch: Int = 300, acknowledging: Bool = true,
    _ body: (AMQPConsumer, Recorder<ConsumerEvent>) async throws -> Result
) async throws -> Result {
    let events = Recorder<ConsumerEvent>()
    let holder = Mutex<AMQPConsumer?>(nil)
    let consumer = AMQPConsumer(configuration: configuration, queues: queues, prefetch: prefetch, logger: quiet) {
        events.record($0)
        if acknowledging, case .deliveries(let deliveries) = $0, let last = deliveries.last {
            holder.withLock { $0 }?.ack(upTo: last.tag)
        }
    }
    holder.withLock { $0 = consumer }
    defer { holder.withLock { $0 = nil } }
    async let run: Void = consumer.run()
    do {
        let result = try await body(consumer, events)
        await consumer.close()
        try await run
        return result
    } catch {
        await consumer.close()
        throw error
    }
}
