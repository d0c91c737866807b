import Contracts
import FoundationEssentials
import Postgres
import WireJSON

/// What a batch knows while its transaction runs.
struct BatchState<Store: ServiceStore> {
    let batch: BatchTransaction<Store>
    /// One per piece of work; nil where there is nothing to decide.
    var decisions: [HandlerMap<Store>.Decision?]
    var failures: [(index: Int, error: any Error)] = []
    var fates: [WorkFate?]
    private(set) var keys = Store.noKeys()
    private var now = Timestamp(microseconds: 0)

    private var timeTicket: Ticket?
    private var insertTicket: Ticket?
    private var retryTicket: Ticket?
    private var timerTicket: Ticket?
    private var effectTicket: Ticket?
    /// Work whose inbox row this transaction tries to insert, sorted; one per id.
    private var entering: [Int] = []
    var displaced: Set<Int> = []
    /// Work whose id comes earlier in this batch with another content. Which of them is the repeat and which is not, the
    /// database says, when the first of the batch is not the first of all.
    private var rivals: [Int] = []
    /// Repeats that came with the first in this batch, each by the index of the first: what it is answered, they are too.
    private var echoes: [Int] = []
    private var storedReplies: [StoredReply] = []

    struct StoredReply {
        let answers: UUID
        let message: BrokerMessage
    }

    init(_ batch: BatchTransaction<Store>) {
        self.batch = batch
        fates = Array(repeating: nil, count: batch.work.count)
        decisions = Array(repeating: nil, count: batch.work.count)
        for (index, work) in batch.work.enumerated() {
            switch work.content {
            case .unreadable(let reason): failures.append((index, HandlerError.park("unreadable", reason)))
            case .refused(_, let code, let reason): failures.append((index, HandlerError.park(code, reason)))
            case .suspect(_, let reason): failures.append((index, HandlerError.retry("suspect", reason)))
            case .message(let message):
                if let verdict = batch.verdict {
                    failures.append((index, verdict))
                } else if OperatorRequest.types.contains(message.type) {
                    continue
                } else {
                    do {
                        decisions[index] = try batch.handlers.prepare(message, &keys)
                    } catch {
                        failures.append((index, error))
                    }
                }
            }
        }
    }

    // MARK: First round trip

    mutating func enter(_ transaction: inout Transaction) throws {
        let work = batch.work
        timeTicket = try transaction.send(InboxStore.databaseTime)
        var seen: [UUID: Int] = [:]
        var retries: [Int] = []
        for index in work.indices {
            if case .retry = work[index].source {
                retries.append(index)
                continue
            }
            if let first = seen[work[index].id] {
                if work[first].hash == work[index].hash {
                    fates[index] = .repeated
                    echoes.append(first)
                } else {
                    rivals.append(index)
                }
                continue
            }
            seen[work[index].id] = index
            entering.append(index)
        }
        entering.sort { work[$0].key < work[$1].key }
        if !entering.isEmpty {
            let rows = entering.map { work[$0] }
            insertTicket = try transaction.send(
                InboxStore.insert, rows.map(\.orderID), rows.map(\.id), rows.map(\.hash.bytes),
                rows.map { $0.message?.type.rawValue ?? "" }, rows.map { $0.message?.envelope.source ?? "" },
                rows.map { $0.message?.envelope.causationID },
                rows.map { ($0.message?.envelope.time ?? Timestamp(seconds: 0)).postgresTimestamp },
                rows.map(\.origin.routingKey), rows.map(\.origin.userID))
        }
        if !retries.isEmpty {
            let rows = retries.map { work[$0] }.sorted { $0.key < $1.key }
            retryTicket = try transaction.send(InboxStore.lockRetrying, rows.map(\.orderID), rows.map(\.id))
        }
    }

    /// After the rows, since a batch that holds a row may go on to change its timers and effects: the other way round two
    /// batches would wait for each other.
    mutating func takeTimersAndEffects(_ transaction: inout Transaction) throws {
        var timers: [(key: String, id: UUID)] = []
        for work in batch.work {
            if case .timer(let key) = work.source { timers.append((key, work.id)) }
        }
        if !timers.isEmpty {
            timers.sort { $0.key < $1.key }
            timerTicket = try transaction.send(TimerStore.take, timers.map(\.key), timers.map(\.id))
        }
        effectTicket = try finishEffects(&transaction)
    }

    private func finishEffects(_ transaction: inout Transaction) throws -> Ticket? {
        var finished: [(key: String, state: Int16, answer: [UInt8]?, reason: String?)] = []
        for work in batch.work {
            guard case .effect(let key) = work.source, let message = work.message else { continue }
            let report = try EffectReport(from: message.data)
            finished.append((key, report.refusal == nil ? 2 : 3, report.answer, report.refusal?.code))
        }
        guard !finished.isEmpty else { return nil }
        finished.sort { $0.key < $1.key }
        return try transaction.send(
            EffectStore.finish, finished.map(\.key), finished.map(\.state), finished.map(\.answer),
            finished.map(\.reason))
    }

    // MARK: What the database says

    /// Reads what is new. Costs a further round trip only when something is repeated.
    mutating func learn(_ transaction: inout Transaction) throws {
        if let timeTicket, let row = try transaction.read(timeTicket).first {
            now = Timestamp(microseconds: try row.timestamp(0))
        }
        let fresh = try ids(in: insertTicket, &transaction)
        let retrying = try ids(in: retryTicket, &transaction)
        let takenTimers = try ids(in: timerTicket, &transaction)
        let finishedEffects = try ids(in: effectTicket, &transaction)
        for index in rivals where fresh.contains(batch.work[index].id) { displace(index) }
        for (index, work) in batch.work.enumerated() where fates[index] == nil {
            switch work.source {
            case .retry where !retrying.contains(work.id): fates[index] = .obsolete
            case .timer where !takenTimers.contains(work.id): fates[index] = .obsolete
            case .effect where !finishedEffects.contains(work.id): fates[index] = .obsolete
            case .retry: break
            default: if !fresh.contains(work.id), !displaced.contains(index) { fates[index] = .repeated }
            }
        }
        let repeated = (entering + rivals).filter { if case .repeated = fates[$0] { true } else { false } }
        if !repeated.isEmpty { try learnRepeated(repeated, &transaction) }
    }

    private mutating func learnRepeated(_ repeated: [Int], _ transaction: inout Transaction) throws {
        let work = repeated.map { batch.work[$0] }
        let seen = try transaction.send(InboxStore.seen, work.map(\.orderID), work.map(\.id))
        let replies = try transaction.send(OutboxStore.repliesTo, work.map(\.id))
        var hashes: [UUID: ContentHash] = [:]
        for row in try transaction.read(seen) { hashes[try row.uuid(0)] = ContentHash(stored: try row.bytes(1)) }
        for index in repeated {
            guard let stored = hashes[batch.work[index].id], stored != batch.work[index].hash else { continue }
            displace(index)
        }
        // What was said to the first is no answer to another content with the same id.
        let answered = Set(repeated.filter { !displaced.contains($0) }.map { batch.work[$0].id })
        for row in try transaction.read(replies) where answered.contains(try row.uuid(3)) {
            storedReplies.append(
                StoredReply(
                    answers: try row.uuid(3),
                    message: try BrokerMessage(
                        exchange: try row.string(0), routingKey: try row.string(1), bytes: try row.bytes(2))))
        }
    }

    /// The same id with another content: it is parked beside the first, never dropped and never run.
    private mutating func displace(_ index: Int) {
        failures.append((index, HandlerError.park("content_differs", "the id was used before with another content")))
        displaced.insert(index)
        decisions[index] = nil
        fates[index] = nil
    }

    /// What is to be decided, in the order in which it came.
    func items() -> [BatchDecision<Store>.Item] {
        batch.work.indices.compactMap { index in
            guard fates[index] == nil, let decision = decisions[index], let message = batch.work[index].message else {
                return nil
            }
            let context = HandlerContext(envelope: message.envelope, origin: batch.work[index].origin, now: now)
            return .init(index: index, context: context, decide: decision)
        }
    }

    // MARK: Second round trip

    mutating func leave(
        with decision: BatchDecision<Store>, _ transaction: inout Transaction
    ) throws -> BatchTransaction<Store>.Result {
        for (index, _) in decision.outcomes { fates[index] = .applied }
        failures.append(contentsOf: decision.failures)
        var result = BatchTransaction<Store>.Result(slot: batch.slot, rows: decision.rows)
        let outcomes = decision.outcomes.map(\.outcome) + apologies()
        try write(messages: outcomes.flatMap(\.messages), and: storedReplies, into: &result, &transaction)
        try write(timers: outcomes.flatMap(\.timers), &transaction)
        try write(effects: outcomes.flatMap(\.effects), into: &result, &transaction)
        try writeOperatorRequests(&transaction)
        try writeFailures(&transaction)
        let retried = batch.work.indices.filter { index in
            if case .retry = batch.work[index].source, case .applied = fates[index] { true } else { false }
        }
        if !retried.isEmpty {
            let work = retried.map { batch.work[$0] }
            try transaction.send(InboxStore.markApplied, work.map(\.orderID), work.map(\.id))
        }
        if !batch.confirmed.isEmpty { try transaction.send(OutboxStore.delete, batch.confirmed) }
        if !batch.returned.isEmpty {
            try transaction.send(OutboxStore.markReturned, batch.returned.map(\.id), batch.returned.map(\.reason))
        }
        result.fates = fates.map { $0 ?? .obsolete }
        return result
    }

    /// Who is answered once more, by the id that the answer names: once for each repeat that came with the first.
    var echoedIDs: [UUID] {
        echoes.map { displaced.contains($0) ? batch.work[$0].idOfContent : batch.work[$0].id }
    }

    /// What is answered to senders of what cannot be read, or of what has the id of something else.
    private func apologies() -> [Outcome] {
        Set(failures.map(\.index)).sorted().compactMap { index in
            guard fates[index] == nil else { return nil }
            return displaced.contains(index) ? refusal(of: batch.work[index]) : apology(for: batch.work[index])
        }
    }

    private func refusal(of work: Work) -> Outcome? {
        guard let refusal = batch.handlers.refusal, var cause = work.message?.envelope else { return nil }
        let context = HandlerContext(envelope: cause, origin: work.origin, now: now)
        cause.id = work.idOfContent
        var outcome = Outcome(cause: cause, service: batch.service, now: now)
        refusal(context, work.idOfContent, &outcome)
        return outcome
    }

    /// The cause is made up, since there is no envelope.
    private func apology(for work: Work) -> Outcome? {
        guard let apology = batch.handlers.apology, case .unreadable = work.content else { return nil }
        let cause = Envelope(
            id: work.id, source: batch.service.source,
            type: MessageType(rawValue: "waybill.\(batch.service.rawValue).unreadable.v1"), time: now,
            data: Array("{}".utf8))
        var outcome = Outcome(cause: cause, service: batch.service, now: now)
        apology(HandlerContext(envelope: cause, origin: work.origin, now: now), work.bytes, &outcome)
        return outcome
    }

    private func ids(in ticket: Ticket?, _ transaction: inout Transaction) throws -> Set<UUID> {
        guard let ticket else { return [] }
        var ids: Set<UUID> = []
        for row in try transaction.read(ticket) { ids.insert(try row.uuid(0)) }
        return ids
    }
}
