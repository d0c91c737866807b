import AMQP
import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

/// Submits orders at a fixed rate and reads from the tables how long they took.
struct LatencyRun: Sendable {
    let session: OperatorSession
    let rate: Int
    let count: Int

    func run() async throws -> LatencyResult {
        let answer = try await CatalogueUpload.upload(DemoCatalogue.catalogue, in: session)
        let booked = try await StockBooking.book(
            "receive", DemoCatalogue.goodsIn(count * 2), reference: "latency", in: session)
        if let reason = (answer.reasons + booked.reasons).first {
            throw OperatorError("inventory refuses: \(reason.line)")
        }
        let skew = try await clockSkew()
        let sent = try await submit()
        return try await measure(sent, skew: skew)
    }

    /// What has to be added to our clock to get the database's.
    private func clockSkew() async throws -> Duration {
        let database = try await session.database(.warehouse)
        var best: (roundTrip: Duration, skew: Duration)?
        for _ in 0..<5 {
            let before = Timestamp.wallClock
            guard let row = try await database.query(LatencyQueries.now).first else { continue }
            let roundTrip = Timestamp.wallClock - before
            let skew = Timestamp(microseconds: try row.timestamp(0)) - (before + roundTrip / 2)
            if best.map({ roundTrip < $0.roundTrip }) ?? true { best = (roundTrip, skew) }
        }
        return best?.skew ?? .zero
    }

    /// An open loop: the next order goes when its time has come, whatever became of those before it.
    private func submit() async throws -> [UUID: Timestamp] {
        let publisher = AMQPPublisher(
            configuration: try session.brokerConfiguration(), logger: OperatorSession.silent, onEvent: { _ in })
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await publisher.run() }
            let sent = try await publishAll(over: publisher)
            let isDrained = await publisher.drain(deadline: .now + .seconds(30))
            await publisher.close()
            group.cancelAll()
            guard isDrained else { throw OperatorError("the broker does not confirm", advice: "waybill status") }
            return sent
        }
    }

    private func publishAll(over publisher: AMQPPublisher) async throws -> [UUID: Timestamp] {
        var sent: [UUID: Timestamp] = [:]
        var bar = ProgressBar("latency")
        let run = "L\(Timestamp.wallClock.seconds)"
        let connecting = ContinuousClock.now + .seconds(10)
        while !publisher.isConnected {
            guard ContinuousClock.now < connecting else { throw OperatorError("no connection to the broker") }
            try await Task.sleep(for: .milliseconds(10))
        }
        let start = ContinuousClock.now
        for index in 0..<count {
            try await Task.sleep(until: start + .seconds(1) * index / rate, clock: .continuous)
            let now = Timestamp.wallClock
            let order = DemoOrders.small("\(run)-\(index)", channel: "web", shop: "latency", now: now)
            let id = UUID.v7(at: now, entropy: UUID())
            let envelope = Envelope(
                id: id, source: "/operator/latency", type: SubmitOrder.type, time: now, trace: .root(from: id.bytes),
                data: SubmitOrder(order: order).jsonBytes)
            publisher.publish([
                envelope.outbound(
                    exchange: Topology.commands,
                    routingKey: Topology.routingKey(ofCommand: SubmitOrder.type, orderID: .zero))
            ])
            sent[id] = now
            bar.show(index + 1, of: count)
        }
        bar.end()
        return sent
    }

    private func measure(_ sent: [UUID: Timestamp], skew: Duration) async throws -> LatencyResult {
        let intake = try await session.database(.intake)
        let warehouse = try await session.database(.warehouse)
        let deadline = ContinuousClock.now + .seconds(60)
        var durations: [Duration] = []
        while true {
            durations = []
            var started: [UUID: Timestamp] = [:]
            for row in try await intake.query(LatencyQueries.orders, Array(sent.keys)) {
                started[try row.uuid(1)] = sent[try row.uuid(0)]
            }
            for row in try await warehouse.query(LatencyQueries.released, Array(started.keys)) {
                guard let start = started[try row.uuid(0)] else { continue }
                durations.append(Timestamp(microseconds: try row.timestamp(1)) - (start + skew))
            }
            if durations.count == sent.count || ContinuousClock.now >= deadline { break }
            try await Task.sleep(for: .milliseconds(500))
        }
        return LatencyResult(rate: rate, durations: durations, missing: sent.count - durations.count)
    }
}
