import Contracts
import FoundationEssentials
import HTTPClient
import Logging
import Messaging
import OrderIntake
import Postgres
import Synchronization
import TestSupport
import Testing
import WireJSON

@Suite("Shops that are asked for their orders, with a real broker and database,")
struct PollingTests {
    private static func recent(_ count: Int, ago: Duration = .seconds(600)) -> [ChannelWorld.Listed] {
        ChannelWorld.orders(count, from: .wallClock - ago)
    }

    private static let ids: StaticString = "SELECT external_id FROM intake_order ORDER BY 1"
    private static let readTo: StaticString =
        "SELECT read_to::text FROM channel_watermark WHERE kind = 'changes' AND finished_at IS NOT NULL"

    @Test("have all of them taken in, and what changes later too")
    func polls() async throws {
        let world = ChannelWorld(orders: Self.recent(13), list: ChannelWorld.lister(of: "woocommerce"))
        try await AskedShop.with(world) { here in
            try await here.run { engine in
                try await here.open(engine)
                try await waitUntil("all are here") { try await here.texts(Self.ids).count == 13 }
                world.state.withLock { $0.orders.append(.init(id: 2001, changed: .wallClock)) }
                try await waitUntil("the new one too") { try await here.texts(Self.ids).contains("2001") }
            }
            #expect(try await here.texts("SELECT count(*)::text FROM order_change WHERE kind = 'accepted'") == ["14"])
            // Nothing was lost: the channel's webhooks are not set up.
            #expect(try await here.texts("SELECT external_id FROM channel_recovery").isEmpty)
        }
    }

    @Test("lose nothing and have nothing twice when the process dies between page and commit")
    func death() async throws {
        let world = ChannelWorld(orders: Self.recent(13), list: ChannelWorld.lister(of: "woocommerce"))
        try await AskedShop.with(world) { here in
            let effect = try #require(here.service.effects[PollShop.effectKind])
            let dying = DyingEffect(effect, after: 2)
            try await here.run(effects: [PollShop.effectKind: dying]) { engine in
                try await here.open(engine)
                try await waitUntil("the page is taken in and the answer lost") { dying.isDead }
            }
            let half = try await here.texts(Self.ids).count
            #expect(half > 0 && half < 13)
            #expect(try await here.texts(Self.readTo).isEmpty)
            try await here.run { _ in
                try await waitUntil("the round is over") { try await !here.texts(Self.readTo).isEmpty }
            }
            #expect(try await here.texts(Self.ids).count == 13)
            #expect(try await here.texts("SELECT count(*)::text FROM order_change") == ["13"])
            #expect(try await here.texts("SELECT count(*)::text FROM effect WHERE state IN (3, 4)") == ["0"])
        }
    }

    @Test("are asked by one process at a time, however often one is told to begin")
    func once() async throws {
        let world = ChannelWorld(orders: [], list: ChannelWorld.lister(of: "woocommerce"))
        let settings = PollSettings(every: .seconds(600), grace: .zero)
        try await AskedShop.with(world, settings: settings) { here in
            try await here.run { engine in
                for number in 1...5 { try await here.open(engine, id: "open \(number)") }
                try await waitUntil("a round is over") { try await !here.texts(Self.readTo).isEmpty }
            }
            let asked = try await here.texts("SELECT ordinal::text FROM channel_watermark WHERE kind = 'changes'")
            #expect(asked.compactMap { Int($0) }.allSatisfy { $0 <= 5 })
            #expect(world.calls.count <= 5)
        }
    }

    @Test("are not asked any more once they are closed")
    func closed() async throws {
        let world = ChannelWorld(orders: Self.recent(3), list: ChannelWorld.lister(of: "woocommerce"))
        try await AskedShop.with(world) { here in
            try await here.run { engine in
                try await here.open(engine)
                try await waitUntil("all are here") { try await here.texts(Self.ids).count == 3 }
                try await here.open(engine, isOpen: false, id: "close")
                try await waitUntil("nothing is under way") {
                    try await here.texts(
                        "SELECT key FROM timer UNION SELECT key FROM effect WHERE state IN (0, 1)"
                    ).isEmpty
                }
                let calls = world.calls.count
                let mark = try await here.texts("SELECT ordinal::text FROM channel_watermark WHERE kind = 'changes'")
                world.state.withLock { $0.orders.append(.init(id: 2001, changed: .wallClock)) }
                try await here.open(engine, isOpen: false, id: "close again")
                #expect(world.calls.count == calls)
                #expect(
                    try await here.texts("SELECT ordinal::text FROM channel_watermark WHERE kind = 'changes'") == mark)
            }
        }
    }

    @Test("report by its id each order that no webhook brought in its time")
    func recovery() async throws {
        let world = ChannelWorld(orders: Self.recent(3), list: ChannelWorld.lister(of: "woocommerce"))
        try await AskedShop.with(world) { here in
            try await here.run { engine in
                try await here.open(engine, secrets: ["hush"])
                try await waitUntil("the first round is over") { try await !here.texts(Self.readTo).isEmpty }
                // One comes by its webhook, and is changed in nothing when it is asked for; the other does not come.
                let told = ChannelWorld.Listed(id: 2001, changed: .wallClock)
                let body = ChannelFixtures.woo([
                    "id": "2001", "number": "\"2001\"", "date_modified_gmt": "\"\(told.changed.rfc3339.prefix(19))\"",
                ])
                let webhook = ReceiveWebhook(
                    channel: "woocommerce", shop: "main", topic: "order.created",
                    body: Data(body.utf8).base64EncodedString())
                _ = try await engine.submit(webhook, id: .v5("told"), orderID: nil, channel: nil, trace: nil)
                world.state.withLock { $0.orders += [told, .init(id: 2002, changed: told.changed)] }
                try await waitUntil("the lost one is here") { try await here.texts(Self.ids).contains("2002") }
                try await waitUntil("it is reported") {
                    try await here.texts("SELECT external_id FROM channel_recovery WHERE is_reported") == ["2002"]
                }
            }
            #expect(try await here.texts("SELECT way || ' ' || outcome FROM channel_recovery") == ["poll accepted"])
        }
    }

    @Test("leave webhooks their time before they look")
    func grace() async throws {
        let world = ChannelWorld(
            orders: Self.recent(3, ago: .seconds(30)), list: ChannelWorld.lister(of: "woocommerce"))
        world.state.withLock { $0.orders.append(.init(id: 900, changed: .wallClock - .seconds(900))) }
        let settings = PollSettings(every: .milliseconds(100), grace: .seconds(600))
        try await AskedShop.with(world, settings: settings) { here in
            try await here.run { engine in
                try await here.open(engine, secrets: ["hush"])
                try await waitUntil("a round is over") { try await !here.texts(Self.readTo).isEmpty }
            }
            #expect(try await here.texts(Self.ids) == ["900"])
        }
    }

    @Test("have what they say they have counted against what is here, and what is not here taken in")
    func census() async throws {
        let world = ChannelWorld(orders: Self.recent(2), list: ChannelWorld.lister(of: "woocommerce"))
        let settings = PollSettings(every: .seconds(3600), grace: .zero, censusEvery: .seconds(3))
        try await AskedShop.with(world, settings: settings) { here in
            try await here.run { engine in
                try await here.open(engine)
                try await waitUntil("the only round is over") { try await !here.texts(Self.readTo).isEmpty }
                let now = Timestamp.wallClock
                world.state.withLock { state in
                    state.orders += (2001...2007).map { .init(id: $0, changed: now) }
                    state.orders += [.init(id: 2008, changed: now, status: "broken")]
                }
                // Perhaps not by the first count: that may have come before they were there.
                try await waitUntil("they are counted") {
                    try await here.texts(
                        """
                        SELECT concat_ws(' ', jsonb_array_length(listed), missing, lists_all) FROM channel_completeness
                        WHERE finished_at IS NOT NULL
                        """
                    ).contains("8 [\"2008\"] t")
                }
            }
            let found = try await here.texts("SELECT external_id FROM channel_recovery WHERE way = 'census' ORDER BY 1")
            #expect(found == (2001...2007).map { "\($0)" })
        }
    }

    @Test(
        "have what their customers give back asked for too, once each, whatever becomes of it",
        arguments: ["trendyol", "n11"])
    func claims(_ channel: String) async throws {
        let words = channel == "n11" ? ["CANCELLED", "DENIED", "APPROVED"] : ["Cancelled", "Rejected", "Accepted"]
        let world = ChannelWorld(orders: Self.recent(3), list: ChannelWorld.lister(of: channel))
        try await AskedShop.with(world) { here in
            try await here.run { engine in
                try await here.open(engine, channel: channel)
                try await waitUntil("the orders are on their way") {
                    try await here.texts("SELECT external_id FROM intake_order WHERE is_announced").count == 3
                }
                let now = Timestamp.wallClock
                world.state.withLock { state in
                    state.claims = (1...12).map { index in
                        .init(id: index, order: "\(1000 + min(index, 3))", made: now - .seconds(300 - index))
                    }
                    state.claims[5].isBroken = true
                    state.claims[6].statuses = [words[0]]
                    state.claims[7].statuses = [words[1]]
                    state.claims[7].order = "never came"
                }
                try await waitUntil("all are taken in") {
                    try await here.texts("SELECT message_id::text FROM raw_body WHERE topic = 'claims'").count == 11
                }
                // Each is listed again and again, and one comes meanwhile.
                let read = try await here.texts(Self.claimRounds)
                world.state.withLock { state in
                    state.claims.append(.init(id: 13, order: "1001", made: .wallClock))
                    state.claims[0].statuses = [words[2]]
                }
                try await waitUntil("the new one too") {
                    try await here.texts("SELECT message_id::text FROM raw_body WHERE topic = 'claims'").count == 12
                }
                try await waitUntil("they were read again") { try await here.texts(Self.claimRounds) != read }
            }
            let outcomes = try await here.texts(
                """
                SELECT concat_ws(' ', outcome, count(*)) FROM raw_body WHERE topic = 'claims' GROUP BY outcome
                ORDER BY outcome
                """)
            #expect(outcomes == ["claim 10", "nothing_claimed 2"])
            // The one that cannot be read is parked alone.
            let parked = try await here.texts("SELECT reason FROM inbox WHERE state = 2")
            #expect(parked.count == 1 && parked.first?.hasPrefix("unfit_claim") == true)
            #expect(try await here.texts("SELECT external_id FROM channel_recovery").isEmpty)
            #expect(try await here.texts(Self.ids) == ["1001", "1002", "1003"])
        }
    }

    /// Changes with every round of claims that was read to its end.
    private static let claimRounds: StaticString =
        "SELECT finished_at::text FROM channel_watermark WHERE kind = 'claims' AND finished_at IS NOT NULL"

    @Test("that do not tell what customers give back are asked for their orders even so")
    func claimsRefused() async throws {
        let world = ChannelWorld(orders: Self.recent(3)) { request, state in
            if request.path.hasSuffix("/claims") { return HTTPAnswer(status: 503, body: Array("maintenance".utf8)) }
            return ChannelWorld.lister(of: "trendyol")(request, state)
        }
        try await AskedShop.with(world) { here in
            try await here.run { engine in
                try await here.open(engine, channel: "trendyol")
                try await waitUntil("the failure is kept") {
                    try await here.texts("SELECT failure FROM channel_watermark WHERE kind = 'claims' AND failures > 0")
                        == ["unavailable: HTTP 503 maintenance"]
                }
                world.state.withLock { $0.orders.append(.init(id: 2001, changed: .wallClock)) }
                try await waitUntil("all orders are here") { try await here.texts(Self.ids).count == 4 }
            }
            #expect(
                try await here.texts("SELECT failures::text FROM channel_watermark WHERE kind = 'changes'") == ["0"])
        }
    }

    @Test("that do not answer are asked again, and why they did not is kept")
    func failure() async throws {
        let world = ChannelWorld(orders: Self.recent(3), list: ChannelWorld.lister(of: "woocommerce"))
        let maintenance = HTTPAnswer(status: 503, body: Array("maintenance".utf8))
        world.state.withLock { for call in 1...1000 { $0.instead[call] = maintenance } }
        try await AskedShop.with(world) { here in
            try await here.run { engine in
                try await here.open(engine)
                try await waitUntil("the failure is kept") {
                    try await here.texts(
                        "SELECT failure FROM channel_watermark WHERE kind = 'changes' AND failures > 0")
                        == ["unavailable: HTTP 503 maintenance"]
                }
                world.state.withLock { $0.instead = [:] }
                try await waitUntil("all are here") {
                    // The next attempt is seconds away: the operator's hand shortens the wait.
                    _ = try await here.texts(
                        "UPDATE timer SET due_at = now() WHERE key LIKE 'poll/%changes' RETURNING key")
                    return try await here.texts(Self.ids).count == 3
                }
                try await waitUntil("no failure is kept any more") {
                    try await here.texts("SELECT failures::text FROM channel_watermark WHERE kind = 'changes'") == ["0"]
                }
            }
        }
    }
}
