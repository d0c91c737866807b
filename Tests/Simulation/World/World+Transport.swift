import Contracts
import FoundationEssentials
import Messaging
import WireJSON

extension World {
    // MARK: Publishing

    func publish(_ rows: [SimulatedService.OutboxRow], _ service: SimulatedService) {
        for row in rows { publish(row.id, service) }
    }

    private func publish(_ id: Int, _ service: SimulatedService) {
        guard var row = service.outbox[id] else { return }
        let letters = row.letters
        let turn = row.publications
        let owner = row.owner
        row.publications += 1
        service.outbox[id] = row
        let place = service.name.rawValue
        let identity = letters[0].message.id.identity
        if has(.outboxDeletedOnPublish) { service.outbox[id] = nil }
        if faults.strikes(.losePublish, place, identity, turn) {
            return plan(in: 30_000_000) { $0.publishOverdue(id, service) }
        }
        var latency = chance.int(200...5000, .latency, identity, turn)
        if faults.strikes(.delay, place, identity, turn) {
            latency += chance.int(100_000...900_000_000, .latency, identity, turn + 100)
        }
        plan(in: latency) { $0.arrive(letters) }
        if faults.strikes(.duplicate, place, identity, turn) {
            plan(in: latency + chance.int(1...600_000_000, .duplicate, identity, turn)) { $0.arrive(letters) }
        }
        if faults.strikes(.loseConfirm, place, identity, turn) {
            plan(in: latency + 30_000_000) { $0.publishOverdue(id, service) }
        } else {
            plan(in: latency + 1000) { world in
                // A process that died meanwhile deletes nothing; whoever takes its outbox over publishes again.
                if service.isAlive(owner) { service.outbox[id] = nil } else { world.adopt(owner, service) }
            }
        }
    }

    /// A row that nobody has got rid of for half a minute is published by whoever finds it.
    private func publishOverdue(_ id: Int, _ service: SimulatedService) {
        guard service.outbox[id] != nil, !has(.outboxNeverReadAgain) else { return }
        guard let owner = service.anyNode(UInt64(id)) else {
            return plan(in: 5_000_000) { $0.publishOverdue(id, service) }
        }
        service.outbox[id]?.owner = owner
        publish(id, service)
    }

    /// A message that is not from a service of ours.
    func publish(_ envelope: Envelope, exchange: String, routingKey: String, turns: Int = 1) {
        do {
            let json = try JSONNode.document(envelope)
            let message =
                routingKey.hasPrefix("orders.")
                ? try ReceivedMessage(
                    fromOutside: json,
                    sender: routingKey.split(separator: ".").dropFirst().joined(separator: "/"))
                : try ReceivedMessage(from: json)
            let letter = Letter(exchange: exchange, routingKey: routingKey, message: message)
            let owners = broker.route(exchange, routingKey).compactMap { BrokerModel.owners[$0] }
            sent.append((message.id, message.type, owners))
            for turn in 0..<turns {
                plan(in: chance.int(200...5000, .latency, message.id.identity, turn) + Int64(turn) * 40_000_000) {
                    $0.arrive([letter])
                }
            }
        } catch {
            violate("a message from outside cannot be read: \(error)")
        }
    }

    private func arrive(_ letters: [Letter]) {
        guard let first = letters.first else { return }
        for letter in letters {
            letter.sentAt = min(letter.sentAt, now)
            if letter.exchange == Topology.publicEvents { shop.hear(letter.message, letter.routingKey, in: self) }
        }
        if first.exchange == Topology.publicEvents {
            // One by one, though they share a row.
            for letter in letters { deliver([letter]) }
        } else {
            deliver(letters)
        }
    }

    private func deliver(_ letters: [Letter]) {
        let first = letters[0]
        for queue in broker.route(first.exchange, first.routingKey) {
            broker.put(.init(letters: letters), into: queue)
            let identity = first.message.id.identity ^ queue.identity
            plan(in: chance.int(100...3000, .latency, identity, 7)) { $0.poll(queue) }
        }
    }

    // MARK: Crashes

    func crash(_ service: SimulatedService, _ owner: SimulatedService.Owner) {
        guard service.isAlive(owner) else { return }
        trace?("\(service.name.rawValue).\(owner.node) dies")
        service.nodes[owner.node].isUp = false
        service.nodes[owner.node].life += 1
        let identity = service.name.rawValue.identity ^ UInt64(owner.node)
        plan(in: chance.int(500_000...30_000_000, .restart, identity, owner.life)) { world in
            service.nodes[owner.node].isUp = true
            for queue in service.queues { world.plan(in: 1000) { $0.poll(queue) } }
        }
        // What is in the broker's hands comes back to whoever else is up.
        for queue in service.queues { plan(in: 2000) { $0.poll(queue) } }
        plan(in: chance.int(500_000...40_000_000, .adoption, identity, owner.life)) { $0.adopt(owner, service) }
    }

    /// Whoever can take the lock of a slot knows that its writer is gone: its messages are published, and its calls are
    /// made again.
    private func adopt(_ gone: SimulatedService.Owner, _ service: SimulatedService) {
        guard !service.isAlive(gone) else { return }
        let rows = service.outbox.values.filter { $0.owner == gone }.sorted { $0.id < $1.id }
        let effects = service.effects.filter { $0.value.isOpen && $0.value.owner == gone }.keys.sorted()
        guard !rows.isEmpty || !effects.isEmpty else { return }
        guard let owner = service.anyNode(UInt64(gone.life)) else {
            return plan(in: 2_000_000) { $0.adopt(gone, service) }
        }
        if !has(.outboxNeverReadAgain) {
            for row in rows {
                service.outbox[row.id]?.owner = owner
                publish(row.id, service)
            }
        }
        for key in effects where !has(.effectsNeverTakenOver) {
            service.effects[key]?.owner = owner
            service.effects[key]?.attempts += 1
            planCall(service, key)
        }
    }

    /// The mutation that tells others before it is sure.
    func publishUncommitted(_ work: [Work], _ service: SimulatedService) {
        let intents = work.enumerated().map { Intent(index: $0, message: $1.message, origin: $1.origin) }
            .filter { service.inbox[$0.message.id] == nil }
        let decided = try? service.decider.prepare(intents, at: clock(of: service)).decide(isStale: false)
        for message in (decided?.outcomes ?? []).flatMap(\.outcome.messages) {
            guard let letter = letter(message) else { continue }
            plan(in: chance.int(200...5000, .latency, letter.message.id.identity)) { $0.arrive([letter]) }
        }
    }
}
