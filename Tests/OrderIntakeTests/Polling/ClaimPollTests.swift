import Contracts
import HTTPClient
import Messaging
import Synchronization
import Testing
import WireJSON

@testable import OrderIntake

@Suite("Claims that channels are asked for")
struct ClaimPollTests {
    /// Asks until the round is over.
    private func read(
        _ channel: String, _ world: ChannelWorld, since: Timestamp = Orders.now, until: Timestamp, pageSize: Int = 3
    ) async throws -> [PollPage] {
        let folder = try CredentialsFolder()
        let links = ChannelLinks(transport: world, credentials: ChannelCredentials(folder: folder.path))
        let link = try links.link(
            to: ShopKey(channel: channel, shop: "main"),
            ShopConnection(baseURL: "http://localhost", account: "55", options: ["pageSize": "\(pageSize)"]))
        var pages: [PollPage] = []
        var position = PollPosition(since: since, until: until)
        repeat {
            let page = try await link.adapter.pollClaims(position, over: link)
            pages.append(page)
            position.cursor = page.next
            try #require(pages.count < 100)
        } while position.cursor != nil
        return pages
    }

    private func claims(in pages: [PollPage]) -> [ChannelClaim] {
        pages.flatMap(\.documents).compactMap { try? ChannelClaim.parse($0) }
    }

    private static func world(_ count: Int, _ channel: String = "trendyol") -> ChannelWorld {
        let world = ChannelWorld(list: ChannelWorld.lister(of: channel))
        world.state.withLock { state in
            state.claims = (0..<count).map { .init(id: $0, order: "\(500 + $0)", made: Orders.now + .seconds($0)) }
        }
        return world
    }

    @Test("Trendyol's are listed page by page, each as one of ours, by the time of their making")
    func trendyol() async throws {
        let world = Self.world(10)
        let pages = try await read("trendyol", world, until: Orders.now + .seconds(60))
        #expect(pages.count == 4)
        let found = claims(in: pages)
        #expect(Set(found.map(\.id)) == Set((0..<10).map { "c-\($0)" }))
        #expect(found.first?.items == [.init(lineID: "7001", quantity: 1, reason: "abandon")])
        #expect(world.calls.allSatisfy { $0.url.contains("/order/sellers/55/claims?") })
        let some = try await read(
            "trendyol", world, since: Orders.now + .seconds(3), until: Orders.now + .seconds(5))
        #expect(claims(in: some).map(\.id).sorted() == ["c-3", "c-4", "c-5"])
    }

    @Test("a total that changes begins Trendyol's round anew, so that none is moved over the edge of a page")
    func moved() async throws {
        let world = Self.world(10)
        world.state.withLock { state in
            state.before[2] = { $0.claims.removeFirst() }
        }
        let found = claims(in: try await read("trendyol", world, until: Orders.now + .seconds(60)))
        #expect(Set(found.map(\.id)).isSuperset(of: (1..<10).map { "c-\($0)" }))
    }

    @Test("N11's are listed by Turkish days and pages of its own, with who we are in the envelope")
    func n11() async throws {
        let world = Self.world(7, "n11")
        // Nine in the evening in Greenwich is another day there.
        let evening = Timestamp(rfc3339: "2026-03-01T21:30:00Z") ?? Orders.now
        world.state.withLock { state in
            state.pageSize = 3
            for index in state.claims.indices {
                state.claims[index].made = evening + .seconds(index < 5 ? 0 : 86_400)
                state.claims[index].statuses = ["REQUESTED"]
            }
            state.claims[0].made = evening - .seconds(3600)
        }
        let pages = try await read("n11", world, since: evening, until: evening + .seconds(60))
        #expect(pages.count == 2 && claims(in: pages).map(\.id) == ["1", "2", "3", "4"])
        #expect(
            claims(in: pages)[0]
                == ChannelClaim(
                    id: "1", orderID: "501",
                    items: [.init(title: "Çay & bardak", quantity: 1, reason: "wrong_product")]))
        let body = String(decoding: world.calls[0].body ?? [], as: UTF8.self)
        #expect(body.contains("<startDate>02/03/2026</startDate><endDate>02/03/2026</endDate>"))
        #expect(
            body.contains("<sch:ClaimReturnListRequest><auth><appKey>ck_1</appKey><appSecret>cs_1</appSecret></auth>"))
        #expect(world.calls[0].url == "http://localhost/ws/returnService/")
    }

    @Test("what N11 says by a status of 200 is a failure even so, and none for good")
    func n11Refuses() async throws {
        func failure(_ body: String) async throws -> ChannelFailure? {
            let world = ChannelWorld { _, _ in HTTPAnswer(status: 200, body: Array(body.utf8)) }
            do {
                _ = try await read("n11", world, until: Orders.now)
                return nil
            } catch let failure as ChannelFailure {
                return failure
            }
        }
        func answer(_ result: String) -> String {
            "<E><B><ClaimReturnListResponse><result>\(result)</result></ClaimReturnListResponse></B></E>"
        }
        let stranger = try await failure(
            answer("<status>failure</status><errorCode>SELLER_API.authenticationFailed</errorCode>"))
        #expect(stranger?.code == .unauthorised && stranger?.isFinal == false)
        let busy = try await failure(
            answer("<status>failure</status><errorCode>SELLER_API.x</errorCode><errorMessage>No</errorMessage>"))
        #expect(busy?.code == .unavailable && busy?.message == "ClaimReturnList: SELLER_API.x No")
        #expect(try await failure("<html>maintenance</html>")?.code == .unreadable)
        #expect(try await failure("maintenance")?.code == .unreadable)
        #expect(try await failure(answer("<status>success</status>")) == nil)
    }

    @Test("one that cannot be read stays what it is, beside the others", arguments: ["trendyol", "n11"])
    func broken(_ channel: String) async throws {
        let world = Self.world(3, channel)
        world.state.withLock { $0.claims[1].isBroken = true }
        let documents = try await read(channel, world, until: Orders.now + .seconds(60)).flatMap(\.documents)
        #expect(documents.count == 3)
        #expect(try JSONDocument(parsing: documents[1]).root["orderNumber"]?.string == "501")
        #expect(throws: JSONError.self) { try ChannelClaim.parse(documents[1]) }
    }

    @Test("an answer that is no list is no empty one")
    func noList() async throws {
        let world = ChannelWorld { _, _ in .json("{\"errors\": []}") }
        await #expect { _ = try await read("trendyol", world, until: Orders.now) } throws: {
            ($0 as? ChannelFailure)?.code == .unreadable
        }
    }

    @Test("are begun with the shop; of one that was open before, later, and only once")
    func begin() throws {
        let claims = Watermark.Key(shop: ShopKey(channel: "trendyol", shop: "main"), kind: .claims)
        let changes = Watermark.Key(shop: claims.shop, kind: .changes)
        func delay(_ key: Watermark.Key, _ harness: PushHarness) -> Duration? {
            harness.timers.compactMap { change -> Duration? in
                guard case .set(let timer) = change, timer.key == PollRound.timerKey(key) else { return nil }
                return timer.delay
            }.last
        }
        var old = PushHarness("trendyol")
        let first = try old.hear(PollRoundHandler.self, PollRound(changes))
        #expect(first.count == 1 && delay(claims, old) == .seconds(600))
        #expect(old.memory.watermarks[claims] != nil)
        var again = old
        again.memory.watermarks.remove(changes)
        try again.hear(PollRoundHandler.self, PollRound(changes))
        #expect(delay(claims, again) == nil)
        let asked = try old.hear(PollRoundHandler.self, PollRound(claims))
        #expect(asked.count == 1 && asked.first?.key == "poll/trendyol/main/claims/1")

        var new = PushHarness("trendyol", isConnected: false)
        let connection = ShopConnection(baseURL: "http://localhost", account: "55")
        try new.hear(
            UpsertShopHandler.self, UpsertShop(channel: "trendyol", shop: "main", connection: connection))
        #expect(delay(claims, new) == .zero && new.memory.watermarks[claims] != nil)
        var other = PushHarness()
        try other.hear(
            UpsertShopHandler.self, UpsertShop(channel: "shopify", shop: "main", connection: connection))
        #expect(other.memory.watermarks[Watermark.Key(shop: other.shop, kind: .claims)] == nil)
        try other.hear(PollRoundHandler.self, PollRound(Watermark.Key(shop: other.shop, kind: .changes)))
        #expect(other.memory.watermarks[Watermark.Key(shop: other.shop, kind: .claims)] == nil)
    }
}
