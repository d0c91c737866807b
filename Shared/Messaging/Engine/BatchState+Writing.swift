import Contracts
import FoundationEssentials
import Postgres
import WireJSON

/// The second round trip: what a batch leaves behind.
extension BatchState {
    func write(
        messages: [OutgoingMessage], and storedReplies: [StoredReply],
        into result: inout BatchTransaction<Store>.Result, _ transaction: inout Transaction
    ) throws {
        let singles = messages.map(BrokerMessage.init)
        let echoed = echoedIDs
        let outgoing =
            singles + storedReplies.map(\.message)
            + echoed.flatMap { id in zip(messages, singles).filter { $0.0.answers == id }.map(\.1) }
            + echoed.flatMap { id in storedReplies.filter { $0.answers == id }.map(\.message) }
        let packs =
            batch.packs
            ? Packing.packs(of: outgoing) { ($0.exchange, $0.routingKey, $0.bytes.count) } : outgoing.map { [$0] }
        let rows = packs.map { OutboxRow(id: result.slot.nextID(), packing: $0) }
        result.outgoing = rows
        if !rows.isEmpty {
            try transaction.send(
                OutboxStore.insert, rows.map(\.id), rows.map(\.exchange), rows.map(\.routingKey), rows.map(\.bytes))
        }
        if !Store.logsWhatItSends { try remember(messages, &transaction) }
        let replies = zip(messages, singles).filter { $0.0.answers != nil }
        if !replies.isEmpty {
            try transaction.send(
                OutboxStore.insertReplies, replies.map { $0.0.answers ?? .zero }, replies.map(\.0.envelope.id),
                replies.map(\.1.exchange), replies.map(\.1.routingKey), replies.map(\.1.bytes))
        }
    }

    /// For the auditor. Replies are remembered as they are - unless they are commands, made once more when what led to them
    /// is repeated; storefronts' inboxes are not ours to look into.
    private func remember(_ messages: [OutgoingMessage], _ transaction: inout Transaction) throws {
        let facts = messages.filter {
            ($0.answers == nil || $0.exchange == Topology.commands) && $0.exchange != Topology.publicEvents
        }
        guard !facts.isEmpty else { return }
        try transaction.send(
            SentStore.insert, facts.map { $0.envelope.orderID ?? .zero }, facts.map(\.envelope.id),
            facts.map(\.envelope.type.rawValue), facts.map(\.exchange), facts.map(\.routingKey))
    }

    func write(timers: [TimerChange], _ transaction: inout Transaction) throws {
        // The last word on a key counts.
        var changes: [String: TimerRequest?] = [:]
        for change in timers {
            switch change {
            case .set(let request): changes[request.key] = .some(request)
            case .cancel(let key): changes[key] = .some(nil)
            }
        }
        let cancelled = changes.filter { $0.value == nil }.keys.sorted()
        let set = changes.values.compactMap { $0 }.sorted { $0.key < $1.key }
        if !cancelled.isEmpty { try transaction.send(TimerStore.cancel, cancelled) }
        if !set.isEmpty {
            try transaction.send(
                TimerStore.set, set.map(\.key), set.map(\.envelope.id), set.map(\.delay.wholeMicroseconds),
                set.map(\.envelope.jsonBytes), set.map(\.envelope.orderID))
        }
    }

    func write(
        effects: [EffectRequest], into result: inout BatchTransaction<Store>.Result, _ transaction: inout Transaction
    ) throws {
        var byKey: [String: EffectRequest] = [:]
        for effect in effects where byKey[effect.key] == nil { byKey[effect.key] = effect }
        let sorted = byKey.values.sorted { $0.key < $1.key }
        guard !sorted.isEmpty else { return }
        var room = batch.effectRoom
        let slots = sorted.map { effect in
            guard let left = room[effect.kind], left > 0 else { return nil as Int32? }
            room[effect.kind] = left - 1
            return batch.slot.number
        }
        let ids = sorted.map { EffectRunner.resultID(ofKey: $0.key, service: batch.service) }
        let ticket = try transaction.send(
            EffectStore.insert, sorted.map(\.key), ids, sorted.map(\.kind), sorted.map(\.command.orderID), slots,
            sorted.map(\.request), sorted.map(\.command.jsonBytes))
        var inserted: Set<String> = []
        for row in try transaction.read(ticket) { inserted.insert(try row.string(0)) }
        for (index, effect) in sorted.enumerated() where slots[index] != nil && inserted.contains(effect.key) {
            result.effects.append(
                ClaimedEffect(
                    key: effect.key, id: ids[index], kind: effect.kind, attempt: 1, request: effect.request,
                    command: effect.command))
        }
    }

    mutating func writeOperatorRequests(_ transaction: inout Transaction) throws {
        for (index, work) in batch.work.enumerated() where fates[index] == nil && decisions[index] == nil {
            guard let message = work.message, OperatorRequest.types.contains(message.type), batch.verdict == nil,
                !displaced.contains(index)
            else { continue }
            do {
                try OperatorRequest(message).write(with: batch.store, in: &transaction)
                fates[index] = .applied
            } catch let error as JSONError {
                failures.append((index, error))
            } catch let error as HandlerError {
                failures.append((index, error))
            }
        }
    }

    /// Keeps what could not be handled: for another try, or parked. Nothing is dropped.
    mutating func writeFailures(_ transaction: inout Transaction) throws {
        var kept: [(work: Work, attempts: Int, unended: Int, delay: Int64?, reason: String)] = []
        var beside: [(work: Work, reason: String)] = []
        for (index, error) in failures where fates[index] == nil {
            let work = batch.work[index]
            // Whatever the reason quotes, it must fit in a text column, or the message could not even be kept.
            let reason = String(describing: error).replacing("\0", with: "\u{FFFD}")
            if displaced.contains(index) {
                beside.append((work, reason))
                fates[index] = .parked(error)
                continue
            }
            var attempts = if case .retry(let attempts) = work.source { attempts } else { 1 }
            var delay = Self.isRetriable(error) ? batch.retryPolicy.delay(after: attempts) : nil
            var unended = 0
            if case .suspect = work.content {
                // It was not run and failed, so there is no longer delay and no end of the tries.
                delay = batch.retryPolicy.delay(after: 1)
                attempts = 0
                unended = DeliveryReader.isSuspectFrom
            }
            kept.append((work, attempts, unended, delay?.wholeMicroseconds, reason))
            fates[index] = delay == nil ? .parked(error) : .retrying(error)
        }
        if !kept.isEmpty {
            kept.sort { $0.work.key < $1.work.key }
            try transaction.send(
                InboxStore.keep, kept.map(\.work.orderID), kept.map(\.work.id), kept.map(\.delay),
                kept.map { Int16(clamping: $0.attempts) }, kept.map(\.reason), kept.map(\.work.keptBytes),
                kept.map { Int16(clamping: $0.unended) })
        }
        if !beside.isEmpty {
            try transaction.send(
                InboxStore.park, beside.map(\.work.orderID), beside.map(\.work.idOfContent),
                beside.map(\.work.hash.bytes), beside.map { $0.work.message?.type.rawValue ?? "" },
                beside.map { $0.work.message?.envelope.source ?? "" }, beside.map(\.work.origin.routingKey),
                beside.map(\.work.origin.userID), beside.map(\.reason), beside.map(\.work.keptBytes))
        }
    }

    /// The one place that decides what is tried again.
    private static func isRetriable(_ error: any Error) -> Bool {
        switch error {
        case let error as HandlerError: error.isRetriable
        case is JSONError: false
        default: true
        }
    }
}
