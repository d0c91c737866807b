import Logging

/// One connection's life from connect to loss: the pipeline, what it is owed, and what it has prepared.
///
/// Not Sendable; it lives inside the actor ``PostgresConnection`` and all calls come from that actor's thread.
final class Session {
    let connection: ConnectionHandle
    let logger: Logger
    private let answerLimit: Duration?

    var prepared = PreparedStatements()
    var planAge = PlanAge()
    private var parameters = ParameterList()

    /// What was sent and not answered, in order.
    var expectations = ExpectationQueue()
    /// The results of the current transaction or query by ticket number; nil until there, and after reading.
    var results: [QueryResult?] = []
    /// Counts transactions, so that a ticket of another is recognised.
    var transactionNumber = 0
    var isBegun = false
    var commitState = CommitState.none
    /// The first error since the pipeline was last in order.
    var failure: PostgresError?
    private(set) var isLost = false
    /// Something was sent after the last flush request or sync, so the server may be sitting on results.
    private var needsFlushRequest = false

    enum CommitState {
        case none
        case sent
        case done
        case failed
    }

    init(_ configuration: PostgresConfiguration, logger: Logger) throws(PostgresError) {
        connection = try .open(configuration, logger: logger)
        self.logger = logger
        let statementTimeout = configuration.statementTimeout
        answerLimit = statementTimeout > .zero ? statementTimeout : nil
    }

    // MARK: Sending

    /// Queues a statement, with its PREPARE in front if the session has not prepared it for these types.
    func send(
        _ statement: Statement, _ values: [any PostgresParameter], as kind: Expectation.Kind, _ file: StaticString,
        _ line: Int
    ) throws(PostgresError) {
        do {
            try parameters.set(values)
        } catch {
            throw PostgresError(
                error.code, error.message, statement: "\(statement.name)", file: file, line: line)
        }
        let name = try prepare(statement, file, line)
        guard connection.sendPrepared(name: name, parameters: &parameters) else { throw lose(connection.errorMessage) }
        planAge.countStatement()
        expect(kind, statement, file, line)
    }

    private func prepare(_ statement: Statement, _ file: StaticString, _ line: Int) throws(PostgresError) -> String {
        if let name = prepared.name(of: statement, types: parameters.types) { return name }
        let name = prepared.add(statement, types: parameters.types)
        guard connection.sendPrepare(name: name, sql: statement.sql, types: parameters.types) else {
            throw lose(connection.errorMessage)
        }
        expect(.preparation(serverName: name), statement, file, line)
        return name
    }

    func sendSync() throws(PostgresError) {
        guard connection.sendSync() else { throw lose(connection.errorMessage) }
        expect(.sync, Expectation.syncStatement, #fileID, #line)
        needsFlushRequest = false
    }

    private func expect(_ kind: Expectation.Kind, _ statement: Statement, _ file: StaticString, _ line: Int) {
        expectations.append(Expectation(kind: kind, statement: statement, file: file, line: line))
        needsFlushRequest = true
    }

    // MARK: Receiving

    /// Writes what is queued and reads what comes until `isDone`.
    ///
    /// Reading goes on while writing: with both sides' buffers full, a client that only wrote would wait for ever.
    func pump(until isDone: () -> Bool) throws(PostgresError) {
        var deadline = nextDeadline()
        while true {
            // In this order, since flushing may move input from the socket into libpq, where `poll` does not see it.
            let flush = connection.flush()
            receiveAvailable()
            if isDone() { return }
            guard !isLost, flush != .failed else { throw lose(connection.errorMessage) }
            guard connection.wait(writing: flush == .pending, until: deadline) else {
                throw lose("the server did not answer in time")
            }
            guard connection.consumeInput() else {
                let message = connection.errorMessage
                receiveAvailable()
                if isDone() { return }
                throw lose(message)
            }
            deadline = nextDeadline()
        }
    }

    /// Makes sure that the server answers what was sent so far, without ending the unit of the pipeline.
    func requestFlush() throws(PostgresError) {
        guard needsFlushRequest else { return }
        guard connection.sendFlushRequest() else { throw lose(connection.errorMessage) }
        needsFlushRequest = false
    }

    /// A server that is stopped, not dead, keeps its sockets alive. Its own time-out bounds each statement, and it may answer
    /// only after all of them; beyond that nothing will come.
    private func nextDeadline() -> ContinuousClock.Instant? {
        guard let answerLimit else { return nil }
        return ContinuousClock.now + answerLimit * (expectations.count + 1) + .seconds(10)
    }

    /// Looks, without asking the server, whether a session that owes us nothing still stands. A server that ended it has
    /// said so on the socket; one that is gone without a word is told by the kernel's keepalive.
    func notice() {
        // What is readable while nothing is owed is a notice, a last word or the end; each is read by another turn.
        for _ in 0..<8 where expectations.isEmpty && !isLost && connection.isReadable {
            if connection.consumeInput() { _ = connection.isBusy }
            if connection.isBroken { lose(connection.errorMessage) }
        }
    }

    private func receiveAvailable() {
        while !expectations.isEmpty, !connection.isBusy {
            guard let result = connection.nextResult() else {
                guard expectations.first.isAnswered else { return }
                expectations.removeFirst()
                continue
            }
            receive(result)
        }
    }

    /// The connection is of no more use. Returns the error to throw: what the server said before, else the loss.
    ///
    /// A COMMIT that was sent and not answered may have been carried out, unless the server refused something before it.
    @discardableResult
    func lose(_ message: String) -> PostgresError {
        isLost = true
        expectations.removeAll()
        let error = failure ?? PostgresError(commitState == .sent ? .commitUnknown : .connection, message)
        failure = error
        return error
    }

    func markLost() {
        isLost = true
    }
}
