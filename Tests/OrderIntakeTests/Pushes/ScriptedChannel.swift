import Contracts
import Foundation
import HTTPClient
import Messaging
import OrderIntake
import Synchronization
import WireJSON

/// A channel's side as a script: what it answers to each call, in order, and what it was asked.
final class ScriptedChannel: HTTPTransport {
    struct Call: Sendable {
        let method: String
        /// Without the address, and with the query.
        let path: String
        let body: String

        var line: String { "\(method) \(path)" }
    }

    private struct State {
        var pauses: [Duration] = []
        var answers: [(prefix: String, answer: HTTPAnswer?)]
        var calls: [Call] = []
    }

    private let state: Mutex<State>

    /// - Parameter answers: for the next call that begins with `prefix`, such as `GET /orders`; nil is a time-out.
    init(_ answers: [(String, HTTPAnswer?)]) {
        state = Mutex(State(answers: answers.map { ($0.0, $0.1) }))
    }

    var calls: [Call] { state.withLock(\.calls) }
    /// What was waited for, of which the test waits none.
    var pauses: [Duration] { state.withLock(\.pauses) }
    var lines: [String] { calls.map(\.line) }

    func body(_ prefix: String) throws -> JSONNode? {
        try calls.last { $0.line.hasPrefix(prefix) }.map { try JSONDocument(parsing: Array($0.body.utf8)).root }
    }

    func send(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPAnswer {
        let path = String(call.url.dropFirst("http://localhost".count))
        let seen = Call(method: call.method, path: path, body: String(decoding: call.body ?? [], as: UTF8.self))
        let found: HTTPAnswer?? = state.withLock { state in
            state.calls.append(seen)
            guard let index = state.answers.firstIndex(where: { seen.line.hasPrefix($0.prefix) }) else { return .none }
            return .some(state.answers.remove(at: index).answer)
        }
        switch found {
        case .none: throw HTTPFailure(.client, "nothing is scripted for \(seen.line)")
        case .some(.none): throw HTTPFailure(.timeout, "no answer")
        case .some(.some(let answer)): return answer
        }
    }

    /// - Parameter options: of the connection.
    func push(
        _ push: ChannelPush, to channel: String, isRepeat: Bool = false, options: [String: String] = [:]
    ) async throws -> PushOutcome {
        try await withLink(to: channel, options: options) { link in
            try await link.adapter.push(push, isRepeat: isRepeat, over: link)
        }
    }

    func progress(_ reference: String, of push: ChannelPush, at channel: String) async throws -> PushOutcome {
        try await withLink(to: channel, options: [:]) { link in
            try await link.adapter.progress(reference, of: push, over: link)
        }
    }

    /// As the engine has it done.
    func perform(
        _ push: ChannelPush, to channel: String, isRepeat: Bool = false, options: [String: String] = [:]
    ) async throws -> [UInt8] {
        try await withLinks(to: channel, options: options) { links, connection in
            let shop = ShopKey(channel: channel, shop: "main")
            let request = PushRequest(shop: shop, push: push, key: "push/1")
            let performer = PushPerformer(links: links, connections: OneConnection(only: connection))
            return try await performer.perform(
                EffectCall(
                    kind: "push", key: request.key, request: JSONDocument(parsing: request.jsonBytes).root, attempt: 2,
                    isRepeat: isRepeat))
        }
    }

    private struct OneConnection: ShopConnections {
        let only: ShopConnection

        func connection(of shop: ShopKey) async throws -> ShopConnection? { only }
    }

    private func withLink(
        to channel: String, options: [String: String], _ body: (ChannelLink) async throws -> PushOutcome
    ) async throws -> PushOutcome {
        try await withLinks(to: channel, options: options) { links, connection in
            try await body(try links.link(to: ShopKey(channel: channel, shop: "main"), connection))
        }
    }

    private func withLinks<Result>(
        to channel: String, options: [String: String],
        _ body: (ChannelLinks, ShopConnection) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("waybill-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["token", "key", "secret", "password", "client_id", "client_secret", "refresh_token"] {
            try "hush".write(
                to: folder.appendingPathComponent("\(channel).main.\(name)"), atomically: true, encoding: .utf8)
        }
        let links = ChannelLinks(
            transport: self, credentials: ChannelCredentials(folder: folder.path),
            clock: LinkClock(now: { .now }, pause: { pause in self.state.withLock { $0.pauses.append(pause) } }))
        var options = options
        options["tokenUrl"] = "http://localhost"
        let connection = ShopConnection(baseURL: "http://localhost", account: "77", options: options)
        return try await body(links, connection)
    }
}

extension HTTPAnswer {
    static func scripted(_ body: String, status: Int = 200) -> HTTPAnswer {
        HTTPAnswer(
            status: status, headers: [HTTPCall.Header("content-type", "application/json")], body: Array(body.utf8))
    }
}

extension ChannelPush {
    static func parcel(_ lines: [Line] = [Line(lineID: "11", quantity: 2)], isLast: Bool = false) -> ChannelPush {
        .fulfilment(
            Fulfilment(
                order: "500", parcel: "6f9c7a58-3b8d-5c6e-9b39-0a3c1f2b7d10", lines: lines, carrier: "dhl",
                service: "express", trackingNumber: "T1", trackingURL: "https://dhl.example/T1", shippedAt: Orders.now,
                site: "IST", isLast: isLast))
    }

    static func cancel(
        _ units: Int = 1, left: Int = 1, isWhole: Bool = false, isPaidThere: Bool = true
    ) -> ChannelPush {
        .cancellation(
            Cancellation(
                order: "500", key: "cancellation/x/1", lines: [Line(lineID: "11", quantity: units)],
                left: [Line(lineID: "11", quantity: left)], amount: 1995, currency: Currency(rawValue: "EUR"),
                isWhole: isWhole, reason: "sold_out", isPaidThere: isPaidThere))
    }

    static let levels = ChannelPush.stock([
        StockItem(sku: "TEA-100", units: 7, version: 2), StockItem(sku: "POT-1", units: 0, version: 2),
    ])
}
