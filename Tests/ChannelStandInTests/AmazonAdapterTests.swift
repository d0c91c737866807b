import ChannelStandIns
import Contracts
import HTTPClient
import OrderIntake
import Synchronization
import TestSupport
import Testing
import WireJSON

@Suite("Amazon, as it is asked")
struct AmazonAdapterTests {
    private let clock = HandClock()

    /// Whoever waits for a limit moves the time on.
    private var linkClock: LinkClock {
        let (clock, start, now) = (clock, clock.now, ContinuousClock.now)
        return LinkClock(
            now: { now.advanced(by: .milliseconds(clock.now - start)) },
            pause: { clock.move(seconds: Int64(($0 / .seconds(1)).rounded(.up))) })
    }

    private func market(_ count: Int) async -> ChannelStandIn {
        let standIn = await clock.standIn(AmazonDialect(margin: 0))
        var driver = ChannelDriver(standIn, skus: ["SKU-1", "SKU-2", "SKU-3"], seed: 11)
        for _ in 0..<count {
            clock.move(seconds: 5)
            await driver.order()
            clock.move(seconds: 5)
            await driver.deed()
        }
        return standIn
    }

    /// A whole round, as its watermark would ask.
    private func documents(
        _ transport: StandInTransport, options: [String: String]
    ) async throws -> (documents: [[UInt8]], pages: Int) {
        let until = Timestamp(microseconds: clock.now * 1000)
        return try await transport.connected(options: options, clock: linkClock) { link, adapter in
            var position = PollPosition(since: until - .seconds(86_400), until: until)
            var (documents, pages): ([[UInt8]], Int) = ([], 0)
            repeat {
                do {
                    let page = try await adapter.poll(position, over: link)
                    documents += page.documents
                    position.cursor = page.next
                    pages += 1
                } catch let failure as ChannelFailure where failure.code == .rateLimited {
                    let pause = try #require(failure.retryAfter)
                    clock.move(seconds: Int64((pause / .seconds(1)).rounded(.up)))
                }
                try #require(pages < 50)
            } while position.cursor != nil
            return (documents, pages)
        }
    }

    private struct Seen: Hashable {
        let disposition: Disposition
        let units: [String: Int]
        let prices: [Int64]
        let total: Int64
        let shipping: Int64
        let address: Address?
        let customer: Customer
    }

    private func read(_ documents: [[UInt8]]) throws -> [String: Seen] {
        let mapping = AmazonMapping()
        var seen: [String: Seen] = [:]
        for document in documents {
            for node in mapping.orders(in: try JSONDocument(parsing: document).root) {
                switch mapping.map(node, for: Shop(key: ShopKey(channel: "amazon", shop: "main"))) {
                case .order(let order, let disposition):
                    #expect(order.mismatches.isEmpty, "\(order.mismatches)")
                    // Of what is not to be sent, v0 is not asked for the lines where they say nothing.
                    let lines = order.payment.state == .paid ? order.lines : []
                    seen[order.externalID] = Seen(
                        disposition: disposition, units: lines.reduce(into: [:]) { $0[$1.id] = $1.quantity },
                        prices: lines.map(\.unitPrice), total: order.total,
                        shipping: lines.isEmpty ? 0 : order.shipping, address: order.shippingAddress,
                        customer: order.customer)
                case .unfit(let reasons): Issue.record("\(reasons)")
                }
            }
        }
        return seen
    }

    private static let byV0 = ["ordersApi": "v0"]
    private static let ways: [[String: String]] = [[:], ["ordersApi": "v0"]]

    @Test("by v0, has the same orders, lines, amounts and persons as by 2026-01-01, and is never asked for too much")
    func sameAsNew() async throws {
        let standIn = await market(60)
        let transport = StandInTransport(standIn: standIn)
        let new = try read(try await documents(transport, options: [:]).documents)
        let round = try await documents(transport, options: Self.byV0)
        let old = try read(round.documents)
        #expect(new.count >= 60 && round.pages >= 3)
        for (id, seen) in new { #expect(old[id] == seen) }
        #expect(old.count == new.count)
        #expect(old.values.contains { $0.disposition == .proceed && $0.units.count == 3 && $0.address?.line1 != "" })
        let calls = await standIn.calls
        #expect(calls.filter { $0.status != 200 }.isEmpty)
        #expect(calls.filter { $0.path.hasSuffix("orderItems") }.count > 30)
    }

    @Test("by v0, goes on behind the last order whose lines were told when a limit ends a page")
    func limited() async throws {
        let standIn = await market(12)
        let count = Count()
        let transport = StandInTransport(standIn: standIn) { call in
            guard call.url.hasSuffix("/orderItems") else { return nil }
            return count.next() == 5 ? HTTPAnswer(status: 429) : nil
        }
        let round = try await documents(transport, options: Self.byV0)
        #expect(round.pages == 2)
        let ids = try round.documents.map { try JSONDocument(parsing: $0).root["AmazonOrderId"]?.string }
        let placed = await standIn.world.orders().map(\.id)
        #expect(ids == placed)
    }

    @Test("by v0, takes the head of an order whose lines are refused, and goes on behind a page that breaks off")
    func linesNotShown() async throws {
        let standIn = await market(12)
        let placed = await standIn.world.orders().map(\.id)
        func round(_ answers: [Int: HTTPAnswer]) async throws -> (heads: Int, pages: Int) {
            let count = Count()
            let transport = StandInTransport(standIn: standIn) { call in
                call.url.hasSuffix("/orderItems") ? answers[count.next()] : nil
            }
            let round = try await documents(transport, options: Self.byV0)
            let roots = try round.documents.map { try JSONDocument(parsing: $0).root }
            #expect(roots.map { $0["AmazonOrderId"]?.string } == placed)
            return (roots.filter { $0["OrderItems"] == nil }.count, round.pages)
        }
        let whole = try await round([:])
        let refused = try await round([
            1: HTTPAnswer(status: 404), 2: HTTPAnswer(status: 400),
            3: HTTPAnswer(status: 200, body: Array(#"{"payload": {}}"#.utf8)),
        ])
        #expect(refused.heads == whole.heads + 3 && refused.pages == whole.pages)
        let brokenOff = try await round([4: HTTPAnswer(status: 503)])
        #expect(brokenOff.heads == whole.heads && brokenOff.pages == whole.pages + 1)
    }

    @Test("by v0, takes the head of an order whose lines fail again and again, and the others after it")
    func linesNeverTold() async throws {
        let standIn = await market(12)
        let placed = await standIn.world.orders().map(\.id)
        let asked = Mutex<[String]>([])
        let healthy = StandInTransport(standIn: standIn) { call in
            if call.url.hasSuffix("/orderItems") { asked.withLock { $0.append(call.url) } }
            return nil
        }
        let whole = try await documents(healthy, options: Self.byV0)
        let urls = asked.withLock(\.self)
        // The first of a page, and one that others are before.
        for bad in [urls[0], urls[3]] {
            let tries = Count()
            let transport = StandInTransport(standIn: standIn) { call in
                guard call.url == bad else { return nil }
                return HTTPAnswer(status: tries.next() % 2 == 0 ? 503 : 200, body: Array("<html>".utf8))
            }
            let round = try await documents(transport, options: Self.byV0)
            #expect(try round.documents.map { try JSONDocument(parsing: $0).root["AmazonOrderId"]?.string } == placed)
            let without = try zip(round.documents, whole.documents).filter { $0 != $1 }.map {
                try JSONDocument(parsing: $0.0).root
            }
            #expect(without.map { $0["OrderItems"] == nil } == [true] && tries.next() >= 9)
        }
    }

    @Test("by v0, asks for the lines of an order again some times before it goes on without them")
    func linesToldLate() async throws {
        let standIn = await market(12)
        let whole = try await documents(StandInTransport(standIn: standIn), options: Self.byV0)
        let tries = Count()
        let transport = StandInTransport(standIn: standIn) { call in
            call.url.hasSuffix("/orderItems") && tries.next() <= 7 ? HTTPAnswer(status: 503) : nil
        }
        let round = try await documents(transport, options: Self.byV0)
        #expect(round.documents == whole.documents)
    }

    @Test("by v0, tells no address without a restricted token, and is refused without a marketplace")
    func restricted() async throws {
        let standIn = await market(3)
        let transport = StandInTransport(standIn: standIn)
        let options = Self.byV0.merging(["dataElements": "buyerInfo"]) { $1 }
        let round = try await documents(transport, options: options)
        let address = try JSONDocument(parsing: try #require(round.documents.first)).root["ShippingAddress"]
        #expect(address?["AddressLine1"] == nil)
        let failure = await #expect(throws: ChannelFailure.self) {
            _ = try await documents(transport, options: ["ordersApi": "v1"])
        }
        #expect(failure?.code == .misconfigured)
    }

    @Test("by its queue, tells which orders to ask for, and forgets them when it is told to", arguments: ways)
    func queue(options: [String: String]) async throws {
        let standIn = ChannelStandIn(AmazonDialect(), seed: 3)
        await ChannelDriver(standIn, skus: ["SKU-1"], seed: 3).stock(100)
        var placed: [String] = []
        for _ in 0..<3 { placed.append(await standIn.place([("SKU-1", 1)])) }
        await WebhookCourier(of: standIn, luck: .init(doubled: 50), seed: 5) { _ in 500 }.deliver()
        let told = await standIn.world.notices.count
        try await StandInTransport(standIn: standIn).connected(options: options) { link, adapter in
            let page = try await adapter.receive(over: link)
            #expect(try Set(read(page.orders).keys) == Set(placed))
            #expect(page.orders.count == 3 && page.receipts.count == told && page.isFull)
            #expect(await standIn.world.notices.count == told)
            try await adapter.forget(page.receipts, over: link)
            #expect(await standIn.world.notices.isEmpty)
            #expect(try await !adapter.receive(over: link).isFull)
        }
    }
}

private final class Count: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
