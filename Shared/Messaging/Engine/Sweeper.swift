import Contracts
import FoundationEssentials
import Logging
import Postgres
import WireJSON

/// Looks round on a connection of its own: retries and timers that are due, effects that are open, slots whose writer
/// is gone.
///
/// A slot's advisory lock is held by the connection that writes. Whoever can take it knows that no uncommitted row of
/// that slot can appear any more. These locks are re-entrant, hence the connection of its own.
actor Sweeper {
    private let service: ServiceName
    private let configuration: EngineConfiguration
    private let database: PostgresConnection
    private let queue: WorkQueue
    private let flow: Flow
    private let effects: EffectRunner
    private let reader = DeliveryReader()
    private let jobs: [RecurringJob]
    private let metrics: EngineMetrics
    private let logger: Logger
    private let publish: @Sendable ([OutboxRow]) -> Void
    private let writerSlot: @Sendable () async -> Int32?
    private let checkWriter: @Sendable () async -> Void
    private let now: @Sendable () -> ContinuousClock.Instant

    /// Timers that wait in the queue already, since it reads as it does.
    /// Their keys, by the ids of their messages.
    private var timersUnderWay: [UUID: String] = [:]
    private var reading = 0
    /// How often confirmed rows had been taken at the end of the last round.
    private var timesTaken = 0
    /// Slots whose lock is ours, each with the first row that was not looked at yet: no lower one can appear.
    private var adopted: [Int32: Int64] = [:]
    private var jobsDueAt: [String: ContinuousClock.Instant] = [:]
    /// Jobs whose round goes on.
    private var jobsUnderWay: Set<String> = []
    private var slotsDueAt: ContinuousClock.Instant
    /// After a hold its rows are old, and those who published them are given time to delete them.
    private var overdueFrom: ContinuousClock.Instant
    private var gaugesDueAt: ContinuousClock.Instant

    init(
        service: ServiceName, configuration: EngineConfiguration, queue: WorkQueue, flow: Flow,
        effects: EffectRunner, jobs: [RecurringJob], metrics: EngineMetrics, logger: Logger,
        publish: @escaping @Sendable ([OutboxRow]) -> Void, writerSlot: @escaping @Sendable () async -> Int32?,
        checkWriter: @escaping @Sendable () async -> Void,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.service = service
        self.configuration = configuration
        self.queue = queue
        self.flow = flow
        self.effects = effects
        self.jobs = jobs
        self.metrics = metrics
        self.logger = logger
        self.publish = publish
        self.writerSlot = writerSlot
        self.checkWriter = checkWriter
        self.now = now
        let start = now()
        (slotsDueAt, overdueFrom, gaugesDueAt) = (start, start, start)
        database = PostgresConnection(configuration: configuration.database, logger: logger)
    }

    func run() async {
        while !Task.isCancelled {
            await checkWriter()
            queue.giveUpLocals(waitingFor: configuration.localPatience)
            await sweep()
            do { try await Task.sleep(for: configuration.tick) } catch { break }
        }
        await database.close()
    }

    /// A round. One part that fails does not keep the others from their turn.
    func sweep() async {
        // Where the question itself fails, each part asks its own.
        var (retries, timers, effects) = (true, true, true)
        await part("look") {
            let asked = self.now()
            guard let row = try await self.database.query(SweepStore.look).first else { return }
            self.hold(try row.bool(0), at: asked)
            (retries, timers, effects) = (try row.bool(1), try row.bool(2), try row.bool(3))
        }
        if retries { await part("retries") { try await self.claimRetries() } }
        if timers { await part("timers") { try await self.readTimers() } } else { timersUnderWay = [:] }
        if effects { await part("effects") { try await self.claimEffects() } }
        // As long as batches run, they take what was confirmed with them.
        let isIdle = queue.count == 0 && flow.timesTaken == timesTaken
        if isIdle { await part("outbox") { try await self.deleteAllConfirmed() } }
        timesTaken = flow.timesTaken
        if now() >= slotsDueAt {
            slotsDueAt = now() + .seconds(2)
            await part("slots") { try await self.adoptSlots() }
        }
        await runJobs()
        if now() >= gaugesDueAt {
            gaugesDueAt = now() + .seconds(15)
            await part("gauges") { try await EngineGauges.record(from: self.database, self.metrics) }
        }
        metrics.gauge("outbox_unconfirmed", flow.unconfirmed)
        metrics.gauge("queue_waiting", queue.count)
    }

    private func part(_ name: String, _ body: () async throws -> Void) async {
        do {
            try await connect()
            try await body()
        } catch {
            metrics.sweepFailed()
            logger.warning(
                "a part of the sweep failed and is tried again", metadata: ["part": "\(name)", "reason": "\(error)"])
        }
    }

    private func connect() async throws {
        guard await !database.isConnected else { return }
        // The locks went with the session.
        adopted = [:]
        try await database.connect()
        _ = try await database.query(OutboxStore.readsPacks)
    }

    /// The last thing before the connections close: what is confirmed needs no publishing after the next start.
    func finish() async {
        do {
            try await uncountTimers()
            try await deleteAllConfirmed()
        } catch {
            logger.notice("confirmed rows stay until the next start", metadata: ["reason": "\(error)"])
        }
    }

    /// An effect failed and is to be opened again, or parked when there is no delay.
    func reopen(_ effect: ClaimedEffect, after failure: EffectRunner.Failure) async {
        while !Task.isCancelled {
            do {
                try await connect()
                _ = try await database.query(
                    EffectStore.reopen, effect.key, failure.delay?.wholeMicroseconds,
                    failure.reason.replacing("\0", with: "\u{FFFD}"), Int16(clamping: effect.attempt),
                    failure.leftNothing)
                return
            } catch {
                logger.warning("an effect could not be put back", metadata: ["reason": "\(error)"])
                do { try await Task.sleep(for: .seconds(1)) } catch { return }
            }
        }
    }

    private func claimRetries() async throws {
        // A claim counts as an attempt: no more are claimed than the worker gets to.
        let room = 100 - queue.waitingRetries
        // When the queue is closed nobody would run them any more, and a claim counts as a try.
        guard room > 0, !queue.isClosed else { return }
        let rows = try await database.query(InboxStore.claimRetries, Int32(room), Int32(DeliveryReader.isSuspectFrom))
        var work: [Work] = []
        for row in rows {
            let origin = HandlerContext.Origin(
                routingKey: try row.stringOrNil(2) ?? "", userID: try row.stringOrNil(3))
            work.append(
                reader.work(
                    fromKept: try row.bytes(0), origin: origin, attempts: Int(try row.int16(1)),
                    // The claim has counted a run of what is not suspect already.
                    unended: Int(try row.int16(4))))
        }
        queue.put(work)
    }

    /// A timer fires only when the service's own queue has been read past the deadline, so that a long stop does not
    /// make healthy orders look late: not while the broker holds more for us than we have seen. What we have seen and
    /// not handled is before the timers in the queue.
    private func readTimers() async throws {
        let allowed = queue.timers(patience: configuration.timerPatience)
        if allowed.reading != reading {
            try await uncountTimers()
            reading = allowed.reading
        }
        let bound: PostgresTimestamp?
        switch allowed.bound {
        case .nothing: return
        case .dueBy(let time): bound = time.postgresTimestamp
        case .everything: bound = nil
        }
        let rows = try await database.query(TimerStore.due, bound)
        var present: [UUID: String] = [:]
        var work: [Work] = []
        var keys: [String] = []
        for row in rows {
            let key = try row.string(0)
            let bytes = try row.bytes(1)
            let message: ReceivedMessage
            do {
                message = try ReceivedMessage(parsing: bytes)
            } catch {
                logger.critical("a timer cannot be read", metadata: ["key": "\(key)", "reason": "\(error)"])
                continue
            }
            present[message.id] = key
            guard timersUnderWay[message.id] == nil else { continue }
            let runs = Int(try row.int16(2))
            let content: Work.Content =
                runs < DeliveryReader.isSuspectFrom
                ? .message(message) : .suspect(message, reason: "\(runs) runs were begun and never ended")
            work.append(Work(content: content, source: .timer(key: key), raw: .bytes(bytes)))
            keys.append(key)
        }
        if !keys.isEmpty { _ = try await database.query(TimerStore.countRuns, keys) }
        timersUnderWay = present
        queue.put(timers: work, of: reading)
    }

    /// They were dropped before their turn: nothing was begun of them that might have killed a process.
    private func uncountTimers() async throws {
        guard !timersUnderWay.isEmpty else { return }
        _ = try await database.query(TimerStore.uncountRuns, timersUnderWay.values.sorted())
        timersUnderWay = [:]
    }

    private func claimEffects() async throws {
        let room = effects.room.filter { $0.value > 0 }.sorted { $0.key < $1.key }
        guard !room.isEmpty, let slot = await writerSlot() else { return }
        let rows = try await database.query(EffectStore.claim, slot, room.map(\.key), room.map { Int64($0.value) })
        var claimed: [ClaimedEffect] = []
        for row in rows {
            claimed.append(
                ClaimedEffect(
                    key: try row.string(0), id: try row.uuid(1), kind: try row.string(2),
                    attempt: Int(try row.int16(3)), leftNothing: Int(try row.int16(7)), request: try row.bytes(4),
                    command: try CommandReference(from: JSONDocument(parsing: try row.bytes(5)).root),
                    discarded: try row.stringOrNil(6)))
        }
        effects.enqueue(claimed)
    }

    /// Piece by piece. After a long hold that takes a while, in which another may begin: before each further piece we look.
    private func deleteAllConfirmed() async throws {
        while try await deleteConfirmed(), flow.hasSettled {
            let asked = now()
            guard let row = try await database.query(OutboxStore.isHeld).first else { return }
            hold(try row.bool(0), at: asked)
        }
    }

    private func hold(_ isHeld: Bool, at asked: ContinuousClock.Instant) {
        flow.hold(isHeld, at: asked)
        if isHeld { overdueFrom = asked + .seconds(60) }
    }

    /// While nothing comes in, no batch deletes what was confirmed, or returned.
    /// - Returns: whether there was any.
    private func deleteConfirmed() async throws -> Bool {
        let confirmed = flow.takeConfirmed(at: now())
        let returned = flow.takeReturned()
        guard !confirmed.isEmpty || !returned.isEmpty else { return false }
        do {
            try await database.transaction { transaction in
                if !confirmed.isEmpty { try transaction.send(OutboxStore.delete, confirmed) }
                if !returned.isEmpty {
                    try transaction.send(OutboxStore.markReturned, returned.map(\.id), returned.map(\.reason))
                }
            }
        } catch {
            flow.giveBack(confirmed)
            for row in returned { flow.returned(row.id, reason: row.reason) }
            throw error
        }
        return true
    }

    private func adoptSlots() async throws {
        let asked = now()
        flow.pack(try await database.query(OutboxStore.isOlderThere).first?.bool(0) == false, at: asked)
        let own = await writerSlot()
        for row in try await database.query(OutboxStore.slotsInUse) {
            let slot = try row.int32(0)
            guard slot != own else { continue }
            if adopted[slot] == nil {
                guard try await database.query(OutboxStore.tryLockSlot, slot).first?.bool(0) == true else { continue }
                adopted[slot] = Int64(slot) << 32
                logger.notice("adopting the outbox of a writer that is gone", metadata: ["slot": "\(slot)"])
            }
            _ = try await database.query(EffectStore.orphan, slot)
            try await publishNext(of: slot)
        }
        // Held rows get old without anything being wrong.
        if !flow.isHolding(at: now()), now() >= overdueFrom {
            _ = try await publishLeft(try await database.query(OutboxStore.overdue).map { try $0.int64(0) })
        }
        for slot in adopted.keys {
            let first = Int64(slot) << 32
            guard try await database.query(OutboxStore.ofSlot, first, first + (1 << 32)).isEmpty else { continue }
            _ = try await database.query(OutboxStore.unlockSlot, slot)
            adopted[slot] = nil
        }
    }

    /// The next thousand of an adopted slot: rows that a back-up holds stay where they are, confirmed or not. What is retried
    /// behind our back, a row that was returned, is overdue one day.
    private func publishNext(of slot: Int32) async throws {
        while let first = adopted[slot] {
            let rows = try await database.query(OutboxStore.ofSlot, first, (Int64(slot) + 1) << 32)
            let left = try rows.map { try $0.int64(0) }
            guard let last = left.last else { return }
            let isNew = try await publishLeft(left)
            adopted[slot] = last + 1
            // All of it was ours already, of before the connection was lost.
            if isNew { return }
        }
    }

    /// - Returns: whether any was not under way yet.
    private func publishLeft(_ ids: [Int64]) async throws -> Bool {
        var ids = ids.filter { !flow.isUnderWay($0) }[...]
        let isNew = !ids.isEmpty
        while !ids.isEmpty {
            let left = try await database.query(OutboxStore.left, Array(ids.prefix(Self.readAtOnce)))
                .compactMap(readable)
            ids = ids.dropFirst(Self.readAtOnce)
            flow.published(left)
            publish(left)
        }
        return isNew
    }

    /// A row that cannot be read, such as one of a later release, holds up no other: it is shown with what came back.
    private func readable(_ row: PostgresRow) throws -> OutboxRow? {
        let id = try row.int64(0)
        do {
            return try OutboxRow(
                id: id, exchange: try row.string(1), routingKey: try row.string(2), bytes: try row.bytes(3))
        } catch {
            logger.error("a row of the outbox cannot be read", metadata: ["row": "\(id)", "reason": "\(error)"])
            flow.returned(id, reason: "it cannot be read: \(error)")
            return nil
        }
    }

    /// Packs of up to 64 KiB.
    private static let readAtOnce = 50

    private func runJobs() async {
        for job in jobs {
            let isDue = jobsDueAt[job.name].map { $0 <= now() } ?? true
            guard isDue || jobsUnderWay.contains(job.name) else { continue }
            let isFirst = jobsUnderWay.remove(job.name) == nil
            if isFirst { jobsDueAt[job.name] = now() + job.interval }
            await part("job \(job.name)") {
                let goesOn = try await self.database.transaction { transaction in
                    guard try JobStore.begin(job, isFirst: isFirst, in: &transaction) else { return false }
                    return try job.step(&transaction)
                }
                if goesOn { self.jobsUnderWay.insert(job.name) }
            }
        }
    }
}
