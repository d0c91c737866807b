import Executors
public import Logging

/// A connection to a database, on a thread of its own.
///
/// Lost is lost: after an error with the code `.connection` or `.commitUnknown` every call fails until ``connect()`` has made
/// a new session. Whoever holds something in the session (an advisory lock, an outbox slot) has lost it too.
public actor PostgresConnection {
    private let configuration: PostgresConfiguration
    private let logger: Logger
    private let executor: ThreadExecutor
    private var session: Session?

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Does not connect yet.
    public init(configuration: PostgresConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        executor = ThreadExecutor(name: "postgres")
    }

    /// Opens a session, in place of the one there may be. Nothing of the old one is taken over.
    /// - Throws: ``PostgresError`` `.connection`, retriable unless the server refused the user or knows no such database;
    ///   `.configuration` for TLS settings that cannot be used.
    public func connect() throws(PostgresError) {
        session = nil
        session = try Session(configuration, logger: logger)
    }

    /// Ends the session and lets the thread go; ``connect()`` brings both back.
    public func close() {
        session = nil
        executor.stop()
    }

    /// False before ``connect()``, after ``close()``, and from the first call on that found the session lost.
    public var isConnected: Bool { session != nil }

    /// Whether the session stands as far as this end can know without asking: an idle connection that the server closed, or
    /// that the kernel's keepalive gave up, is found lost here and not only by the next transaction.
    public func checkIdle() -> Bool {
        guard let session else { return false }
        session.notice()
        dropIfLost(session)
        return self.session != nil
    }

    /// The server's process id of this session, as `pg_stat_activity` shows it; nil without one.
    public var backendID: Int32? { session?.connection.backendID }

    /// Runs one pipelined transaction.
    ///
    /// The body runs on the connection's thread and must not block on anything but its own statements. COMMIT is
    /// sent with the last of them and awaited. If the body throws, the transaction is rolled back and the error passed on; so it is
    /// if a statement fails, even when the body caught that error or never read the result.
    /// - Throws: the body's error, or ``PostgresError``. With `.commitUnknown` the transaction may have been committed:
    ///   repeat it only if a repeat is harmless.
    @discardableResult
    public func transaction<Result: Sendable>(
        _ body: @Sendable (inout Transaction) throws -> sending Result
    ) async throws -> Result {
        let session = try openSession()
        defer { dropIfLost(session) }
        var transaction = Transaction(session)
        let result: Result
        do {
            result = try body(&transaction)
        } catch {
            session.abandonTransaction()
            throw error
        }
        try session.finishTransaction()
        return result
    }

    /// Runs one statement that is a transaction of its own.
    /// - Throws: ``PostgresError``; after `.connection` a statement that writes may have done so.
    @discardableResult
    public func query(
        _ statement: Statement, _ parameters: any PostgresParameter..., file: StaticString = #fileID, line: Int = #line
    ) async throws(PostgresError) -> PostgresRows {
        let session = try openSession()
        defer { dropIfLost(session) }
        return try session.query(statement, parameters, file, line)
    }

    /// Runs a text of one or more statements by the simple protocol, for DDL and set-up. Without BEGIN and COMMIT of its own
    /// it is one transaction. Results are dropped.
    /// - Throws: ``PostgresError`` of the first statement that fails; `.misuse` for a text that leaves a transaction open,
    ///   which is rolled back.
    public func execute(script: String) async throws(PostgresError) {
        let session = try openSession()
        defer { dropIfLost(session) }
        try session.executeClosed(script: script)
    }

    /// Runs several texts in one transaction, each by the simple protocol.
    /// - Throws: ``ScriptFailure`` with the place of the text that failed, after the rollback.
    func executeInTransaction(scripts: [String]) async throws(ScriptFailure) {
        let session: Session
        do {
            session = try openSession()
        } catch {
            throw ScriptFailure(index: 0, error: error)
        }
        defer { dropIfLost(session) }
        try session.executeInTransaction(scripts: scripts)
    }

    /// Adds many rows with `COPY table FROM STDIN`, in the text format, as one transaction.
    ///
    /// - Parameters:
    ///   - command: the whole of it; a literal, so that SQL is never put together from values.
    ///   - next: called on the connection's thread for one piece after the other, of any size and anywhere cut; each row ends
    ///     with a newline. nil ends it. If it throws, no row is kept.
    /// - Returns: how many rows were added.
    /// - Throws: what `next` throws, or ``PostgresError``; after `.connection` the rows may be there.
    @discardableResult
    public func copyIn(
        _ command: StaticString, _ next: @Sendable () throws -> [UInt8]?
    ) async throws -> Int {
        let session = try openSession()
        defer { dropIfLost(session) }
        return try session.copyIn("\(command)", next)
    }

    /// Reads many rows with `COPY ... TO STDOUT`, in the text format.
    ///
    /// - Parameter take: called on the connection's thread with one row after the other, without its newline.
    /// - Throws: what `take` throws, when all rows are read; or ``PostgresError``.
    public func copyOut(_ command: StaticString, _ take: @Sendable ([UInt8]) throws -> Void) async throws {
        let session = try openSession()
        defer { dropIfLost(session) }
        try session.copyOut("\(command)", take)
    }

    private func openSession() throws(PostgresError) -> Session {
        guard let session else { throw PostgresError(.connection, "not connected") }
        return session
    }

    private func dropIfLost(_ used: Session) {
        guard used.isLost, session === used else { return }
        session = nil
        logger.debug("database connection lost")
    }
}
