import Contracts
import FoundationEssentials
import Logging
import Synchronization
import WireJSON

/// Performs claimed effects outside of any transaction, a bounded number per kind side by side and each for a bounded
/// time, and hands the results to the batch worker.
final class EffectRunner: Sendable {
    private let service: ServiceName
    private let performers: [String: any EffectPerformer]
    private let retryPolicy: RetryPolicy
    private let timeout: Duration
    private let timeouts: CallTimeouts
    private let logger: Logger
    private let streams: [String: (stream: AsyncStream<ClaimedEffect>, input: AsyncStream<ClaimedEffect>.Continuation)]
    private struct State {
        /// Keys of what waits or runs here. An effect whose claim was lost with a connection, and claimed again, is
        /// still the same call: it must not run twice side by side.
        var inHand: Set<String> = []
        /// Claims of what is in hand, by key. Such a claim ended the earlier one, which cannot be put back any more: when
        /// the call in hand has failed, this is the one to go on with.
        var claimedAgain: [String: ClaimedEffect] = [:]
        /// How many are in hand, by kind; a call that hangs beyond its time counts until it ends.
        var count: [String: Int] = [:]
        /// How many of an effect's attempts met a limit, by key: these are no failures.
        var limited: [String: Int] = [:]
        var isStopped = false
    }

    private let state = Mutex(State())
    /// How many effects of each kind may be in memory; what is beyond stays open in the database. Every kind has its own
    /// places, so that one whose other side is slow leaves the others theirs.
    private let capacity: [String: Int]

    init(
        service: ServiceName, performers: [String: any EffectPerformer], retryPolicy: RetryPolicy, timeout: Duration,
        logger: Logger
    ) {
        self.service = service
        self.performers = performers
        self.retryPolicy = retryPolicy
        self.timeout = timeout
        timeouts = CallTimeouts(timeout)
        self.logger = logger
        capacity = performers.mapValues { max(512, 8 * $0.concurrency) }
        streams = performers.mapValues { _ in
            // Bounded by `room`: nobody enqueues more than there is room for.
            let (stream, input) = AsyncStream.makeStream(of: ClaimedEffect.self)
            return (stream, input)
        }
    }

    static func resultID(ofKey key: String, service: ServiceName) -> UUID {
        .v5("effect/\(service.rawValue)/\(key)")
    }

    /// How many more effects of each kind can be taken.
    var room: [String: Int] {
        state.withLock { state in
            guard !state.isStopped else { return [:] }
            return Dictionary(uniqueKeysWithValues: capacity.map { ($0, max(0, $1 - state.count[$0, default: 0])) })
        }
    }

    func enqueue(_ effects: [ClaimedEffect]) {
        for effect in effects {
            guard let stream = streams[effect.kind] else {
                logger.critical("no performer for an effect", metadata: ["kind": "\(effect.kind)"])
                continue
            }
            let isNew = state.withLock { state in
                guard state.inHand.insert(effect.key).inserted else {
                    state.claimedAgain[effect.key] = effect
                    return false
                }
                state.count[effect.kind, default: 0] += 1
                return true
            }
            if isNew { stream.input.yield(effect) }
        }
    }

    /// Begins no more calls, so that ``run(finished:failed:)`` returns when those under way are done. What was not begun
    /// stays claimed and is taken over when this process's slot is free.
    func stop() {
        state.withLock { $0.isStopped = true }
        for stream in streams.values { stream.input.finish() }
    }

    /// - Parameters:
    ///   - finished: gets the result as work for the batch worker.
    ///   - failed: gets the effect that is to be opened again, or parked.
    func run(
        finished: @escaping @Sendable (Work) -> Void,
        failed: @escaping @Sendable (ClaimedEffect, Failure) async -> Void
    ) async {
        // Ends with this scope.
        async let _ = timeouts.run()
        await withDiscardingTaskGroup { group in
            for (kind, performer) in performers {
                guard let stream = streams[kind]?.stream else { continue }
                group.addTask {
                    await withTaskGroup(of: Void.self) { calls in
                        var running = 0
                        for await effect in stream {
                            if running == performer.concurrency {
                                await calls.next()
                                running -= 1
                            }
                            running += 1
                            calls.addTask {
                                await self.performInTime(effect, performer, finished: finished, failed: failed)
                                self.state.withLock { $0.count[effect.kind, default: 0] -= 1 }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Why a call is made again, or not.
    struct Failure: Sendable {
        /// nil to park it.
        let delay: Duration?
        let reason: String
        /// See ``EffectFailure/leftNothing``.
        var leftNothing = false
    }

    private enum Ending: Sendable {
        case answered([UInt8])
        case threw(any Error)
    }

    /// Whichever comes first, the answer or the end of the time, is what counts, and is reported at once. A call that
    /// does not listen to its cancellation goes on to take a place of its kind, but the effect is free to be asked about.
    private func performInTime(
        _ effect: ClaimedEffect, _ performer: any EffectPerformer, finished: @Sendable (Work) -> Void,
        failed: @Sendable (ClaimedEffect, Failure) async -> Void
    ) async {
        guard !state.withLock(\.isStopped) else { return letGo(effect, isFinished: false) }
        if let discarded = effect.discarded {
            let refusal = EffectFailure(code: "discarded", message: discarded, isFinal: true)
            let isFinished = await report(.threw(refusal), of: effect, finished: finished, failed: failed)
            return letGo(effect, isFinished: isFinished)
        }
        await withTaskGroup(of: Ending?.self) { race in
            race.addTask {
                do {
                    let request = try JSONDocument(parsing: effect.request).root
                    let call = EffectCall(
                        kind: effect.kind, key: effect.key, request: request, attempt: effect.attempt,
                        isRepeat: effect.isRepeat, trace: effect.command.trace)
                    return .answered(try await performer.perform(call))
                } catch {
                    return .threw(error)
                }
            }
            race.addTask {
                // Cancelled below when it was not needed.
                await self.timeouts.wait()
                return nil
            }
            let ending = await race.next() ?? nil
            race.cancelAll()
            let isFinished = await self.report(
                ending ?? .threw(self.overdue), of: effect, finished: finished, failed: failed)
            self.letGo(effect, isFinished: isFinished)
        }
    }

    private func letGo(_ effect: ClaimedEffect, isFinished: Bool) {
        let next: ClaimedEffect? = state.withLock { state in
            if isFinished { state.limited[effect.key] = nil }
            let again = state.claimedAgain.removeValue(forKey: effect.key)
            guard let again, !isFinished, !state.isStopped else {
                state.inHand.remove(effect.key)
                return nil
            }
            state.count[again.kind, default: 0] += 1
            return again
        }
        if let next { streams[next.kind]?.input.yield(next) }
    }

    private var overdue: EffectFailure {
        EffectFailure(code: "unknown_outcome", message: "no answer within \(timeout)", isFinal: false)
    }

    /// - Returns: whether it has its answer or final refusal.
    private func report(
        _ ending: Ending, of effect: ClaimedEffect, finished: @Sendable (Work) -> Void,
        failed: @Sendable (ClaimedEffect, Failure) async -> Void
    ) async -> Bool {
        do {
            switch ending {
            case .answered(let answer): finished(try result(of: effect, answer: answer))
            case .threw(let error): throw error
            }
            return true
        } catch let failure as EffectFailure where failure.isFinal {
            let refusal = Reason(code: failure.code, message: failure.message)
            do {
                finished(try result(of: effect, refusal: refusal))
                return true
            } catch {
                state.withLock { $0.limited[effect.key] = nil }
                await failed(effect, Failure(delay: nil, reason: String(describing: error)))
                return false
            }
        } catch {
            let failure = error as? EffectFailure
            let reason = failure.map { "\($0.code): \($0.message)" } ?? String(describing: error)
            let delay = delay(after: failure, of: effect)
            logger.warning(
                "effect failed",
                metadata: [
                    "kind": "\(effect.kind)", "key": "\(effect.key)", "attempt": "\(effect.attempt)",
                    "reason": "\(reason)", "orderid": "\(effect.command.orderID.text)",
                    "traceid": "\(effect.command.trace?.traceID ?? "")",
                    "next": "\(delay.map { "\($0)" } ?? "parked")",
                ])
            if delay == nil { state.withLock { $0.limited[effect.key] = nil } }
            await failed(
                effect, Failure(delay: delay, reason: reason, leftNothing: failure?.leftNothing ?? false))
            return false
        }
    }

    /// However soon the other side has room, as it says.
    private static var shortestPause: Duration { .milliseconds(50) }

    /// - Returns: nil to park it.
    private func delay(after failure: EffectFailure?, of effect: ClaimedEffect) -> Duration? {
        if failure?.needsPerson == true { return nil }
        if let failure, failure.isLimit, let pause = failure.retryAfter {
            state.withLock { $0.limited[effect.key, default: 0] += 1 }
            return max(pause, Self.shortestPause)
        }
        let failures = max(1, effect.attempt - state.withLock { $0.limited[effect.key, default: 0] })
        var delay = retryPolicy.delay(after: failures)
        if delay == nil, performers[effect.kind]?.isInsistent == true {
            logger.critical(
                "an undoing does not succeed",
                metadata: ["kind": "\(effect.kind)", "key": "\(effect.key)", "attempt": "\(failures)"])
            delay = retryPolicy.cap
        }
        return delay.map { max($0, failure?.retryAfter ?? .zero) }
    }

    private func result(
        of effect: ClaimedEffect, answer: [UInt8]? = nil, refusal: Reason? = nil
    ) throws(JSONError) -> Work {
        let report = EffectReport(
            key: effect.key, request: effect.request, answer: answer, refusal: refusal, command: effect.command)
        let envelope = Envelope(
            id: effect.id, source: service.source,
            type: MessageType(rawValue: "waybill.\(service.rawValue).effect.\(effect.kind).v1"),
            subject: effect.key, time: .wallClock,
            orderID: effect.command.orderID == .zero ? nil : effect.command.orderID,
            causationID: effect.command.id, step: effect.command.step, epoch: effect.command.epoch,
            channel: effect.command.channel, trace: effect.command.trace, data: report.jsonBytes)
        // The key stands for the request, which results of one effect have in common and which may be a whole document.
        let message = try ReceivedMessage(local: envelope) { data in
            ContentHash(
                type: envelope.type, subject: refusal == nil ? "answered" : "refused",
                data: data["answer"] ?? data["refusal"] ?? data)
        }
        return Work(content: .message(message), source: .effect(key: effect.key), raw: .envelope(envelope))
    }
}
