import Contracts
import Foundation
import HTTPClient
import Synchronization

/// The other side of a channel, as far as its orders are listed: each a payload of ours with an id and the time of its last
/// change. It answers calls as the channel's documentation says, and remembers them.
final class ChannelWorld: HTTPTransport {
    struct Listed: Sendable {
        var id: Int
        var changed: Timestamp
        var status = "Created"
    }

    struct State: Sendable {
        var orders: [Listed] = []
        var claims: [Claimed] = []
        /// Where the channel says how much a page holds, and not who asks.
        var pageSize = 20
        var calls: [HTTPCall] = []
        /// What happens before a call is answered, by its number from 1.
        var before: [Int: @Sendable (inout State) -> Void] = [:]
        /// Answers in place of the channel's, by the number of the call.
        var instead: [Int: HTTPAnswer] = [:]
    }

    typealias Lister = @Sendable (ChannelRequest, State) -> HTTPAnswer

    let state = Mutex(State())
    private let list: Lister

    init(orders: [Listed] = [], list: @escaping Lister) {
        self.list = list
        state.withLock { $0.orders = orders }
    }

    func send(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPAnswer { answer(call) }

    func answer(_ call: HTTPCall) -> HTTPAnswer {
        state.withLock { state in
            state.calls.append(call)
            state.before[state.calls.count]?(&state)
            return state.instead[state.calls.count] ?? list(ChannelRequest(call), state)
        }
    }

    var calls: [HTTPCall] { state.withLock(\.calls) }

    /// So many orders, a second apart, but for those in the middle, which changed at once.
    static func orders(_ count: Int, from start: Timestamp = Orders.now) -> [Listed] {
        (0..<count).map { index in
            let seconds = index < count / 3 ? index : index < 2 * count / 3 ? count / 3 : index
            return Listed(id: 1001 + index, changed: start + .seconds(seconds))
        }
    }
}

/// A call with its address taken apart.
struct ChannelRequest: Sendable {
    let path: String
    let query: [String: String]
    let call: HTTPCall

    init(_ call: HTTPCall) {
        self.call = call
        let parts = URLComponents(string: call.url)
        path = parts?.path ?? ""
        query = Dictionary(
            parts?.queryItems?.map { ($0.name, $0.value ?? "") } ?? [], uniquingKeysWith: { first, _ in first })
    }

    func int(_ name: String, else other: Int = 0) -> Int { query[name].flatMap { Int($0) } ?? other }

    func milliseconds(_ name: String) -> Timestamp {
        Timestamp(microseconds: Int64(int(name)) * 1000)
    }

    func header(_ name: String) -> String? {
        call.headers.first { $0.name.lowercased() == name }?.value
    }
}

extension HTTPAnswer {
    static func json(_ text: String, headers: [HTTPCall.Header] = []) -> HTTPAnswer {
        HTTPAnswer(
            status: 200, headers: [HTTPCall.Header("content-type", "application/json")] + headers,
            body: Array(text.utf8))
    }
}

extension [ChannelWorld.Listed] {
    /// In the order of their changes.
    func changed(from since: Timestamp, to until: Timestamp) -> [ChannelWorld.Listed] {
        filter { since <= $0.changed && $0.changed <= until }.sorted { ($0.changed, $0.id) < ($1.changed, $1.id) }
    }

    /// A page by its number, from 0.
    func page(_ number: Int, of size: Int) -> [ChannelWorld.Listed] {
        Array(dropFirst(Swift.max(0, number) * size).prefix(size))
    }
}
