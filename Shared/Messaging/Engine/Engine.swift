import AMQP
public import Contracts
public import FoundationEssentials
public import Logging
public import ServiceLifecycle
import WireJSON

/// A service's engine: consumer, batch worker, publisher, effects and sweeper, as one long-lived service.
///
/// Shutdown in order: the consumer is cancelled, calls under way are awaited and their results committed with all that
/// waits, both to half of the deadline; deliveries that wait still are left to the next process. Confirms are awaited, the
/// connections close. What is unconfirmed then is in the outbox, and the next process to look publishes it.
public final class Engine<Store: ServiceStore>: Service, LocalInbox {
    private let name: ServiceName
    private let configuration: EngineConfiguration
    private let logger: Logger
    private let queue: WorkQueue
    private let flow: Flow
    private let brokerState = BrokerState()
    private let effects: EffectRunner
    private let consumer: AMQPConsumer
    /// Of the admission queue, where the service has one: a connection of its own, since what is acknowledged on one is
    /// acknowledged with all before it.
    private let admissions: AMQPConsumer?
    private let publisher: AMQPPublisher
    private let worker: BatchWorker<Store>
    private let sweeper: Sweeper

    public init(
        service name: ServiceName, store: Store, handlers: HandlerMap<Store>,
        effects performers: [String: any EffectPerformer], jobs: [RecurringJob], configuration: EngineConfiguration,
        logger: Logger
    ) {
        self.name = name
        self.configuration = configuration
        self.logger = logger
        let prefetch = configuration.prefetch(of: name)
        let queue = WorkQueue(
            queues: name.queues, admissions: name.admissionQueue, prefetch: prefetch, admits: { store.admits })
        self.queue = queue
        let flow = Flow(limit: 2 * configuration.confirmWindow)
        self.flow = flow
        let metrics = EngineMetrics(service: name)
        effects = EffectRunner(
            service: name, performers: TroubledPerformer.wrap(performers),
            retryPolicy: configuration.effectRetryPolicy,
            timeout: configuration.effectTimeout, logger: logger)
        let reader = DeliveryReader()
        let slowStart = SlowStart()
        let brokerState = self.brokerState
        consumer = AMQPConsumer(
            configuration: configuration.broker, queues: name.queues + [Topology.deadLetterQueue(of: name)],
            prefetch: prefetch, endsOnRefusal: false, logger: logger
        ) { event in
            switch event {
            case .deliveries(let deliveries): queue.put(deliveries.flatMap(reader.work(from:)))
            case .connected:
                slowStart.request()
                queue.beginReading()
                brokerState.connected(.consumer)
                metrics.gauge("consumer_connected", 1)
            case .disconnected(let error):
                queue.stopReading()
                brokerState.disconnected(.consumer, error)
                metrics.gauge("consumer_connected", 0)
            case .cancelled: break
            }
        }
        admissions = name.admissionQueue.map { admissionQueue in
            AMQPConsumer(
                configuration: configuration.broker, queues: [admissionQueue], prefetch: prefetch,
                endsOnRefusal: false, logger: logger
            ) { event in
                switch event {
                case .deliveries(let deliveries): queue.put(admissions: deliveries.flatMap(reader.work(from:)))
                case .connected:
                    slowStart.request()
                    queue.beginAdmissions()
                    brokerState.connected(.admissions)
                    metrics.gauge("admissions_connected", 1)
                case .disconnected(let error):
                    queue.dropAdmissions()
                    brokerState.disconnected(.admissions, error)
                    metrics.gauge("admissions_connected", 0)
                case .cancelled: break
                }
            }
        }
        let publisher = AMQPPublisher(
            configuration: configuration.broker, window: configuration.confirmWindow, endsOnRefusal: false,
            logger: logger
        ) { event in
            switch event {
            case .confirmed(let ids):
                FailPoint.afterPublish.reach()
                flow.confirmed(ids)
                FailPoint.afterConfirm.reach()
            case .returned(let message, let code, let text):
                logger.critical(
                    "a message could not be routed",
                    metadata: ["outbox": "\(message.id)", "key": "\(message.routingKey)", "reason": "\(code) \(text)"])
                flow.returned(message.id, reason: "\(code) \(text)")
            case .connected:
                brokerState.connected(.publisher)
                metrics.gauge("publisher_connected", 1)
            case .disconnected(let error):
                brokerState.disconnected(.publisher, error)
                metrics.gauge("publisher_connected", 0)
            case .blocked(let isBlocked): metrics.gauge("broker_blocked", isBlocked ? 1 : 0)
            }
        }
        self.publisher = publisher
        let publish: @Sendable ([OutboxRow]) -> Void = { publisher.publish($0.flatMap(\.outbound)) }
        let (consumer, admissions) = (self.consumer, self.admissions)
        let worker = BatchWorker(
            service: name, store: store, handlers: handlers, configuration: configuration, queue: queue, flow: flow,
            effects: effects, metrics: metrics, logger: logger, slowStart: slowStart, publish: publish,
            acknowledge: { work in
                let done = work.filter { $0.completedTag != nil }
                let others = done.lazy.filter { $0.completedQueue != name.admissionQueue }
                if let last = others.compactMap(\.completedTag).max() { consumer.ack(upTo: last) }
                let begun = done.lazy.filter { $0.completedQueue == name.admissionQueue }
                if let last = begun.compactMap(\.completedTag).max() { admissions?.ack(upTo: last) }
            })
        self.worker = worker
        sweeper = Sweeper(
            service: name, configuration: configuration, queue: queue, flow: flow, effects: effects,
            jobs: jobs + [Purge(configuration.retention).job],
            metrics: metrics, logger: logger, publish: publish, writerSlot: { await worker.slotNumber },
            checkWriter: { await worker.checkIdle() })
    }

    public func run() async throws {
        await withGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { group in
                let queue = self.queue
                let sweeper = self.sweeper
                for consumer in self.consumers { group.addTask { await self.run(consumer) } }
                group.addTask { await self.runPublisher() }
                group.addTask {
                    let finished: @Sendable (Work) -> Void = { work in
                        FailPoint.afterEffect.reach()
                        queue.put([work])
                    }
                    await self.effects.run(finished: finished) { effect, failure in
                        await sweeper.reopen(effect, after: failure)
                    }
                    // Ends at once when there are no effects; the queue stays open until the shutdown.
                    do { try await gracefulShutdown() } catch {}
                    queue.close()
                }
                group.addTask {
                    do {
                        try await gracefulShutdown()
                        try await Task.sleep(for: self.configuration.drainDeadline / 2)
                    } catch {}
                    // Cancelled without a shutdown, nobody else would let the worker go on.
                    self.flow.open()
                    queue.dropDeliveries()
                    queue.close()
                }
                group.addTask { await sweeper.run() }
                await self.worker.run()
                // The worker ends only when the queue is closed: the shutdown has begun.
                _ = await self.publisher.drain(deadline: .now + self.configuration.drainDeadline / 2)
                await sweeper.finish()
                for consumer in self.consumers { await consumer.close() }
                await self.publisher.close()
                group.cancelAll()
                await group.waitForAll()
            }
        } onGracefulShutdown: {
            self.queue.endReading()
            for consumer in self.consumers { consumer.cancelConsuming() }
            self.effects.stop()
            self.flow.open()
        }
    }

    /// Whether the service can work now; the reason otherwise.
    public func readiness() async -> String? {
        if !consumer.isConnected { return brokerState.reason(.consumer) }
        if let admissions, !admissions.isConnected { return brokerState.reason(.admissions) }
        if !publisher.isConnected { return brokerState.reason(.publisher) }
        if publisher.isBlocked { return "the broker has blocked publishers: it is out of memory or disk" }
        await worker.checkIdle()
        if await worker.slotNumber == nil { return "the database is not connected" }
        return nil
    }

    public func submit(
        _ message: some Command, id: UUID, orderID: UUID?, channel: String?, trace: TraceContext?
    ) async throws -> LocalReceipt {
        let envelope = Envelope(
            id: id, source: name.source, type: Swift.type(of: message).type, time: .wallClock, orderID: orderID,
            channel: channel, trace: trace, data: message.jsonBytes)
        let received = try ReceivedMessage(local: envelope)
        return try await withCheckedThrowingContinuation { continuation in
            let waiter = LocalWaiter(continuation)
            do throws(EngineBusy) {
                try queue.put(
                    local: Work(content: .message(received), source: .local(waiter), raw: .envelope(envelope)))
            } catch {
                waiter.resume(with: .failure(error))
            }
        }
    }

    private var consumers: [AMQPConsumer] { [consumer] + (admissions.map { [$0] } ?? []) }

    private func run(_ consumer: AMQPConsumer) async {
        do { try await consumer.run() } catch { logger.error("the consumer ended", metadata: ["reason": "\(error)"]) }
    }

    private func runPublisher() async {
        do { try await publisher.run() } catch { logger.error("the publisher ended", metadata: ["reason": "\(error)"]) }
    }
}
