import Contracts
import FoundationEssentials
import HTTPClient
import Logging
import Messaging
import OrderIntake
import Synchronization
import TestSupport
import Testing

@Suite("A shop's queue of notifications, with a real broker and database,")
struct AmazonQueueTests {
    private static let ids: StaticString = "SELECT external_id FROM intake_order ORDER BY 1"
    private static let parked: StaticString = "SELECT split_part(reason, ':', 1) FROM inbox WHERE state = 2 ORDER BY 1"

    private static func with(
        _ queue: AmazonQueueWorld, _ body: @Sendable (AskedShop) async throws -> Void
    ) async throws {
        try await AskedShop.with(ChannelWorld(list: queue.lister)) { try await body($0) }
    }

    private static func open(_ here: AskedShop, _ engine: Engine<OrderIntakeStore>) async throws {
        let options = ["queueUrl": "\(here.address)/1234/orders", "tokenUrl": here.address]
        try await here.open(engine, channel: "amazon", options: options.merging(AmazonQueueWorld.options) { $1 })
    }

    @Test("has the orders that it names taken in, each once, and is then empty")
    func orders() async throws {
        let queue = AmazonQueueWorld()
        queue.place("114-1", "114-2", "114-3")
        queue.tellOf("114-1", "114-2", "114-1")
        try await Self.with(queue) { here in
            try await here.run { engine in
                try await Self.open(here, engine)
                try await waitUntil("two are here") { try await here.texts(Self.ids) == ["114-1", "114-2"] }
                // In a later batch, of an order that is known and one that is not.
                queue.tellOf("114-1", "114-3")
                try await waitUntil("all are here") { try await here.texts(Self.ids).count == 3 }
                try await waitUntil("nothing is left") { queue.left.isEmpty }
            }
            #expect(queue.asked == ["114-1", "114-2", "114-1", "114-3"])
            #expect(
                try await here.texts("SELECT kind FROM order_change") == ["accepted", "accepted", "accepted"])
            #expect(
                try await here.texts(
                    "SELECT failures || ' ' || orders FROM channel_watermark WHERE kind = 'notices'") == ["0 4"])
        }
    }

    @Test("keeps what was received when the process dies before it is committed, and when it dies before it is deleted")
    func death() async throws {
        let queue = AmazonQueueWorld()
        queue.place("114-1")
        queue.tellOf("114-1")
        try await Self.with(queue) { here in
            let stuck = StuckInbox()
            let dying = PollEffect(
                links: here.links, inbox: stuck, concurrency: 1, logger: Logger(label: "test"))
            try await here.run(effects: here.service.effects.merging([NoticesDone.effectKind: dying]) { $1 }) {
                engine in
                try await Self.open(here, engine)
                try await waitUntil("it was received") { stuck.isReached }
            }
            #expect(queue.left == [1])
            #expect(try await here.texts(Self.ids).isEmpty)
            // This time it is committed, and the word to delete it does not come through.
            queue.reappear()
            let noDeletion = Array(repeating: HTTPAnswer(status: 503), count: 1000)
            queue.state.withLock { $0.instead["DeleteMessageBatch"] = noDeletion }
            try await here.run { _ in
                try await waitUntil("it is here") { try await here.texts(Self.ids) == ["114-1"] }
                try await waitUntil("the failure is kept") {
                    // However late we look: it comes again each time.
                    queue.reappear()
                    return try await !here.texts(
                        "SELECT failure FROM channel_watermark WHERE kind = 'notices' AND failures > 0"
                    ).isEmpty
                }
                #expect(queue.left == [1])
                queue.state.withLock { $0.instead = [:] }
                try await waitUntil("it is deleted") {
                    queue.reappear()
                    _ = try await here.texts(
                        "UPDATE timer SET due_at = now() WHERE key LIKE 'poll/%notices' RETURNING key")
                    return queue.left.isEmpty
                }
            }
            #expect(try await here.texts("SELECT kind FROM order_change") == ["accepted"])
        }
    }

    @Test(
        "has what cannot be read, and what is another seller's, parked before it is deleted; what is no order is kept")
    func unreadable() async throws {
        let queue = AmazonQueueWorld()
        queue.place("114-1")
        queue.tell(
            "not JSON", #"{"NotificationType": "ORDER_CHANGE", "Payload": {}}"#,
            AmazonQueueWorld.notification("114-9", seller: "66"),
            #"{"notificationType": "FEED_PROCESSING_FINISHED", "payload": {}}"#)
        queue.tellOf("114-1")
        try await Self.with(queue) { here in
            try await here.run { engine in
                try await Self.open(here, engine)
                try await waitUntil("the order is here") { try await here.texts(Self.ids) == ["114-1"] }
                try await waitUntil("nothing is left") { queue.left.isEmpty }
            }
            #expect(queue.asked == ["114-1"])
            #expect(
                try await here.texts(Self.parked) == [
                    "notification_of_other_seller", "unreadable_body", "unreadable_notification",
                ])
            #expect(
                try await here.texts("SELECT outcome FROM raw_body WHERE topic LIKE 'notification/%'")
                    == ["unhandled_topic"])
        }
    }

    @Test("keeps what names an order that does not show yet, and has it parked when it never does")
    func notShown() async throws {
        let queue = AmazonQueueWorld()
        queue.place("114-1")
        queue.tellOf("114-1", "114-2", "114-3")
        try await Self.with(queue) { here in
            try await here.run { engine in
                try await Self.open(here, engine)
                try await waitUntil("one is here") { try await here.texts(Self.ids) == ["114-1"] }
                try await waitUntil("it is deleted") { queue.left == [2, 3] }
                queue.place("114-2")
                queue.reappear()
                try await waitUntil("the other too") { try await here.texts(Self.ids) == ["114-1", "114-2"] }
                try await waitUntil("the third is given up") {
                    queue.reappear()
                    return queue.left.isEmpty
                }
            }
            #expect(queue.asked.filter { $0 == "114-3" }.count == 5)
            #expect(try await here.texts(Self.parked) == ["order_not_shown"])
        }
    }

    @Test("is read on when an order in it cannot be asked for: what was asked for is deleted, the rest comes again")
    func halfBatch() async throws {
        let queue = AmazonQueueWorld()
        queue.place("114-1", "114-2")
        queue.tellOf("114-1", "114-2")
        queue.state.withLock { $0.instead["getOrder"] = [.json(ChannelFixtures.amazon()), HTTPAnswer(status: 503)] }
        try await Self.with(queue) { here in
            try await here.run { engine in
                try await Self.open(here, engine)
                try await waitUntil("half of it is deleted") { queue.left == [2] }
                queue.reappear()
                try await waitUntil("the rest is here") { try await here.texts(Self.ids).contains("114-2") }
                try await waitUntil("nothing is left") { queue.left.isEmpty }
            }
        }
    }

    @Test("is not read any more when the connection names none")
    func noQueue() async throws {
        let queue = AmazonQueueWorld()
        queue.place("114-1")
        try await Self.with(queue) { here in
            try await here.run { engine in
                try await Self.open(here, engine)
                try await waitUntil("it was read") { queue.state.withLock { $0.received > 0 } }
                try await here.open(engine, channel: "amazon", id: "without", options: ["tokenUrl": here.address])
                try await waitUntil("nothing is under way") {
                    try await here.texts(
                        """
                        SELECT key FROM timer WHERE key LIKE '%notices' UNION
                        SELECT key FROM effect WHERE kind = 'notices' AND state IN (0, 1)
                        """
                    ).isEmpty
                }
                let received = queue.state.withLock { $0.received }
                queue.tellOf("114-1")
                try await Task.sleep(for: .seconds(2))
                #expect(queue.state.withLock { $0.received } == received)
            }
        }
    }
}

/// Takes nothing in: as if the process had died before the commit.
private final class StuckInbox: LocalInbox {
    private let reached = Atomic<Bool>(false)

    var isReached: Bool { reached.load(ordering: .acquiring) }

    func submit(
        _ message: some Command, id: UUID, orderID: UUID?, channel: String?, trace: TraceContext?
    ) async throws -> LocalReceipt {
        reached.store(true, ordering: .releasing)
        try await Task.sleep(for: .seconds(3600))
        throw CancellationError()
    }
}
