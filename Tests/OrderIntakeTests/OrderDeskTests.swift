import Contracts
import FoundationEssentials
import Messaging
import OrderIntake
import Synchronization
import TestSupport
import Testing

@Suite("The desk for orders by HTTP")
struct OrderDeskTests {
    private let body = Orders.submission(of: Orders.plain())

    private func desk(_ inbox: FakeInbox = FakeInbox(), _ book: FakeBook = FakeBook(), knows: Bool = true) -> OrderDesk
    {
        OrderDesk(inbox: inbox, secrets: OneSecret(isKnown: knows), book: book, rates: ShopRates()) { Orders.now }
    }

    private func take(
        _ desk: OrderDesk, _ body: [UInt8]? = nil, log: LogRecord = LogRecord()
    ) async throws(OrderProblem) -> OrderDesk.Taken? {
        guard let key = IdempotencyKey(header: "k") else { return nil }
        return try await desk.take(body ?? self.body, key: key, from: Orders.web, trace: nil, logger: log.logger)
    }

    @Test("hands in what is new as the shop's own, and lets go of it whatever comes of it")
    func handsIn() async throws {
        let (inbox, book) = (FakeInbox(), FakeBook(fates: [nil, .accepted(of: body)]))
        guard case .answered(let answer, isRepeat: false) = try await take(desk(inbox, book)) else {
            Issue.record("not taken")
            return
        }
        #expect(answer.submissionID == "k" && answer.externalID == "1001")
        #expect(inbox.channels == ["web/main"] && book.isFree)
        let other = FakeBook()
        await #expect(throws: OrderProblem.unavailable) { try await take(desk(FakeInbox(fails: true), other)) }
        #expect(other.isFree)
        // Committed, and then the answer cannot be read: the same request again finds it.
        await #expect(throws: OrderProblem.unavailable) { try await take(desk(inbox, FakeBook(fates: [nil, nil]))) }
        await #expect(throws: OrderProblem.unavailable) { try await take(desk(inbox, FakeBook(fails: true))) }
    }

    @Test("hands in nothing that has come before, nor what another has in hand")
    func repeats() async throws {
        let inbox = FakeInbox()
        let known = SubmissionFate.accepted(of: body)
        guard case .answered(_, isRepeat: true) = try await take(desk(inbox, FakeBook(fates: [known]))) else {
            Issue.record("not known")
            return
        }
        await #expect(throws: OrderProblem.keyReused) {
            try await take(desk(inbox, FakeBook(fates: [known])), Orders.submission(of: Orders.plain(quantity: 3)))
        }
        // White space and the order of members do not make another content.
        let spaced = Array("  ".utf8) + body + Array("\n".utf8)
        #expect(try await take(desk(inbox, FakeBook(fates: [known])), spaced) != nil)
        await #expect(throws: OrderProblem.inFlight) { try await take(desk(inbox, FakeBook(isBusy: true))) }
        #expect(inbox.channels.isEmpty)
    }

    @Test("does not take a key in hand twice")
    func inFlight() async throws {
        let inbox = FakeInbox(isClosed: true)
        let desk = desk(inbox, FakeBook(fates: [nil, .accepted(of: body)]))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { _ = try await take(desk) }
            try await waitUntil("the first is under way") { inbox.channels.count == 1 }
            await #expect(throws: OrderProblem.inFlight) { try await take(desk) }
            inbox.open()
            try await tasks.waitForAll()
        }
        guard case .answered(_, isRepeat: true) = try await take(desk) else {
            Issue.record("not let go of")
            return
        }
        #expect(inbox.channels.count == 1)
    }

    @Test("says of what is kept that it is kept, and of what was discarded that it was")
    func kept() async throws {
        var fate = SubmissionFate.accepted(of: body)
        fate.answer = nil
        let log = LogRecord()
        let inbox = FakeInbox(receipt: .kept(reason: "the database is full"))
        #expect(try await take(desk(inbox, FakeBook(fates: [nil, fate])), log: log) == .kept(isRepeat: false))
        #expect(log.lines.contains { $0.contains("the database is full") })
        #expect(try await take(desk(inbox, FakeBook(fates: [fate]))) == .kept(isRepeat: true))
        fate.isDiscarded = true
        await #expect(throws: OrderProblem.discarded) { try await take(desk(inbox, FakeBook(fates: [fate]))) }
    }

    @Test("keeps nothing with a card number in it, and takes what only looks like one where an id stands")
    func cards() async throws {
        let inbox = FakeInbox()
        let card = Orders.submission(of: Orders.plain(note: "4111 1111 1111 1111"))
        do {
            _ = try await take(desk(inbox), card)
            Issue.record("taken")
        } catch {
            guard case .rejected(let reasons) = error else { throw error }
            #expect(reasons.map(\.code) == ["card_number"])
        }
        #expect(inbox.channels.isEmpty)
        let id = Orders.submission(of: Orders.plain(externalID: "4111111111111111"))
        #expect(try await take(desk(inbox, FakeBook(fates: [nil, .accepted(of: id)])), id) != nil)
    }

    @Test("does not take a request when it cannot find out whose it is")
    func unknowable() async throws {
        let signature = RequestSignature.sign(id: "k", body: body, secret: "hush", at: Orders.now)
        func ask(_ desk: OrderDesk, shop: String) async throws(OrderProblem) -> ShopKey {
            let claim = OrderDesk.Claim(shop: shop, signature: signature, id: "k")
            return try await desk.sender(claim, body: body, logger: LogRecord().logger)
        }
        #expect(try await ask(desk(), shop: "web/main") == Orders.web)
        await #expect(throws: OrderProblem.unavailable) { try await ask(desk(knows: false), shop: "web/main") }
        for shop in ["", "web", "web/", "web/main/x", "Web/main", "web main", "shopify/main"] {
            await #expect(throws: OrderProblem.unsigned) { try await ask(desk(), shop: shop) }
        }
    }
}

extension SubmissionFate {
    fileprivate static func accepted(of body: [UInt8]) -> SubmissionFate {
        let answer = SubmissionAccepted(
            submissionID: "ours", externalID: "1001", orderID: .v5("an order"), outcome: "accepted")
        return SubmissionFate(hash: hash(of: body), answer: .accepted(answer))
    }

    private static func hash(of body: [UInt8]) -> ContentHash {
        let envelope = Envelope(id: .v5("x"), source: "/x", type: SubmitOrder.type, time: Orders.now, data: body)
        return (try? ReceivedMessage(local: envelope))?.hash ?? ContentHash(of: [])
    }
}

/// Says one thing after the other, and then the last one again.
private final class FakeBook: SubmissionBook {
    private struct Failed: Error {}

    private let state: Mutex<(fates: [SubmissionFate?], claims: Int)>
    private let isBusy: Bool
    private let fails: Bool

    init(fates: [SubmissionFate?] = [nil], isBusy: Bool = false, fails: Bool = false) {
        state = Mutex((fates, 0))
        self.isBusy = isBusy
        self.fails = fails
    }

    var isFree: Bool { state.withLock { $0.claims == 0 } }

    private func next() -> SubmissionFate? {
        state.withLock { $0.fates.count > 1 ? $0.fates.removeFirst() : $0.fates.first ?? nil }
    }

    func claim(_ id: UUID) async throws -> SubmissionClaim {
        if fails { throw Failed() }
        if isBusy { return .busy }
        state.withLock { $0.claims += 1 }
        return .claimed(next())
    }

    func fate(of id: UUID) async throws -> SubmissionFate? { next() }
    func release(_ id: UUID) async { state.withLock { $0.claims -= 1 } }
    func order(_ name: String, of shop: ShopKey) async throws -> KnownOrder? { nil }
}

private final class FakeInbox: LocalInbox {
    private let taken = Mutex<[String?]>([])
    private let receipt: LocalReceipt
    private let fails: Bool
    private let gate = AsyncStream<Void>.makeStream()

    /// - Parameter isClosed: whether it takes a message and does not come back before ``open()``.
    init(receipt: LocalReceipt = .applied, fails: Bool = false, isClosed: Bool = false) {
        self.receipt = receipt
        self.fails = fails
        if !isClosed { open() }
    }

    func open() { gate.continuation.finish() }

    var channels: [String?] { taken.withLock { $0 } }

    func submit(
        _ message: some Command, id: UUID, orderID: UUID?, channel: String?, trace: TraceContext?
    ) async throws -> LocalReceipt {
        if fails { throw EngineBusy() }
        taken.withLock { $0.append(channel) }
        for await _ in gate.stream {}
        return receipt
    }
}

private struct OneSecret: ShopSecrets {
    let isKnown: Bool

    func credentials(of shop: ShopKey) async throws -> ShopCredentials {
        guard isKnown else { throw CancellationError() }
        return ShopCredentials(secrets: ["hush"])
    }
}
