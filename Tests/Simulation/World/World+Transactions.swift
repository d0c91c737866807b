import Contracts
import FoundationEssentials
import Messaging

// What the engine does between BEGIN and COMMIT. Transactions of one service run side by side: each waits for the rows that
// another holds, and writes its changes to what is there by then.

extension World {
    /// Locks, reads and decides; the commit comes now or later.
    func begin(_ batch: Batch, _ service: SimulatedService) {
        guard service.isAlive(batch.owner) else { return abandon(batch, service) }
        batch.reset()
        guard service.locks.acquire(Set(batch.work.map(\.lock)), for: batch) else { return }
        var repeated: [Letter] = []
        if isInboxBroken {
            for piece in batch.work { take(piece, service, batch.owner, &batch.fresh, &repeated) }
        } else {
            batch.fresh = fresh(of: batch, service)
        }
        guard !batch.fresh.isEmpty else { return finish(batch, service) }
        let intents = batch.fresh.enumerated().map { Intent(index: $0, message: $1.message, origin: $1.origin) }
        let transaction = service.decider.prepare(intents, at: clock(of: service))
        let needsLocks = !(has(.rowLockLost) || has(.checkThenInsert) && service.name == .inventory)
        if needsLocks, !service.locks.acquire(transaction.locks, for: batch) { return }
        let identity = batch.first.message.id.identity
        let isStale =
            has(.checkThenInsert) && service.name == .inventory
            && chance.unit(.batch, identity, batch.first.turn) < 0.5
        do { batch.decided = try transaction.decide(isStale: isStale) } catch { batch.error = error }
        let turn = batch.first.turn + 100 * batch.attempts
        if isInboxBroken || chance.unit(.overlap, identity, turn) > 0.3 { return finish(batch, service) }
        plan(in: chance.int(200...30_000, .overlap, identity, turn + 50)) { $0.finish(batch, service) }
    }

    private func finish(_ batch: Batch, _ service: SimulatedService) {
        guard service.isAlive(batch.owner) else { return abandon(batch, service) }
        if !isInboxBroken, batch.fresh.map(\.message.id) != fresh(of: batch, service).map(\.message.id) {
            return again(batch, service)
        }
        if batch.error == nil, !(has(.tombstoneIgnored) && batch.leavesTombstone(in: self)) {
            do {
                try batch.decided?.commit()
            } catch {
                // Somebody else was first: as the engine does for 40001 and 23505, and no attempt is counted.
                if batch.attempts < 8, !isInboxBroken { return again(batch, service) }
                batch.error = error
            }
        }
        if batch.error != nil, batch.work.count > 1 {
            // As the engine takes a batch apart that fails without naming the message at fault.
            release(batch, service)
            for piece in batch.work { begin(service.batch([piece], by: batch.owner), service) }
            return
        }
        let aftermath = write(batch, service)
        release(batch, service)
        conclude(batch, aftermath, service)
    }

    /// The engine's own rows, in the same transaction.
    private func write(_ batch: Batch, _ service: SimulatedService) -> Aftermath {
        var repeated: [Letter] = []
        var fresh: [Work] = []
        if !isInboxBroken {
            for piece in batch.work { take(piece, service, batch.owner, &fresh, &repeated) }
        }
        var aftermath = Aftermath()
        if let error = batch.error {
            keep(batch.work[0], service, "\(error)", delay: nil)
        } else if let decided = batch.decided {
            for (index, error) in decided.failures { fail(batch.fresh[index], service, error) }
            for (index, outcome) in decided.outcomes {
                write(outcome, of: batch.fresh[index], service, batch.owner, &aftermath)
            }
        }
        aftermath.letters += repeated
        for letter in aftermath.letters { record(letter) }
        // By the engine's own rule.
        let packs = Packing.packs(of: aftermath.letters) { ($0.exchange, $0.routingKey, $0.size) }
        aftermath.rows = packs.map { service.keep($0, by: batch.owner) }
        return aftermath
    }

    /// From the start, on what is there by now.
    private func again(_ batch: Batch, _ service: SimulatedService) {
        batch.attempts += 1
        release(batch, service)
        let identity = batch.first.message.id.identity
        plan(in: chance.int(500...20_000, .overlap, identity, 1000 + batch.attempts)) { $0.begin(batch, service) }
    }

    /// The process has died, and its connection with it.
    private func abandon(_ batch: Batch, _ service: SimulatedService) {
        release(batch, service)
        giveBack(batch.work, service)
    }

    private func release(_ batch: Batch, _ service: SimulatedService) {
        for waiting in service.locks.release(batch) { plan(in: 10) { $0.begin(waiting, service) } }
    }

    // MARK: Inbox, timers and effects

    private var isInboxBroken: Bool { has(.noInbox) || has(.inboxPerProcess) || has(.inboxTooCoarse) }

    /// What was not done before, each once.
    private func fresh(of batch: Batch, _ service: SimulatedService) -> [Work] {
        var known: Set<UUID> = []
        return batch.work.filter { isFresh($0, service) && known.insert($0.message.id).inserted }
    }

    /// Whether there is something to be done.
    private func isFresh(_ piece: Work, _ service: SimulatedService) -> Bool {
        let known = service.inbox[piece.message.id]
        switch piece.source {
        case .retry: return if case .retrying = known?.fate { true } else { false }
        case .timer(let key): return service.timers[key]?.id == piece.message.id && known == nil
        case .effect(let key): return service.effects[key]?.isOpen == true && known == nil
        case .delivery: return known == nil
        }
    }

    /// Takes it for this transaction.
    private func take(
        _ piece: Work, _ service: SimulatedService, _ owner: SimulatedService.Owner, _ fresh: inout [Work],
        _ repeated: inout [Letter]
    ) {
        let id = piece.message.id
        switch piece.source {
        case .retry:
            guard case .retrying = service.inbox[id]?.fate else { return }
            fresh.append(piece)
            return
        case .timer(let key):
            guard service.timers[key]?.id == id else { return }
            service.timers[key] = nil
        case .effect(let key):
            guard service.effects[key]?.isOpen == true else { return }
            service.effects[key]?.isOpen = false
        case .delivery:
            if has(.noInbox) {
                service.inbox[id] = .init(hash: piece.message.hash, fate: .applied, letter: piece.letter)
                return fresh.append(piece)
            }
            if has(.inboxTooCoarse), piece.message.orderID != .zero,
                !service.seen.insert("\(piece.message.orderID.text)/\(piece.message.type.rawValue)").inserted
            {
                return
            }
            if has(.inboxPerProcess) {
                if service.remembered[owner, default: []].insert(id).inserted { fresh.append(piece) }
                service.inbox[id] = .init(hash: piece.message.hash, fate: .applied, letter: piece.letter)
                return
            }
        }
        if let known = service.inbox[id] {
            if known.hash != piece.message.hash {
                violate("\(service.name.rawValue): message \(id.text) came again with another content")
            }
            repeated += service.replies[id] ?? []
            return
        }
        service.inbox[id] = .init(hash: piece.message.hash, fate: .applied, letter: piece.letter)
        fresh.append(piece)
    }
}

extension Work {
    /// The engine's row for it: who comes second with the same waits for it.
    fileprivate var lock: RowLock {
        switch source {
        case .timer(let key): RowLock("timer", key)
        case .effect(let key): RowLock("effect", key)
        case .delivery, .retry: RowLock("inbox", message.id.text)
        }
    }
}

extension Batch {
    fileprivate func leavesTombstone(in world: World) -> Bool {
        work.count == 1 && world.leavesTombstone(first.message)
    }
}
