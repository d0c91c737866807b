import Contracts
import FoundationEssentials
import Messaging
import WireJSON

extension World {
    func planCall(_ service: SimulatedService, _ key: String) {
        guard let effect = service.effects[key], effect.isOpen else { return }
        let (owner, attempt) = (effect.owner, effect.attempts)
        plan(in: chance.int(500...80_000, .effect, key.identity, attempt)) { world in
            world.call(service, key, owner, attempt)
        }
    }

    /// One attempt: the call, and what may become of it on the way there and back.
    private func call(
        _ service: SimulatedService, _ key: String, _ owner: SimulatedService.Owner, _ attempt: Int
    ) {
        guard let effect = service.effects[key], effect.isOpen, effect.attempts == attempt, effect.owner == owner
        else { return }
        guard service.isAlive(owner) else { return }
        let place = service.name.rawValue
        let identity = key.identity
        if faults.strikes(.loseCall, place, identity, attempt) { return reopen(service, key, attempt) }
        let usedKey = mutatedKey(of: effect.request, service, attempt)
        let reply = outside.perform(
            service.name, effect.request.kind, key: usedKey, request: effect.request.request, attempt: attempt,
            at: Timestamp(microseconds: now), in: self)
        trace?("\(place) calls \(usedKey), attempt \(attempt)")
        if faults.strikes(.crashAfterEffect, place, identity, attempt) { return crash(service, owner) }
        if faults.strikes(.loseAnswer, place, identity, attempt) { return reopen(service, key, attempt) }
        var report = EffectReport(key: key, request: effect.request.request, command: effect.request.command)
        switch reply {
        case .lost: return reopen(service, key, attempt)
        case .answer(let answer): report.answer = answer
        case .refusal(let reason): report.refusal = reason
        }
        finish(service, effect, report, owner)
    }

    private func finish(
        _ service: SimulatedService, _ effect: SimulatedService.EffectRow, _ report: EffectReport,
        _ owner: SimulatedService.Owner
    ) {
        let command = effect.request.command
        let envelope = Envelope(
            id: effect.id, source: service.name.source,
            type: MessageType(rawValue: "waybill.\(service.name.rawValue).effect.\(effect.request.kind).v1"),
            subject: report.key, time: Timestamp(microseconds: now),
            orderID: command.orderID == .zero ? nil : command.orderID, causationID: command.id, step: command.step,
            epoch: command.epoch, channel: command.channel, trace: command.trace, data: report.jsonBytes)
        guard let message = try? ReceivedMessage(local: envelope) else {
            return violate("the result of \(report.key) cannot be read")
        }
        let letter = Letter(exchange: "", routingKey: "", message: message)
        plan(in: chance.int(200...3000, .effect, report.key.identity, 50)) { world in
            // With the process the answer is lost; whoever takes its effects over asks again.
            guard service.isAlive(owner) else { return world.recover(service, report.key, owner) }
            world.process([Work(letter: letter, source: .effect(key: report.key))], service, owner)
        }
    }

    private func recover(_ service: SimulatedService, _ key: String, _ gone: SimulatedService.Owner) {
        guard let effect = service.effects[key], effect.isOpen, effect.owner == gone, !has(.effectsNeverTakenOver)
        else { return }
        guard let owner = service.anyNode(key.identity) else {
            return plan(in: 2_000_000) { $0.recover(service, key, gone) }
        }
        service.effects[key]?.owner = owner
        service.effects[key]?.attempts += 1
        planCall(service, key)
    }

    /// The outcome is unknown: another attempt, later.
    private func reopen(_ service: SimulatedService, _ key: String, _ attempt: Int) {
        guard attempt < 40 else { return violate("effect \(key) is given up") }
        let delay = chance.int(50_000...60_000_000, .retry, key.identity, attempt)
        plan(in: delay) { world in
            guard let effect = service.effects[key], effect.isOpen, effect.attempts == attempt else { return }
            guard let owner = service.anyNode(key.identity) else {
                return world.plan(in: 2_000_000) { $0.reopen(service, key, attempt) }
            }
            service.effects[key]?.owner = owner
            service.effects[key]?.attempts += 1
            world.planCall(service, key)
        }
    }
}

extension JSONNode {
    static func document(_ value: some JSONEncodable) throws(JSONError) -> JSONNode {
        try JSONDocument(parsing: value.jsonBytes, limits: .message).root
    }
}
