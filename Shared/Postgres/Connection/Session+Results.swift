import CLibPQ

extension Session {
    /// Gives a result to what is first in the queue. Every statement has one; libpq's nil after it removes it from the queue,
    /// but a sync has no nil.
    func receive(_ result: consuming ResultHandle) {
        expectations.first.isAnswered = true
        let expectation = expectations.first
        switch result.status {
        case PGRES_PIPELINE_SYNC:
            expectations.removeFirst()
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
            succeed(expectation, result)
        case PGRES_PIPELINE_ABORTED:
            // The error that caused it is already recorded.
            skip(expectation)
        case PGRES_FATAL_ERROR where result.field(.severity) == nil:
            // libpq made this one up because the connection is gone; it says nothing about the statement.
            lose(result.errorMessage)
        case PGRES_FATAL_ERROR:
            fail(expectation, PostgresError(result, expectation), isFatal: result.isFatal)
        default:
            let error = PostgresError(
                .protocolViolation, "unexpected result status \(result.status.rawValue)",
                statement: "\(expectation.statement.name)", file: expectation.file, line: expectation.line)
            fail(expectation, error, isFatal: true)
        }
    }

    private func succeed(_ expectation: Expectation, _ result: consuming ResultHandle) {
        switch expectation.kind {
        case .query(let number):
            results[number] = QueryResult(result, statement: expectation.statement.name)
        case .commit:
            // A transaction that failed unnoticed answers COMMIT with a successful ROLLBACK.
            if result.commandTag == "COMMIT" {
                commitState = .done
            } else {
                commitState = .failed
                record(PostgresError(.protocolViolation, "the server answered COMMIT with \(result.commandTag)"))
            }
        case .preparation, .begin, .renewal, .rollback, .sync:
            break
        }
    }

    private func skip(_ expectation: Expectation) {
        switch expectation.kind {
        case .preparation(let serverName):
            // It never ran, unlike one before the error, which survives the rollback.
            prepared.remove(expectation.statement, serverName: serverName)
        case .commit:
            commitState = .failed
        case .query, .begin, .renewal, .rollback, .sync:
            break
        }
    }

    private func fail(_ expectation: Expectation, _ error: PostgresError, isFatal: Bool) {
        var error = error
        switch expectation.kind {
        case .preparation(let serverName):
            prepared.remove(expectation.statement, serverName: serverName)
        case .commit where isFatal:
            // The session ended inside COMMIT: the transaction may be on disk (as when a wait for a replica is cut short).
            error.code = .commitUnknown
            commitState = .failed
        case .commit:
            commitState = .failed
        case .query:
            if error.sqlState == PostgresError.staleResultType || error.sqlState == PostgresError.missingStatement {
                prepared.removeAll(of: expectation.statement)
            }
        case .renewal:
            // Whatever was asked before it is done.
            if isFatal { markLost() }
            return
        case .begin, .rollback, .sync:
            break
        }
        record(error)
        if isFatal { markLost() }
    }

    private func record(_ error: PostgresError) {
        if failure == nil { failure = error }
    }
}

extension PostgresError {
    init(_ result: borrowing ResultHandle, _ expectation: Expectation) {
        self.init(
            result.isFatal ? .connection : .server, result.field(.message) ?? result.errorMessage,
            sqlState: result.field(.sqlState), statement: "\(expectation.statement.name)", file: expectation.file,
            line: expectation.line)
        addFields(of: result)
    }

    mutating func addFields(of result: borrowing ResultHandle) {
        detail = result.field(.detail)
        constraint = result.field(.constraint)
        table = result.field(.table)
        column = result.field(.column)
        position = result.field(.position).flatMap { Int($0) }
    }
}

extension ResultHandle {
    /// The server ended the session with this error, or the error is not the server's at all.
    var isFatal: Bool { field(.severity) != "ERROR" }
}
