import AMQP
import Contracts
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Messaging

@Suite("What waits for the batch worker")
struct WorkQueueTests {
    private let room: Room
    private let queue: WorkQueue

    init() {
        let room = Room()
        self.room = room
        queue = WorkQueue(queues: ["q"], prefetch: 10, admits: { room.admits.withLock { $0 } })
    }

    /// How much may begin.
    private final class Room: Sendable {
        let admits = Mutex(Int.max)
    }

    private func admission(_ number: UInt64) -> Work {
        work("n\(number)", .delivery(DeliveryTag(generation: 1, number: number), queue: "new", isLast: true))
    }

    @Test("What is to begin comes after what is under way, has an eighth of each batch, and fills what is left of it")
    func admissions() async {
        queue.put(admissions: (1...9).map(admission))
        queue.put((1...20).map(delivery))
        #expect(await take(8) == (1...7).map { "d\($0)" } + ["n1"])
        #expect(await take(16) == (8...20).map { "d\($0)" } + ["n2", "n3", "n4"])
        #expect(await take(4) == ["n5", "n6", "n7", "n8"])
        queue.put([retry("a", runsAlone: true)])
        #expect(await take(4) == ["a"])
        #expect(await take(4) == ["n9"])
    }

    @Test("Nothing begins without room, and the taker waits until there is some")
    func room() async {
        room.admits.withLock { $0 = 2 }
        queue.put(admissions: (1...5).map(admission))
        #expect(await take(8) == ["n1", "n2"])
        room.admits.withLock { $0 = 0 }
        #expect(!queue.hasRoom && queue.count == 3)
        queue.put([delivery(1)])
        #expect(await take(8) == ["d1"])
        async let next = take(8)
        room.admits.withLock { $0 = 1 }
        #expect(queue.hasRoom)
        queue.askToLook()
        #expect(await next == ["n3"])
    }

    @Test("A batch is no larger than what the database takes in one statement, but for its last message")
    func large() async {
        func large(_ number: UInt64, of queue: String) -> Work {
            Work(
                content: .unreadable(reason: "\(queue)\(number)"),
                source: .delivery(DeliveryTag(generation: 1, number: number), queue: queue, isLast: true),
                raw: .bytes(Array(repeating: UInt8(number), count: 4 << 20)))
        }
        queue.put((1...18).map { large($0, of: "q") })
        queue.put(admissions: (1...18).map { large($0, of: "n") })
        #expect(await take(600).count == 16)
        #expect(await take(600) == ["q17", "q18"] + (1...14).map { "n\($0)" })
        #expect(await take(600) == (15...18).map { "n\($0)" })
    }

    @Test("A taker may wait for more while less than a batch waits, and nobody for its end")
    func gathering() async throws {
        queue.put([delivery(1), retry("r")])
        #expect(queue.mayGather(upTo: 3) && !queue.mayGather(upTo: 2))
        queue.put([work("e", .effect(key: "e"))])
        #expect(!queue.mayGather(upTo: 3) && queue.mayGather(upTo: 4))
        let queue = self.queue
        let caller = Task {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<LocalReceipt, any Error>) in
                do throws(EngineBusy) {
                    try queue.put(
                        local: Work(
                            content: .unreadable(reason: "l"), source: .local(LocalWaiter(continuation)),
                            raw: .bytes([])))
                } catch {
                    Issue.record("the queue is full")
                }
            }
        }
        try await waitUntil("the caller's message") { queue.count == 4 }
        #expect(!queue.mayGather(upTo: 100))
        #expect(await take(9) == ["r", "e", "l", "d1"])
        #expect(queue.mayGather(upTo: 100))
        queue.close()
        #expect(!queue.mayGather(upTo: 100))
        queue.end()
        await #expect(throws: EngineStopped.self) { try await caller.value }
    }

    @Test("What is to begin is left to the next process at a stop, and to the broker when its connection is lost")
    func leftAdmissions() async {
        queue.beginReading()
        queue.put(admissions: [admission(1)])
        queue.stopReading()
        #expect(queue.count == 1)
        queue.dropAdmissions()
        #expect(queue.count == 0)
        queue.put(admissions: [admission(1)])
        queue.endReading()
        queue.put(admissions: [admission(2)])
        #expect(queue.count == 0)
        queue.close()
        queue.put(admissions: [admission(3)])
        guard case .ended = await queue.take(upTo: 8) else {
            Issue.record("something was begun after the end")
            return
        }
    }

    private func work(_ name: String, _ source: Work.Source, runsAlone: Bool = false) -> Work {
        Work(
            content: .unreadable(reason: name), source: source, raw: .bytes(Array(name.utf8)), runsAlone: runsAlone)
    }

    private func delivery(_ number: UInt64) -> Work {
        work(
            "d\(number)", .delivery(DeliveryTag(generation: 1, number: number), queue: "q", isLast: true))
    }

    private func retry(_ name: String, runsAlone: Bool = false) -> Work {
        work(name, .retry(attempts: 1), runsAlone: runsAlone)
    }

    private func take(_ limit: Int) async -> [String] {
        guard case .work(let work) = await queue.take(upTo: limit) else { return [] }
        return work.map { work in
            if case .unreadable(let name) = work.content { name } else { "" }
        }
    }

    @Test("Whatever somebody waits for, or is due, is taken before deliveries and the timers behind them")
    func urgent() async {
        queue.put([delivery(1), delivery(2)])
        queue.put([work("t", .timer(key: "t"))])
        queue.put([retry("r")])
        queue.put([work("e", .effect(key: "e"))])
        queue.put([delivery(3)])
        #expect(queue.waitingRetries == 1 && queue.count == 6)
        #expect(await take(4) == ["r", "e", "d1", "d2"])
        #expect(queue.waitingRetries == 0 && queue.count == 2)
        #expect(await take(4) == ["t", "d3"])
    }

    @Test("However much is urgent, deliveries have a part of each batch, and of small ones every other")
    func share() async {
        queue.put((0..<100).map { work("e", .effect(key: "\($0)")) })
        queue.put((1...9).map(delivery))
        #expect(await take(8) == Array(repeating: "e", count: 6) + ["d1", "d2"])
        #expect(await take(1) == ["d3"])
        #expect(await take(1) == ["e"])
        #expect(await take(1) == ["d4"])
        #expect(await take(3) == ["e", "e", "e"])
        #expect(await take(3) == ["d5", "d6", "d7"])
    }

    @Test("What runs alone comes alone, in its turn, and holds nobody up for longer than that")
    func alone() async {
        queue.put([delivery(1), retry("a1", runsAlone: true), retry("a2", runsAlone: true), delivery(2)])
        queue.put((0..<3).map { work("e", .effect(key: "\($0)")) })
        #expect(queue.waitingRetries == 2)
        #expect(await take(4) == ["e", "e", "e", "d1"])
        #expect(await take(4) == ["a1"])
        queue.put([work("e", .effect(key: "late"))])
        #expect(await take(4) == ["e"])
        #expect(await take(4) == ["a2"])
        #expect(await take(4) == ["d2"])
        #expect(queue.waitingRetries == 0 && queue.count == 0)
    }

    @Test("Dropped deliveries are not handed out, nor later ones, nor timers behind them; the rest is, and it ends")
    func dropped() async {
        queue.put([delivery(1), work("t", .timer(key: "t")), retry("r"), delivery(2)])
        queue.dropDeliveries()
        queue.close()
        queue.put([delivery(3), work("e", .effect(key: "e"))])
        #expect(await take(10) == ["r", "e"])
        guard case .ended = await queue.take(upTo: 10) else {
            Issue.record("it goes on")
            return
        }
    }

    @Test("Timers go with the deliveries that they wait behind, and are asked for anew")
    func timers() async {
        queue.beginReading()
        let before = queue.timers(patience: .zero)
        #expect(before.bound == .everything)
        queue.put([delivery(1)])
        queue.put(timers: [work("t", .timer(key: "t"))], of: before.reading)
        queue.stopReading()
        #expect(queue.timers(patience: .zero).bound == .nothing)
        queue.beginReading()
        // Found before the connection was lost.
        queue.put(timers: [work("late", .timer(key: "late"))], of: before.reading)
        let after = queue.timers(patience: .zero)
        #expect(after.bound == .everything && after.reading != before.reading)
        queue.put([delivery(2)])
        queue.put(timers: [work("t", .timer(key: "t"))], of: after.reading)
        #expect(await take(10) == ["d2", "t"])
    }

    @Test("No timer may fire once the end of reading has come, whatever the connection does")
    func endOfReading() async {
        queue.beginReading()
        queue.put([delivery(1)])
        queue.endReading()
        #expect(queue.timers(patience: .zero).bound == .nothing)
        queue.beginReading()
        #expect(queue.timers(patience: .zero).bound == .nothing)
        #expect(await take(10) == ["d1"])
    }

    @Test("Whoever waits for a local message is told when nobody will take it any more")
    func ended() async {
        await #expect(throws: EngineStopped.self) {
            _ = try await withCheckedThrowingContinuation { continuation in
                queue.put([work("l", .local(LocalWaiter(continuation)))])
                queue.end()
            }
        }
        #expect(queue.count == 0)
        await #expect(throws: EngineStopped.self) {
            _ = try await withCheckedThrowingContinuation { continuation in
                queue.put([work("l", .local(LocalWaiter(continuation)))])
            }
        }
    }

    @Test("Local messages are given up when they have waited for too long, and only so many may wait")
    func locals() async throws {
        await #expect(throws: EngineBusy.self) {
            _ = try await withCheckedThrowingContinuation { continuation in
                queue.put([delivery(1), work("l", .local(LocalWaiter(continuation)))])
                queue.giveUpLocals(waitingFor: .seconds(-1))
            }
        }
        #expect(queue.count == 1)
    }
}
