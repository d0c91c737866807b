import Contracts
import Foundation
import HTTPClient
import OrderIntake
import Synchronization
import Testing

@Suite("The way to a channel")
struct ChannelLinkTests {
    /// A clock that stands still until it is moved.
    private final class ManualClock: Sendable {
        private let state = Mutex((now: ContinuousClock.now, paused: [Duration]()))

        var clock: LinkClock {
            LinkClock(
                now: { self.state.withLock(\.now) },
                pause: { pause in
                    self.state.withLock { state in
                        state.paused.append(pause)
                        state.now = state.now.advanced(by: pause)
                    }
                })
        }

        var paused: [Duration] { state.withLock(\.paused) }

        func advance(_ duration: Duration) {
            state.withLock { $0.now = $0.now.advanced(by: duration) }
        }
    }

    private static let shop = ShopKey(channel: "woocommerce", shop: "main")

    private func link(
        _ channel: String = "woocommerce", _ world: ChannelWorld, _ folder: String, _ clock: ManualClock
    ) throws -> ChannelLink {
        ChannelLink(
            ShopKey(channel: channel, shop: "main"),
            ShopConnection(baseURL: "http://127.0.0.1/", account: "55", options: ["tokenUrl": "http://127.0.0.1"]),
            adapter: try #require(ChannelDirectory.adapter(of: channel)), transport: world,
            credentials: ChannelCredentials(folder: folder), clock: clock.clock)
    }

    @Test("lets through what the channel's limit has room for, and waits a little for the rest")
    func limits() async throws {
        let folder = try CredentialsFolder()
        let clock = ManualClock()
        let world = ChannelWorld { _, _ in .json("{}") }
        let link = try link("woocommerce", world, folder.path, clock)
        for _ in 0..<20 { _ = try await link.call(ChannelCall("GET", "/x")) }
        #expect(clock.paused.isEmpty)
        #expect(link.use["rest"].map { $0 > 0.99 } == true)
        _ = try await link.call(ChannelCall("GET", "/x"))
        #expect(clock.paused.count == 1)
        #expect(clock.paused.allSatisfy { $0 > .milliseconds(199) && $0 < .milliseconds(201) })
        clock.advance(.seconds(60))
        #expect(link.use["rest"] == 0)
    }

    @Test("gives back what would have to wait for long")
    func longWait() async throws {
        let folder = try CredentialsFolder()
        let clock = ManualClock()
        let world = ChannelWorld(list: ChannelWorld.lister(of: "amazon"))
        let link = try link("amazon", world, folder.path, clock)
        let call = ChannelCall("GET", "/orders/2026-01-01/orders", query: [("maxResultsPerPage", "5")], limit: "orders")
        for _ in 0..<20 { _ = try await link.call(call) }
        let failure = await #expect(throws: ChannelFailure.self) { _ = try await link.call(call) }
        #expect(failure?.code == .rateLimited)
        #expect(failure?.retryAfter.map { $0 > .seconds(170) && $0 < .seconds(180) } == true)
        #expect(world.calls.count == 21, "the last one was not sent; the token was asked for once")
    }

    @Test("asks nothing more after a 429 until the channel's time is over", arguments: ["7", "7.0", nil])
    func tooManyRequests(_ retryAfter: String?) async throws {
        let folder = try CredentialsFolder()
        let clock = ManualClock()
        let world = ChannelWorld { _, _ in .json("{}") }
        let headers = retryAfter.map { [HTTPCall.Header("Retry-After", $0)] } ?? []
        world.state.withLock { $0.instead[1] = HTTPAnswer(status: 429, headers: headers) }
        let link = try link("woocommerce", world, folder.path, clock)
        let pause: Duration = retryAfter == nil ? .seconds(10) : .seconds(7)
        for _ in 0..<2 {
            let failure = await #expect(throws: ChannelFailure.self) {
                _ = try await link.call(ChannelCall("GET", "/x"))
            }
            #expect(failure?.code == .rateLimited)
            #expect(failure?.isFinal == false)
            #expect(failure?.retryAfter == pause)
        }
        #expect(world.calls.count == 1)
        clock.advance(pause)
        _ = try await link.call(ChannelCall("GET", "/x"))
        #expect(world.calls.count == 2)
    }

    @Test("makes a call again by itself when the channel wants a moment only")
    func moment() async throws {
        let folder = try CredentialsFolder()
        let clock = ManualClock()
        let world = ChannelWorld { _, _ in .json("{}") }
        let busy = HTTPAnswer(status: 429, headers: [HTTPCall.Header("Retry-After", "1")])
        world.state.withLock { $0.instead[2] = busy }
        let link = try link("n11", world, folder.path, clock)
        for _ in 0..<2 { #expect(try await link.call(ChannelCall("GET", "/x")).status == 200) }
        #expect(clock.paused == [.seconds(1)] && world.calls.count == 3)
        world.state.withLock { for index in 4...5 { $0.instead[index] = busy } }
        let failure = await #expect(throws: ChannelFailure.self) { _ = try await link.call(ChannelCall("GET", "/x")) }
        #expect(failure?.code == .rateLimited && world.calls.count == 5)
    }

    @Test(
        "knows the moment that a channel names, by the channel's own clock; one that is over is a second from now",
        arguments: [
            ("Sun, 22 Nov 2026 07:00:30 GMT", 30), ("Sun, 22 Nov 2026 06:59:00 GMT", 1), ("soon", 10), ("0", 1),
        ])
    func namedMoment(_ retryAfter: String, _ seconds: Int) async throws {
        let folder = try CredentialsFolder()
        let world = ChannelWorld { _, _ in
            HTTPAnswer(
                status: 429,
                headers: [
                    HTTPCall.Header("Retry-After", retryAfter),
                    HTTPCall.Header("Date", "Sun, 22 Nov 2026 07:00:00 GMT"),
                ])
        }
        let link = try link("n11", world, folder.path, ManualClock())
        let failure = await #expect(throws: ChannelFailure.self) { _ = try await link.call(ChannelCall("GET", "/x")) }
        #expect(failure?.retryAfter == .seconds(seconds))
    }

    @Test("has what was read of a page when the limit ends it, and goes on behind that")
    func halfPage() async throws {
        let folder = try CredentialsFolder()
        let clock = ManualClock()
        let orders = (1...6).map { ChannelWorld.Listed(id: $0, changed: Orders.now, status: "Cancelled") }
        let world = ChannelWorld(orders: orders, list: ChannelWorld.lister(of: "hepsiburada"))
        let link = try link("hepsiburada", world, folder.path, clock)
        // The list, three orders, and no more.
        world.state.withLock { $0.instead[5] = HTTPAnswer(status: 429) }
        var position = PollPosition(since: Orders.now, until: Orders.now + .seconds(60), cursor: "2:0:-1:0")
        let first = try await link.adapter.poll(position, over: link)
        #expect(first.documents.count == 3 && first.next != nil)
        position.cursor = first.next
        await #expect(throws: ChannelFailure.self) { try await link.adapter.poll(position, over: link) }
        clock.advance(.seconds(10))
        let second = try await link.adapter.poll(position, over: link)
        #expect(second.documents.count == 3 && second.next == nil)
        let asked = world.calls.map { ChannelRequest($0).path }.filter { $0.contains("ordernumber") }
        #expect(asked.count == 7 && Set(asked).count == 6)
    }

    @Test("reads keys at each use, so that a new one needs no restart")
    func rotation() async throws {
        let folder = try CredentialsFolder()
        let world = ChannelWorld { _, _ in .json("{}") }
        let link = try link("woocommerce", world, folder.path, ManualClock())
        _ = try await link.call(ChannelCall("GET", "/x"))
        try folder.write("cs_2\n", "secret", of: Self.shop)
        _ = try await link.call(ChannelCall("GET", "/x"))
        let sent = world.calls.compactMap { ChannelRequest($0).header("authorization") }
        #expect(sent == ["ck_1:cs_1", "ck_1:cs_2"].map { "Basic " + Data($0.utf8).base64EncodedString() })
    }

    @Test("says which file is missing, and what the connection lacks")
    func missing() async throws {
        let world = ChannelWorld { _, _ in .json("{}") }
        let link = try link("woocommerce", world, "/nowhere", ManualClock())
        let failure = await #expect(throws: ChannelFailure.self) { _ = try await link.call(ChannelCall("GET", "/x")) }
        #expect(failure?.code == .noCredentials)
        #expect(failure?.message.contains("woocommerce.main.key") == true)
        #expect(world.calls.isEmpty)
    }

    @Test("asks for a new token once when the one it has is refused", arguments: [401, 403])
    func revokedToken(status: Int) async throws {
        let folder = try CredentialsFolder()
        let world = ChannelWorld(list: ChannelWorld.lister(of: "amazon"))
        let link = try link("amazon", world, folder.path, ManualClock())
        // The token, the call that is refused, a new token, the call again.
        world.state.withLock { $0.instead[2] = HTTPAnswer(status: status) }
        let call = ChannelCall("GET", "/orders/2026-01-01/orders", query: [("maxResultsPerPage", "5")], limit: "orders")
        #expect(try await link.call(call).status == 200)
        #expect(world.calls.count == 4)
        world.state.withLock { for index in 5...9 { $0.instead[index] = HTTPAnswer(status: status) } }
        let failure = await #expect(throws: ChannelFailure.self) { _ = try await link.call(call) }
        #expect(failure?.code == .unauthorised)
        #expect(failure?.isFinal == false)
    }

    @Test("tells a refusal from trouble that passes", arguments: [400, 404, 409, 422, 401, 403, 408, 500, 503])
    func statuses(_ status: Int) async throws {
        let folder = try CredentialsFolder()
        let world = ChannelWorld { _, _ in HTTPAnswer(status: status, body: Array("no\nway".utf8)) }
        let link = try link("woocommerce", world, folder.path, ManualClock())
        let failure = await #expect(throws: ChannelFailure.self) {
            _ = try await link.call(ChannelCall("GET", "/x")).expectSuccess()
        }
        #expect(failure?.isFinal == [400, 404, 409, 422].contains(status))
        #expect(failure?.message == "HTTP \(status) no way")
    }

    @Test("escapes what goes into an address, and keeps a base's path")
    func address() {
        let call = ChannelCall("GET", "/orders", query: [("a[b]", "ü &="), ("c", "2026-03-01T00:00:00Z")])
        #expect(
            call.request(to: "https://x.example/base/").url
                == "https://x.example/base/orders?a%5Bb%5D=%C3%BC%20%26%3D&c=2026-03-01T00%3A00%3A00Z")
    }
}
