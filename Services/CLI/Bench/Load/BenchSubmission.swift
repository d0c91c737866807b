import AMQP
import Contracts
import FoundationEssentials
import Messaging
import WireJSON

/// Puts orders into intake's queue, confirmed by the broker, and remembers when.
struct BenchSubmission: Sendable {
    let session: OperatorSession
    let orders: @Sendable (Int, Timestamp) -> Order
    let count: Int
    /// Orders a second, whatever becomes of those before; nil for as fast as the broker takes them.
    var rate: Int?

    /// More in our own hands would only be memory.
    private static let window = 4000

    /// - Returns: when each was handed over, by the id of its submission, in the order of handing over.
    func run() async throws -> [(id: UUID, at: Timestamp)] {
        let publisher = AMQPPublisher(
            configuration: try session.brokerConfiguration(), logger: OperatorSession.silent, onEvent: { _ in })
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await publisher.run() }
            let sent = try await publishAll(over: publisher)
            let isDrained = await publisher.drain(deadline: .now + .seconds(60))
            await publisher.close()
            group.cancelAll()
            guard isDrained else { throw OperatorError("the broker does not confirm", advice: "waybill status") }
            return sent
        }
    }

    private func publishAll(over publisher: AMQPPublisher) async throws -> [(id: UUID, at: Timestamp)] {
        let connecting = ContinuousClock.now + .seconds(10)
        while !publisher.isConnected {
            guard ContinuousClock.now < connecting else { throw OperatorError("no connection to the broker") }
            try await Task.sleep(for: .milliseconds(10))
        }
        var sent: [(id: UUID, at: Timestamp)] = []
        sent.reserveCapacity(count)
        var bar = ProgressBar("submitted")
        let start = ContinuousClock.now
        for index in 0..<count {
            if let rate { try await Task.sleep(until: start + .seconds(1) * index / rate, clock: .continuous) }
            while publisher.unsettled >= Self.window { try await Task.sleep(for: .milliseconds(5)) }
            let now = Timestamp.wallClock
            let id = UUID.v7(at: now, entropy: UUID())
            let envelope = Envelope(
                id: id, source: "/operator/bench", type: SubmitOrder.type, time: now, trace: .root(from: id.bytes),
                data: SubmitOrder(order: orders(index, now)).jsonBytes)
            publisher.publish([
                envelope.outbound(
                    exchange: Topology.commands,
                    routingKey: Topology.routingKey(ofCommand: SubmitOrder.type, orderID: .zero))
            ])
            sent.append((id, now))
            bar.show(index + 1, of: count)
        }
        bar.end()
        return sent
    }
}
