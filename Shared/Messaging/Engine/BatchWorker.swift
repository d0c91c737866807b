import Contracts
import FoundationEssentials
import Logging
import Postgres

/// The one loop that serves every service: take what is there, commit it once, acknowledge, publish.
///
/// It owns the connection that writes, and with it the outbox slot. Everything else talks to it through the queue.
actor BatchWorker<Store: ServiceStore> {
    private let service: ServiceName
    private let store: Store
    private let handlers: HandlerMap<Store>
    private let configuration: EngineConfiguration
    private let queue: WorkQueue
    private let flow: Flow
    private let effects: EffectRunner
    private let database: PostgresConnection
    private let publish: @Sendable ([OutboxRow]) -> Void
    private let acknowledge: @Sendable ([Work]) -> Void
    private let metrics: EngineMetrics
    private let slowStart: SlowStart
    private let logger: Logger

    private var slot: OutboxSlot?
    /// Begins at one after a start, a crash or a reconnect, and doubles: a poisonous batch shows itself early.
    private var batchLimit = 1
    /// Nothing is under way on the connection.
    private var isIdle = false

    init(
        service: ServiceName, store: Store, handlers: HandlerMap<Store>, configuration: EngineConfiguration,
        queue: WorkQueue, flow: Flow, effects: EffectRunner, metrics: EngineMetrics, logger: Logger,
        slowStart: SlowStart, publish: @escaping @Sendable ([OutboxRow]) -> Void,
        acknowledge: @escaping @Sendable ([Work]) -> Void
    ) {
        self.service = service
        self.store = store
        self.handlers = handlers
        self.configuration = configuration
        self.queue = queue
        self.flow = flow
        self.effects = effects
        self.metrics = metrics
        self.slowStart = slowStart
        self.logger = logger
        self.publish = publish
        self.acknowledge = acknowledge
        var database = configuration.database
        database.plans = .kept
        self.database = PostgresConnection(configuration: database, logger: logger)
    }

    /// The slot that this process's claims are made under; nil while the database is away.
    var slotNumber: Int32? { slot?.number }

    /// Runs until the queue is closed and empty, or the task is cancelled because the time for a graceful end is up.
    func run() async {
        await connectFirst()
        while !Task.isCancelled {
            await flow.waitForRoom()
            if slowStart.take() { batchLimit = 1 }
            isIdle = true
            let taken = await queue.take(upTo: batchLimit)
            isIdle = false
            switch taken {
            case .work(let work):
                let started = ContinuousClock.now
                // What is not committed is not acknowledged: it comes again.
                guard await process(work) else { return await end() }
                acknowledge(work)
                batchLimit = min(batchLimit * 2, configuration.batchLimit)
                await gather(after: work.count, took: .now - started)
            case .lookAround:
                if await !database.isConnected { slot = nil }
                await connectFirst()
            case .ended:
                return await end()
            }
        }
        await end()
    }

    /// A crowd is going through all services, and what this one has done in one batch comes back in few: for a moment others
    /// have the machine, and the next batch, which costs hardly more, is larger.
    private func gather(after size: Int, took: Duration) async {
        guard size >= Self.crowd, queue.mayGather(upTo: configuration.batchLimit) else { return }
        // A sleep that is cut short only makes the next batch come earlier.
        try? await Task.sleep(for: min(took, .milliseconds(50)))
    }

    /// From this size of a batch on; orders that come one by one never make one.
    private static var crowd: Int { 16 }

    private func end() async {
        queue.end()
        await database.close()
    }

    /// Finds out while nothing is to do that the database has ended the connection, and has it made again: effects could
    /// not be claimed without it, and the next message would have to wait for it.
    func checkIdle() async {
        guard isIdle, slot != nil else { return }
        store.rest()
        if queue.hasRoom { queue.askToLook() }
        guard await !database.checkIdle() else { return }
        // By now a batch may have noticed too, and have a new slot; then it is given up for another, which does no harm.
        slot = nil
        queue.askToLook()
    }

    /// Takes a slot before there is work, so that the process is known to be ready and effects can be claimed.
    private func connectFirst() async {
        while slot == nil && !queue.isClosed {
            do {
                _ = try await connectedSlot()
            } catch {
                logger.warning("no database yet", metadata: ["reason": "\(error)"])
                do { try await Task.sleep(for: .milliseconds(500)) } catch { return }
            }
        }
    }

    /// Commits the work, in one transaction if the database lets it, else in halves, until each piece is either
    /// applied or kept. Does not return before, unless the task is cancelled because the time for a graceful end is up.
    /// - Returns: whether all of it is committed.
    private func process(_ work: [Work], verdict: (any Error)? = nil) async -> Bool {
        var backoff = Duration.milliseconds(20)
        var collisions = 0
        var isCounted = false
        while true {
            let confirmed = flow.takeConfirmed()
            let returned = flow.takeReturned()
            do {
                let slot = try await connectedSlot()
                if !isCounted, let suspect = work.first, suspect.runsAlone {
                    _ = try await database.query(InboxStore.countRun, suspect.orderID, suspect.id)
                    isCounted = true
                }
                let batch = BatchTransaction(
                    service: service, store: store, handlers: handlers, retryPolicy: configuration.retryPolicy,
                    work: work, confirmed: confirmed, returned: returned, effectRoom: effects.room, packs: flow.packs(),
                    slot: slot, verdict: verdict)
                let started = ContinuousClock.now
                let result = try await database.transaction { transaction in try batch.run(in: &transaction) }
                metrics.batch(size: work.count, took: .now - started)
                settle(work, result)
                return true
            } catch {
                flow.giveBack(confirmed)
                for row in returned { flow.returned(row.id, reason: row.reason) }
                if (error as? PostgresError)?.isUniqueViolation == true { collisions += 1 }
                let isRace = (1...Self.likelyRaces).contains(collisions)
                switch await recover(from: error, isRace: isRace, work: work, backoff: &backoff, verdict: verdict) {
                case .again: if Task.isCancelled { return false }
                case .settled(let isCommitted): return isCommitted
                }
            }
        }
    }

    /// Two writers that create one row collide once: the second finds the row when it looks again. What collides more
    /// often than this does so by itself.
    private static var likelyRaces: Int { 3 }

    private enum Recovery {
        /// The same work is to be tried again as it is.
        case again
        case settled(isCommitted: Bool)
    }

    private func recover(
        from error: any Error, isRace: Bool, work: [Work], backoff: inout Duration, verdict: (any Error)?
    ) async -> Recovery {
        // Whatever keeps us from connecting, a refused password too, says nothing about the messages.
        let database = error as? PostgresError
        let isTransient = isRace || database?.isRetriable ?? false || database?.code == .connection
        if isTransient || verdict != nil || work.isEmpty {
            logger.warning("batch is tried again", metadata: ["size": "\(work.count)", "reason": "\(error)"])
            if database?.needsAnotherServer == true { await self.database.close() }
            if await !self.database.isConnected { slot = nil }
            batchLimit = 1
            // A sleep that is cut short by cancellation only makes the next attempt come earlier.
            try? await Task.sleep(for: backoff * Double.random(in: 0.5...1.5))
            backoff = min(backoff * 2, .seconds(5))
            return .again
        }
        if work.count == 1 {
            logger.error("a message fails in the database", metadata: ["reason": "\(error)"])
            return .settled(isCommitted: await process(work, verdict: error))
        }
        logger.warning("a batch fails and is bisected", metadata: ["size": "\(work.count)", "reason": "\(error)"])
        guard await process(Array(work[..<(work.count / 2)])) else { return .settled(isCommitted: false) }
        return .settled(isCommitted: await process(Array(work[(work.count / 2)...])))
    }

    private func connectedSlot() async throws -> OutboxSlot {
        if let slot, await database.isConnected { return slot }
        slot = nil
        store.forget()
        try await database.connect()
        _ = try await database.query(OutboxStore.readsPacks)
        let number = try await database.query(OutboxStore.nextSlot).first?.int32(0) ?? 0
        _ = try await database.query(OutboxStore.lockSlot, number)
        // From now on the sweeper looks.
        flow.pack(try await database.query(OutboxStore.isOlderThere).first?.bool(0) == false)
        let fresh = OutboxSlot(number: number)
        slot = fresh
        return fresh
    }

    private func settle(_ work: [Work], _ result: BatchTransaction<Store>.Result) {
        FailPoint.afterCommit.reach()
        store.committed(result.rows)
        slot = result.slot
        flow.published(result.outgoing)
        publish(result.outgoing)
        effects.enqueue(result.effects)
        for (work, fate) in zip(work, result.fates) { report(fate, of: work) }
    }

    private func report(_ fate: WorkFate, of work: Work) {
        metrics.message(type: work.message?.type.rawValue ?? "unreadable", fate: fate.label)
        if case .local(let waiter) = work.source { waiter.resume(with: .success(fate.receipt)) }
        switch fate {
        case .applied, .repeated, .obsolete: logger.debug("\(fate.label)", metadata: work.metadata)
        case .retrying(let error):
            logger.warning("kept for another try", metadata: work.metadata.merging(["reason": "\(error)"]) { $1 })
        case .parked(let error):
            logger.error("parked", metadata: work.metadata.merging(["reason": "\(error)"]) { $1 })
        }
    }
}

extension Work {
    fileprivate var metadata: Logger.Metadata {
        [
            "id": "\(id.text)", "type": "\(message?.type.rawValue ?? "")", "orderid": "\(orderID.text)",
            "traceid": "\(message?.envelope.trace?.traceID ?? "")",
        ]
    }
}
