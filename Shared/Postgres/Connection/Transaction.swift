/// A transaction under way. Lent to the body of ``PostgresConnection/transaction(_:)``, on the connection's thread.
///
/// Statements are only queued by ``send(_:_:file:line:)``; reading a result sends all that is queued and waits for that one.
/// So a batch's first group of statements costs one round trip however many they are, and the last group travels with
/// COMMIT. The isolation level can be set by a first statement, `SET TRANSACTION …`.
public struct Transaction: ~Copyable {
    private let session: Session

    init(_ session: Session) {
        self.session = session
        session.startTransaction()
    }

    /// Queues a statement. Its error, if it fails, comes with a read of it or of anything behind it, or at commit.
    /// - Throws: ``PostgresError``: an earlier statement's error once that is known, `.encoding`, or `.connection`.
    @discardableResult
    public mutating func send(
        _ statement: Statement, _ parameters: any PostgresParameter..., file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> Ticket {
        try session.sendInTransaction(statement, parameters, file, line)
    }

    /// Waits for the result of a statement; once for each.
    /// - Throws: ``PostgresError`` of this statement or of one before it. The transaction can then only be left.
    public mutating func read(
        _ ticket: Ticket, file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> PostgresRows {
        try session.read(ticket, file, line)
    }

    /// Queues a statement and waits for its result: a round trip.
    /// - Throws: ``PostgresError`` of this statement or of one before it. The transaction can then only be left.
    @discardableResult
    public mutating func run(
        _ statement: Statement, _ parameters: any PostgresParameter..., file: StaticString = #fileID, line: Int = #line
    ) throws(PostgresError) -> PostgresRows {
        let ticket = try session.sendInTransaction(statement, parameters, file, line)
        return try session.read(ticket, file, line)
    }
}
