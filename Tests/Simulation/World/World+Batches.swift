import Contracts
import FoundationEssentials
import Messaging
import WireJSON

/// One thing for a batch to do.
struct Work {
    enum Source {
        case delivery(queue: String, BrokerModel.Delivery)
        case retry(attempts: Int)
        case timer(key: String)
        case effect(key: String)
    }

    let letter: Letter
    let source: Source

    var message: ReceivedMessage { letter.message }

    /// Which time it is that this is tried.
    var turn: Int {
        switch source {
        case .delivery(_, let delivery): delivery.count
        case .retry(let attempts): 10 + attempts
        case .timer, .effect: 0
        }
    }

    var origin: HandlerContext.Origin {
        if case .delivery = source { .init(routingKey: letter.routingKey) } else { .init() }
    }
}

/// What a commit leaves to be done.
struct Aftermath {
    var letters: [Letter] = []
    /// The same, as they are sent.
    var rows: [SimulatedService.OutboxRow] = []
    var effects: [String] = []
}

extension World {
    /// A process takes what is in a queue, if one is up.
    func poll(_ queue: String) {
        guard let first = broker.first(of: queue), let name = BrokerModel.owners[queue],
            let service = house.services[name]
        else { return }
        let identity = first.letters[0].message.id.identity
        guard let owner = service.anyNode(chance.bits(.node, identity, first.count)) else { return }
        let limit = Int(chance.int(1...8, .batch, identity, first.count))
        let isReversed =
            broker.count(of: queue) > 1 && faults.strikes(.reorder, name.rawValue, identity, first.count)
        let taken = broker.take(limit, from: queue, reversed: isReversed)
        if broker.count(of: queue) > 0 { plan(in: 500) { $0.poll(queue) } }
        let work = taken.flatMap { delivery in
            delivery.letters.map { Work(letter: $0, source: .delivery(queue: queue, delivery)) }
        }
        // What does not fit in a batch is for the next: a pack may be committed in parts.
        for start in stride(from: 0, to: work.count, by: limit) {
            process(Array(work[start..<min(start + limit, work.count)]), service, owner)
        }
    }

    /// One batch: decided, committed, acknowledged, published - or cut off between any two of these.
    func process(_ work: [Work], _ service: SimulatedService, _ owner: SimulatedService.Owner) {
        guard let first = work.first else { return }
        let place = service.name.rawValue
        let identity = first.message.id.identity
        if has(.acknowledgeBeforeCommit), faults.strikes(.crashBeforeCommit, place, identity, first.turn) {
            return crash(service, owner)
        }
        if has(.publishBeforeCommit), faults.strikes(.crashBeforeCommit, place, identity, first.turn) {
            publishUncommitted(work, service)
            return dieWith(work, service, owner)
        }
        if faults.strikes(.crashBeforeCommit, place, identity, first.turn) { return dieWith(work, service, owner) }
        begin(service.batch(work, by: owner), service)
    }

    /// After the commit.
    func conclude(_ batch: Batch, _ aftermath: Aftermath, _ service: SimulatedService) {
        isDirty = true
        for case .delivery(_, let delivery) in batch.work.map(\.source) { delivery.progress.isPartCommitted = true }
        let first = batch.first
        let place = service.name.rawValue
        let identity = first.message.id.identity
        if faults.strikes(.crashAfterCommit, place, identity, first.turn) {
            return dieWith(batch.work, service, batch.owner)
        }
        if has(.acknowledgeTooMuch), case .delivery(let queue, _) = first.source {
            _ = broker.take(1, from: queue, reversed: false)
        }
        if faults.strikes(.crashAfterAck, place, identity, first.turn) { return crash(service, batch.owner) }
        publish(aftermath.rows, service)
        for key in aftermath.effects { planCall(service, key) }
        people.look(at: service.name, in: self)
    }

    private func dieWith(_ work: [Work], _ service: SimulatedService, _ owner: SimulatedService.Owner) {
        crash(service, owner)
        giveBack(work, service)
    }

    /// What a process had in hand when it died.
    func giveBack(_ work: [Work], _ service: SimulatedService) {
        var given: Set<ObjectIdentifier> = []
        for piece in work {
            switch piece.source {
            case .delivery(let queue, var delivery):
                // As a whole, whatever of it is committed.
                guard given.insert(ObjectIdentifier(delivery.progress)).inserted else { continue }
                if has(.packAcknowledgedInPart), delivery.progress.isPartCommitted { continue }
                delivery.count += 1
                broker.put(delivery, into: queue)
                plan(in: 1000) { $0.poll(queue) }
            case .timer(let key):
                guard let timer = service.timers[key] else { continue }
                plan(in: 1_000_000) { $0.ring(service, key, timer.id) }
            case .retry(let attempts):
                // The claim's lease.
                plan(in: 60_000_000) { $0.retry(service, piece.letter, attempts: attempts) }
            case .effect: break
            }
        }
    }

    func fail(_ piece: Work, _ service: SimulatedService, _ error: any Error) {
        let attempts = if case .retry(let attempts) = piece.source { attempts } else { 1 }
        let isRetriable = (error as? HandlerError)?.isRetriable ?? !(error is JSONError)
        guard isRetriable, attempts < 10 else {
            keep(piece, service, "\(error)", delay: nil)
            // What it waited for may be there by the time that somebody looks.
            if isRetriable, service.noticed.insert(piece.message.id).inserted { planRetry(of: piece.letter, service) }
            return
        }
        let ceiling: Int64 = min(600_000_000, 1_000_000 << Int64(attempts - 1))
        keep(
            piece, service, "\(error)", attempts: attempts,
            delay: chance.int(50_000...ceiling, .retry, piece.message.id.identity, attempts))
    }

    func keep(
        _ piece: Work, _ service: SimulatedService, _ reason: String, attempts: Int = 0, delay: Int64?
    ) {
        trace?("\(service.name.rawValue) keeps \(piece.message.type.rawValue): \(reason)")
        let fate: SimulatedService.Fate = delay == nil ? .parked(reason) : .retrying(attempts: attempts)
        service.inbox[piece.message.id] = .init(hash: piece.message.hash, fate: fate, letter: piece.letter)
        guard let delay else { return }
        plan(in: delay) { $0.retry(service, piece.letter, attempts: attempts + 1) }
    }

    /// `waybill parked retry`, an hour later.
    private func planRetry(of letter: Letter, _ service: SimulatedService) {
        plan(in: chance.int(1_800_000_000...7_200_000_000, .operate, letter.message.id.identity), isTimer: true) {
            service.inbox[letter.message.id]?.fate = .retrying(attempts: 0)
            $0.retry(service, letter, attempts: 1)
        }
    }

    func retry(_ service: SimulatedService, _ letter: Letter, attempts: Int) {
        guard case .retrying = service.inbox[letter.message.id]?.fate else { return }
        guard let owner = service.anyNode(chance.bits(.node, letter.message.id.identity, attempts)) else {
            return plan(in: 1_000_000) { $0.retry(service, letter, attempts: attempts) }
        }
        process([Work(letter: letter, source: .retry(attempts: attempts))], service, owner)
    }

    func write(
        _ outcome: Outcome, of piece: Work, _ service: SimulatedService, _ owner: SimulatedService.Owner,
        _ aftermath: inout Aftermath
    ) {
        if case .retry = piece.source { service.inbox[piece.message.id]?.fate = .applied }
        if !service.applied.insert(piece.message.id).inserted {
            violate("A4: \(piece.message.type.rawValue) took effect twice in \(service.name.rawValue)")
        }
        for message in outcome.messages.compactMap({ mutated($0, by: service, of: piece.message) }) {
            guard let letter = letter(message) else { continue }
            if let command = message.answers {
                let known = service.replies[command, default: []]
                if !known.contains(where: { $0.message.id == letter.message.id }) {
                    service.replies[command] = known + [letter]
                }
            }
            trace?(line(of: message.envelope, by: service))
            aftermath.letters.append(letter)
        }
        for change in outcome.timers { write(change, service) }
        for effect in outcome.effects where service.effects[effect.key] == nil {
            let id = UUID.v5("effect/\(service.name.rawValue)/\(effect.key)")
            service.effects[effect.key] = .init(request: effect, id: id, owner: owner)
            aftermath.effects.append(effect.key)
        }
    }

    private func line(of envelope: Envelope, by service: SimulatedService) -> String {
        let line = "\(service.name.rawValue) -> \(envelope.type.rawValue) \(envelope.orderID?.text ?? "")"
        return tracesData ? "\(line) \(String(decoding: envelope.data, as: UTF8.self))" : line
    }

    private func write(_ change: TimerChange, _ service: SimulatedService) {
        switch change {
        case .cancel(let key): service.timers[key] = nil
        case .set(let timer):
            let delay = timer.delay.wholeMicroseconds
            let id = timer.envelope.id
            service.timers[timer.key] = .init(
                id: id, due: now + service.skew + delay, envelope: timer.envelope)
            plan(in: delay, isTimer: true) { $0.ring(service, timer.key, id) }
        }
    }

    func letter(_ message: OutgoingMessage) -> Letter? {
        do {
            let bytes = message.bytes
            return Letter(
                exchange: message.exchange, routingKey: message.routingKey,
                message: try ReceivedMessage(parsing: bytes), size: bytes.count)
        } catch {
            violate("a message of type \(message.envelope.type.rawValue) cannot be read: \(error)")
            return nil
        }
    }

    func record(_ letter: Letter) {
        note(letter.message)
        let owners = Set(broker.route(letter.exchange, letter.routingKey).compactMap { BrokerModel.owners[$0] })
        if owners.isEmpty, letter.exchange != Topology.publicEvents {
            violate("nobody listens to \(letter.message.type.rawValue) (\(letter.routingKey))")
        }
        sent.append((letter.message.id, letter.message.type, owners.sorted { $0.rawValue < $1.rawValue }))
    }

    // MARK: Timers

    func ring(_ service: SimulatedService, _ key: String, _ id: UUID) {
        guard let timer = service.timers[key], timer.id == id else { return }
        let early = timer.due - now - service.skew
        guard early <= 0 else { return plan(in: early, isTimer: true) { $0.ring(service, key, id) } }
        // Not before the service has read its own queue past the deadline.
        let isBehind = service.queues.contains { broker.holds(upTo: now, in: $0) }
        let identity = id.identity
        guard !isBehind, let owner = service.anyNode(chance.bits(.node, identity)) else {
            return plan(in: chance.int(200_000...1_500_000, .postpone, identity)) { $0.ring(service, key, id) }
        }
        do {
            let message = try ReceivedMessage(local: timer.envelope)
            let letter = Letter(exchange: "", routingKey: "", message: message)
            if has(.timerTakenBeforeCommit), faults.strikes(.crashBeforeCommit, service.name.rawValue, identity) {
                service.timers[key] = nil
                return crash(service, owner)
            }
            process([Work(letter: letter, source: .timer(key: key))], service, owner)
        } catch {
            violate("a timer of \(service.name.rawValue) cannot be read: \(error)")
        }
    }
}
