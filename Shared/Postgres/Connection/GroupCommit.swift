/// Lets callers that come while a transaction runs share the next one, so that many small writes cost one commit.
///
/// Nobody waits for company: a caller that comes alone is served at once, alone.
public actor GroupCommit<Request: Sendable, Answer: Sendable> {
    private enum Turn: Sendable {
        /// Run the group that begins with your own request.
        case yours
        case over(Result<Answer, any Error>)
    }

    private final class Place: Sendable {
        let request: Request
        let turn: CheckedContinuation<Turn, Never>

        init(_ request: Request, _ turn: CheckedContinuation<Turn, Never>) {
            self.request = request
            self.turn = turn
        }
    }

    private let connection: PostgresConnection
    private let limit: Int
    private let body: @Sendable ([Request], inout Transaction) throws -> [Answer]
    private var waiting: [Place] = []
    private var isRunning = false

    /// - Parameters:
    ///   - connection: connected when there is need; nobody else should write on it.
    ///   - limit: how many share one transaction at most.
    ///   - body: gives one answer per request, in order. It runs again, for each request alone, when the database refuses
    ///     a group.
    public init(
        _ connection: PostgresConnection, limit: Int = 100,
        body: @escaping @Sendable ([Request], inout Transaction) throws -> [Answer]
    ) {
        self.connection = connection
        self.limit = max(1, limit)
        self.body = body
    }

    /// How many wait for the transaction that runs now.
    package var waitingCount: Int { waiting.count }

    /// - Returns: after the commit.
    /// - Throws: what the body throws for this request alone, or a ``PostgresError``: `.connection`, and nothing was
    ///   committed, or `.commitUnknown`; both say so to every caller of the group.
    public func run(_ request: Request) async throws -> Answer {
        if isRunning {
            let turn = await withCheckedContinuation { waiting.append(Place(request, $0)) }
            if case .over(let result) = turn { return try result.get() }
        }
        isRunning = true
        let group = Array(waiting.prefix(limit - 1))
        waiting.removeFirst(group.count)
        let results = await results(of: [request] + group.map(\.request))
        for (place, result) in zip(group, results.dropFirst()) { place.turn.resume(returning: .over(result)) }
        if waiting.isEmpty {
            isRunning = false
        } else {
            waiting.removeFirst().turn.resume(returning: .yours)
        }
        return try results[0].get()
    }

    private func results(of requests: [Request]) async -> [Result<Answer, any Error>] {
        do {
            let answers = try await transact(requests)
            return answers.map { .success($0) }
        } catch {
            // Without a connection, or with a commit that may have happened, none is to be run again unasked.
            let isOfAll = [.connection, .commitUnknown].contains((error as? PostgresError)?.code)
            guard requests.count > 1, !isOfAll else { return requests.map { _ in .failure(error) } }
            // One of them may be at fault for all.
            var results: [Result<Answer, any Error>] = []
            for request in requests { results += await self.results(of: [request]) }
            return results
        }
    }

    private func transact(_ requests: [Request]) async throws -> [Answer] {
        if await !connection.isConnected { try await connection.connect() }
        let body = self.body
        let answers = try await connection.transaction { transaction in try body(requests, &transaction) }
        precondition(answers.count == requests.count, "one answer per request")
        return answers
    }
}
