import Foundation
import HTTPClient
import Synchronization
import Testing

@Suite("Requests to the world")
struct HTTPPoolTests {
    private static func pool(
        _ reach: HTTPConfiguration.Reach = .anywhere, timeout: Duration = .seconds(180), limit: Int = 1000,
        refuses: Bool = true, connections: Int = 2, hostLimit: Int? = nil
    ) -> HTTPPool {
        HTTPPool(
            HTTPConfiguration(reach: reach, timeout: timeout, bodyLimit: limit, refusesLongBodies: refuses),
            connections: connections, hostLimit: hostLimit)
    }

    @Test(
        "carry method, headers and body there, and status, headers and body back",
        arguments: [("GET", nil), ("POST", "hello"), ("POST", ""), ("PUT", "hell\u{0}o")] as [(String, String?)])
    func whole(_ method: String, _ body: String?) async throws {
        let world = ChannelWorld { _, _ in
            HTTPAnswer(status: 418, headers: [HTTPCall.Header("X-Tea", "çay")], body: Array("short and stout".utf8))
        }
        try await ChannelServer.with(world) { address in
            let answer = try await Self.pool().send(
                HTTPCall(
                    method: method, url: "\(address)/pot?a=b%20c", headers: [HTTPCall.Header("x-cup", "1")],
                    body: body.map { Array($0.utf8) }))
            #expect(answer.status == 418)
            #expect(answer.header("x-tea") == "çay")
            #expect(String(decoding: answer.body, as: UTF8.self) == "short and stout")
        }
        let call = try #require(world.calls.first)
        #expect(call.method == method)
        #expect(call.url.hasSuffix("/pot?a=b%20c"))
        #expect(call.headers.contains { $0.name.lowercased() == "x-cup" && $0.value == "1" })
        #expect(call.body == Array((body ?? "").utf8))
    }

    @Test("fail when the answer is too long, or have its beginning, as they were told")
    func longBody() async throws {
        let world = ChannelWorld { _, _ in HTTPAnswer(status: 200, body: Array(repeating: 65, count: 5000)) }
        try await ChannelServer.with(world) { address in
            let call = HTTPCall(url: "\(address)/x")
            let failure = await #expect(throws: HTTPFailure.self) { _ = try await Self.pool().send(call) }
            #expect(failure?.code == .tooLarge)
            let answer = try await Self.pool(refuses: false).send(call)
            #expect(answer.status == 200)
            #expect(answer.body.count == 1000)
        }
    }

    @Test(
        "go to nobody by http but this machine, and not with headers of somebody else's making",
        arguments: [
            HTTPCall(url: "http://192.0.2.1/"), HTTPCall(url: "http://127.0.0.1@192.0.2.1/"),
            HTTPCall(url: "http://127.0.0.1.example.com/"), HTTPCall(url: "file:///etc/passwd"),
            HTTPCall(url: "https://example.com/ HTTP/1.1"),
            HTTPCall(url: "http://127.0.0.1:9/", headers: [HTTPCall.Header("x", "1\r\ny: 2")]),
            HTTPCall(method: "GET /", url: "http://127.0.0.1:9/"),
        ])
    func refused(_ call: HTTPCall) async {
        let failure = await #expect(throws: HTTPFailure.self) { _ = try await Self.pool().send(call) }
        #expect(failure?.code == .client)
    }

    @Test("say that nobody is there")
    func nobody() async {
        let failure = await #expect(throws: HTTPFailure.self) {
            _ = try await Self.pool().send(HTTPCall(url: "http://127.0.0.1:9/"))
        }
        #expect(failure?.code == .unreachable)
    }

    @Test("to one host never hold all connections: another is reached while it hangs")
    func hanging() async throws {
        let (release, released) = AsyncStream.makeStream(of: Void.self)
        let waiting = HangingServer(release)
        let world = ChannelWorld { _, _ in HTTPAnswer(status: 200) }
        let pool = Self.pool(timeout: .seconds(180), connections: 2, hostLimit: 1)
        try await waiting.with { slow in
            try await ChannelServer.with(world) { address in
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<3 { group.addTask { try await pool.send(HTTPCall(url: slow)).status } }
                    for _ in 0..<3 {
                        #expect(try await pool.send(HTTPCall(url: "\(address)/x")).status == 200)
                    }
                    released.finish()
                    for try await status in group { #expect(status == 200) }
                }
            }
        }
    }

    @Test("that nobody answers are over when their time is")
    func timeout() async throws {
        let (release, released) = AsyncStream.makeStream(of: Void.self)
        try await HangingServer(release).with { address in
            let failure = await #expect(throws: HTTPFailure.self) {
                _ = try await Self.pool(timeout: .milliseconds(100)).send(HTTPCall(url: address))
            }
            #expect(failure?.code == .timeout)
            released.finish()
        }
    }
}
