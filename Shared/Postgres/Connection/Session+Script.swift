import CLibPQ

/// Which of several texts failed, and how.
struct ScriptFailure: Error {
    var index: Int
    var error: PostgresError
}

extension Session {
    /// Runs a text by the simple protocol, for which the connection leaves pipeline mode.
    func execute(script: String) throws(PostgresError) {
        // A zero byte would end the text for libpq, and silently.
        guard !script.utf8.contains(0) else { throw PostgresError(.misuse, "the SQL text has a zero byte in it") }
        guard connection.exitPipeline(), connection.sendScript(script) else { throw lose(connection.errorMessage) }
        let failure = try readScriptResults()
        guard connection.enterPipeline() else { throw lose(connection.errorMessage) }
        if let failure { throw failure }
    }

    /// As ``execute(script:)``, and leaves no transaction open.
    func executeClosed(script: String) throws(PostgresError) {
        var failure: PostgresError?
        do {
            try execute(script: script)
        } catch {
            failure = error
        }
        if !isLost, !connection.isIdle {
            failure = failure ?? PostgresError(.misuse, "the SQL text leaves a transaction open")
            try execute(script: "ROLLBACK")
        }
        if let failure { throw failure }
    }

    func executeInTransaction(scripts: [String]) throws(ScriptFailure) {
        var index = 0
        do throws(PostgresError) {
            try execute(script: "BEGIN")
            while index < scripts.count {
                try execute(script: scripts[index])
                guard connection.isInTransaction else {
                    throw PostgresError(.misuse, "the SQL text ends the transaction that it runs in")
                }
                index += 1
            }
            index = max(0, scripts.count - 1)
            try execute(script: "COMMIT")
        } catch {
            if !isLost, !connection.isIdle { try? execute(script: "ROLLBACK") }
            throw ScriptFailure(index: index, error: error)
        }
    }

    /// Reads until libpq says that the text is done; the first error is returned when all is read.
    private func readScriptResults() throws(PostgresError) -> PostgresError? {
        var failure: PostgresError?
        while true {
            let flush = connection.flush()
            while !connection.isBusy {
                guard let result = connection.nextResult() else { return failure }
                failure = failure ?? error(in: result)
                if isLost { throw lose(connection.errorMessage) }
            }
            // No deadline: a migration takes the time it takes, and the server's own time-outs apply.
            guard flush != .failed, connection.wait(writing: flush == .pending, until: nil),
                connection.consumeInput()
            else { throw failure ?? lose(connection.errorMessage) }
        }
    }

    private func error(in result: borrowing ResultHandle) -> PostgresError? {
        switch result.status {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: return nil
        case PGRES_FATAL_ERROR:
            var error = PostgresError(
                result.isFatal ? .connection : .server, result.field(.message) ?? result.errorMessage,
                sqlState: result.field(.sqlState))
            error.addFields(of: result)
            if result.isFatal {
                self.failure = error
                markLost()
            }
            return error
        default:
            // COPY asks for data that nobody will send.
            let error = PostgresError(.protocolViolation, "COPY is not possible in an SQL text")
            self.failure = error
            markLost()
            return error
        }
    }
}
