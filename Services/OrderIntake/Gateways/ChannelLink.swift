import Contracts
import HTTPClient
import Synchronization

/// The way to one shop on its channel's side: its address, who we are there, and what the channel lets us ask.
///
/// The buckets are of this process. Where several processes speak to one shop they may together ask for more than it
/// allows; its 429 then holds back the one that hears it.
package final class ChannelLink: Sendable {
    package let shop: ShopKey
    package let connection: ShopConnection
    package let adapter: any ChannelAdapter
    private let transport: any HTTPTransport
    private let credentials: ChannelCredentials
    private let clock: LinkClock
    private let memory: Memory
    private let mayHaveChanged = Atomic(false)

    /// What all attempts over the way have in common.
    private final class Memory: Sendable {
        let buckets: Mutex<[String: TokenBucket]>
        let tokens = Mutex<[String: (text: String, until: ContinuousClock.Instant)]>([:])

        init(_ buckets: [String: TokenBucket]) {
            self.buckets = Mutex(buckets)
        }
    }

    /// For so long a call waits by itself until the channel's limit lets it go; what takes longer is given back.
    private static let patience = Duration.seconds(2)
    /// After a 429 that does not say how long.
    private static let defaultPause = Duration.seconds(10)

    package init(
        _ shop: ShopKey, _ connection: ShopConnection, adapter: any ChannelAdapter, transport: any HTTPTransport,
        credentials: ChannelCredentials, clock: LinkClock = .system
    ) {
        self.shop = shop
        self.connection = connection
        self.adapter = adapter
        self.transport = transport
        self.credentials = credentials
        self.clock = clock
        let now = clock.now()
        memory = Memory(
            Dictionary(
                adapter.limits.map {
                    ($0.name, TokenBucket(perSecond: $0.perSecond, capacity: $0.capacity, now: now))
                },
                uniquingKeysWith: { first, _ in first }))
    }

    private init(of link: ChannelLink) {
        shop = link.shop
        connection = link.connection
        adapter = link.adapter
        transport = link.transport
        credentials = link.credentials
        clock = link.clock
        memory = link.memory
    }

    /// The same way, for one attempt at something, after which it knows whether that ``mayHaveLeft`` anything.
    package func forAttempt() -> ChannelLink { ChannelLink(of: self) }

    /// Whether anything may have changed at the channel by the calls that were made. Not by what only asks, and not by what was never
    /// sent or was answered by a no: a status from 400 on but 408, a 429 among them.
    package var mayHaveLeft: Bool { mayHaveChanged.load(ordering: .acquiring) }

    /// Makes a call.
    /// - Returns: the answer, also one that refuses; see ``ChannelAnswer/expectSuccess()``.
    /// - Throws: when there was no answer, or one that says nothing of what was asked.
    package func call(_ call: ChannelCall) async throws(ChannelFailure) -> ChannelAnswer {
        var answer = try await attempt(call)
        // A token can be revoked before its time, which Amazon says by 403: one more attempt, with a new one.
        if [401, 403].contains(answer.status), call.isAuthorised, forgetTokens() { answer = try await attempt(call) }
        // It was not carried out, and soon can be: whoever makes many calls goes on with this one.
        if answer.status == 429, let pause = RetryAfter.duration(of: answer), pause <= Self.patience {
            leaveAlone(for: pause, after: call)
            answer = try await attempt(call)
        }
        return try checked(answer, of: call)
    }

    private func leaveAlone(for pause: Duration, after call: ChannelCall) {
        guard let limit = call.limit ?? adapter.limits.first?.name else { return }
        memory.buckets.withLock { $0[limit]?.drain(for: pause, now: clock.now()) }
    }

    /// Whether a webhook that is entered there is this shop's way to us.
    package func isOurs(webhookAddress url: String?) -> Bool {
        let name = ChannelDirectory.mapping(of: shop.channel)?.addressName ?? shop.channel
        return url?.hasSuffix("/webhooks/\(name)/\(shop.shop)") == true
    }

    /// A key or a password of the shop; see ``ChannelCredentials``.
    package func credential(_ name: String) throws(ChannelFailure) -> String {
        try credentials.read(name, of: shop)
    }

    package func credentialIfPresent(_ name: String) throws(ChannelFailure) -> String? {
        try credentials.readIfPresent(name, of: shop)
    }

    /// What the connection says beside address and account.
    package func option(_ name: String) -> String? { connection.options[name] }

    /// How many orders a page has: the option `pageSize`, at most what the channel allows.
    package func pageSize(_ most: Int) -> Int {
        option("pageSize").flatMap { Int($0) }.map { min(max(1, $0), most) } ?? most
    }

    /// The seller's or merchant's id.
    package func account() throws(ChannelFailure) -> String {
        guard let account = connection.account, !account.isEmpty else {
            throw .misconfigured("the connection of \(shop.text) says no account")
        }
        return account
    }

    /// A token, or a name that does not change often: the kept one, or a new one from `renew`, with how long it lives.
    package func token(
        _ name: String, renew: () async throws(ChannelFailure) -> (text: String, lifetime: Duration)
    ) async throws(ChannelFailure) -> String {
        let now = clock.now()
        if let known = memory.tokens.withLock({ $0[name] }), known.until > now { return known.text }
        let fresh = try await renew()
        // Not until its last moment: a call takes its time.
        let until = now.advanced(by: max(.zero, fresh.lifetime - .seconds(60)))
        memory.tokens.withLock { $0[name] = (fresh.text, until) }
        return fresh.text
    }

    /// How much of each limit is used, from 0 to 1.
    package var use: [String: Double] {
        let now = clock.now()
        return memory.buckets.withLock { buckets in
            var use: [String: Double] = [:]
            for name in buckets.keys { use[name] = buckets[name]?.use(now: now) }
            return use
        }
    }

    /// - Returns: whether the time has passed; not when the task was cancelled.
    func pause(for duration: Duration) async -> Bool {
        do {
            try await clock.pause(duration)
            return true
        } catch {
            return false
        }
    }

    private func forgetTokens() -> Bool {
        memory.tokens.withLock { tokens in
            defer { tokens.removeAll() }
            return !tokens.isEmpty
        }
    }

    private func attempt(_ call: ChannelCall) async throws(ChannelFailure) -> HTTPAnswer {
        var call = call
        if call.isAuthorised { try await adapter.authorise(&call, over: self) }
        guard let base = call.base ?? connection.baseURL ?? adapter.baseURL else {
            throw .misconfigured("the connection of \(shop.text) says no baseUrl")
        }
        let limit = call.limit ?? adapter.limits.first?.name
        if let limit { try await pass(limit, call.cost) }
        // Whoever asks for a token has changed nothing yet.
        let changes = call.isAuthorised && call.method != "GET"
        do {
            let answer = try await transport.send(call.request(to: base))
            if changes, !(400..<500).contains(answer.status) || answer.status == 408 { noteChange() }
            return answer
        } catch {
            if changes, error.code != .client { noteChange() }
            throw Self.failure(error)
        }
    }

    private func noteChange() { mayHaveChanged.store(true, ordering: .releasing) }

    /// The channel has said how it stands with a limit.
    package func learn(_ limit: String, left: Double, capacity: Double, perSecond: Double) {
        memory.buckets.withLock {
            $0[limit]?.learn(left: left, capacity: capacity, perSecond: perSecond, now: clock.now())
        }
    }

    private func pass(_ limit: String, _ cost: Double) async throws(ChannelFailure) {
        while let wait = memory.buckets.withLock({ $0[limit]?.take(cost, now: clock.now()) }) {
            guard wait <= Self.patience else {
                throw ChannelFailure(
                    code: .rateLimited, message: "the limit \(limit) is used up", isFinal: false, retryAfter: wait)
            }
            do {
                try await clock.pause(wait)
            } catch {
                throw ChannelFailure(code: .rateLimited, message: "cancelled while waiting", isFinal: false)
            }
        }
    }

    private func checked(_ answer: HTTPAnswer, of call: ChannelCall) throws(ChannelFailure) -> ChannelAnswer {
        switch answer.status {
        case 429:
            let pause = RetryAfter.duration(of: answer) ?? Self.defaultPause
            leaveAlone(for: pause, after: call)
            throw ChannelFailure(
                code: .rateLimited, message: "HTTP 429", isFinal: false, retryAfter: pause)
        case 401, 403:
            throw ChannelFailure(
                code: .unauthorised, message: "HTTP \(answer.status) \(ChannelAnswer(answer).excerpt)", isFinal: false)
        case 408, 500...:
            throw ChannelFailure(
                code: .unavailable, message: "HTTP \(answer.status) \(ChannelAnswer(answer).excerpt)", isFinal: false,
                retryAfter: RetryAfter.duration(of: answer))
        default: return ChannelAnswer(answer)
        }
    }

    private static func failure(_ error: HTTPFailure) -> ChannelFailure {
        switch error.code {
        case .timeout: ChannelFailure(code: .unknownOutcome, message: error.message, isFinal: false)
        case .client: .misconfigured(error.message)
        case .unreachable, .tls: ChannelFailure(code: .unreachable, message: error.message, isFinal: false)
        case .tooLarge: ChannelFailure(code: .unreadable, message: error.message, isFinal: false)
        }
    }
}
