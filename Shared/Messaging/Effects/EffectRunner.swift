import Contracts
import FoundationEssentials
import Logging
import Synchronization
import WireJSON

/// Performs claimed effects outside of any transaction, a bounded number per kind side by side, and hands the results
/// to the batch worker.
final class EffectRunner: Sendable {
    private let service: ServiceName
    private let performers: [String: any EffectPerformer]
    private let retryPolicy: RetryPolicy
    private let logger: Logger
    private let streams: [String: (stream: AsyncStream<ClaimedEffect>, input: AsyncStream<ClaimedEffect>.Continuation)]
    private struct State {
        /// Keys of what waits or runs here. An effect whose claim was lost with a connection, and claimed again, is
        /// still the same call: it must not run twice side by side.
        var inHand: Set<String> = []
        var isStopped = false
    }

    private let state = Mutex(State())
    /// How many effects may wait in memory; what is beyond stays open in the database.
    private let capacity = 512

    init(
        service: ServiceName, performers: [String: any EffectPerformer], retryPolicy: RetryPolicy, logger: Logger
    ) {
        self.service = service
        self.performers = performers
        self.retryPolicy = retryPolicy
        self.logger = logger
        streams = performers.mapValues { _ in
            // Bounded by `room`: nobody enqueues more than there is room for.
            let (stream, input) = AsyncStream.makeStream(of: ClaimedEffect.self)
            return (stream, input)
        }
    }

    static func resultID(ofKey key: String, service: ServiceName) -> UUID {
        .v5("effect/\(service.rawValue)/\(key)")
    }

    /// How many more effects can be taken.
    var room: Int { state.withLock { $0.isStopped ? 0 : max(0, capacity - $0.inHand.count) } }

    var kinds: [String] { performers.keys.sorted() }

    func enqueue(_ effects: [ClaimedEffect]) {
        for effect in effects {
            guard let stream = streams[effect.kind] else {
                logger.critical("no performer for an effect", metadata: ["kind": "\(effect.kind)"])
                continue
            }
            if state.withLock({ $0.inHand.insert(effect.key).inserted }) { stream.input.yield(effect) }
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
    ///   - failed: gets the effect, the time to wait (nil to park), and the reason.
    func run(
        finished: @escaping @Sendable (Work) -> Void,
        failed: @escaping @Sendable (ClaimedEffect, Duration?, String) async -> Void
    ) async {
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
                                if !self.state.withLock(\.isStopped) {
                                    await self.perform(effect, performer, finished: finished, failed: failed)
                                }
                                self.state.withLock { _ = $0.inHand.remove(effect.key) }
                            }
                        }
                    }
                }
            }
        }
    }

    private func perform(
        _ effect: ClaimedEffect, _ performer: any EffectPerformer, finished: @Sendable (Work) -> Void,
        failed: @Sendable (ClaimedEffect, Duration?, String) async -> Void
    ) async {
        do {
            let request = try JSONDocument(parsing: effect.request).root
            let call = EffectCall(kind: effect.kind, key: effect.key, request: request, attempt: effect.attempt)
            let answer = try await performer.perform(call)
            finished(try result(of: effect, answer: answer))
        } catch let failure as EffectFailure where failure.isFinal {
            let refusal = Reason(code: failure.code, message: failure.message)
            do {
                finished(try result(of: effect, refusal: refusal))
            } catch {
                await failed(effect, nil, String(describing: error))
            }
        } catch {
            let reason = (error as? EffectFailure).map { "\($0.code): \($0.message)" } ?? String(describing: error)
            let delay = retryPolicy.delay(after: effect.attempt)
            logger.warning(
                "effect failed",
                metadata: [
                    "kind": "\(effect.kind)", "key": "\(effect.key)", "attempt": "\(effect.attempt)",
                    "reason": "\(reason)", "orderid": "\(effect.command.orderID.text)",
                    "next": "\(delay.map { "\($0)" } ?? "parked")",
                ])
            await failed(effect, delay, reason)
        }
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
        return Work(
            content: .message(try ReceivedMessage(local: envelope)), source: .effect(key: effect.key),
            bytes: envelope.jsonBytes)
    }
}
