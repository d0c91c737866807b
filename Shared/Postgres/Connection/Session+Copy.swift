import CLibPQ

extension Session {
    /// Sends rows after `COPY ... FROM STDIN`, for which the connection leaves pipeline mode.
    ///
    /// Never more than one piece is kept here: the next is asked for when the socket has taken the one before.
    /// - Returns: how many rows the server took.
    func copyIn(_ command: String, _ next: () throws -> [UInt8]?) throws -> Int {
        try beginCopy(command, expecting: PGRES_COPY_IN)
        var failure: (any Error)?
        do {
            while let piece = try next() { try put(piece) }
        } catch {
            failure = error
        }
        guard !isLost else { throw failure ?? lose(connection.errorMessage) }
        // With a reason the server drops all rows of this COPY.
        guard connection.putCopyEnd(reason: failure == nil ? nil : "the client gave up") else {
            throw lose(connection.errorMessage)
        }
        let (rows, refusal) = try endCopy()
        if let failure { throw failure }
        if let refusal { throw refusal }
        return rows
    }

    /// Reads rows after `COPY ... TO STDOUT`, one a call, without the newline at their end.
    func copyOut(_ command: String, _ take: ([UInt8]) throws -> Void) throws {
        try beginCopy(command, expecting: PGRES_COPY_OUT)
        var failure: (any Error)?
        reading: while true {
            switch connection.getCopyData() {
            case .row(let bytes):
                // What is left is read all the same: the connection is of no use before that.
                do { if failure == nil { try take(bytes) } } catch { failure = error }
            case .later:
                try waitForInput(writing: connection.flush() == .pending)
            case .end: break reading
            case .failed: throw lose(connection.errorMessage)
            }
        }
        let (_, refusal) = try endCopy()
        if let failure { throw failure }
        if let refusal { throw refusal }
    }

    private func beginCopy(_ command: String, expecting status: ExecStatusType) throws(PostgresError) {
        guard connection.exitPipeline(), connection.sendScript(command) else { throw lose(connection.errorMessage) }
        guard let result = try nextResult() else { throw lose("the server does not answer to COPY") }
        if result.status == status { return }
        guard ![PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH].contains(result.status) else {
            // Rows that nobody sends, or reads, cannot be got out of the way.
            failure = PostgresError(.misuse, "the command is a COPY of the other direction")
            throw lose("")
        }
        let error = copyError(in: result)
        _ = try endCopy()
        throw error ?? PostgresError(.misuse, "the command is no COPY")
    }

    private func put(_ piece: [UInt8]) throws(PostgresError) {
        // libpq's own buffer grows without end when it is not emptied.
        guard connection.putCopyData(piece) else { throw lose(connection.errorMessage) }
        while true {
            switch connection.flush() {
            case .done: return
            case .pending: try waitForInput(writing: true)
            case .failed: throw lose(connection.errorMessage)
            }
        }
    }

    /// Reads to the end of the command, and enters pipeline mode again.
    private func endCopy() throws(PostgresError) -> (rows: Int, refusal: PostgresError?) {
        var (rows, refusal): (Int, PostgresError?) = (0, nil)
        while let result = try nextResult() {
            if let error = copyError(in: result) {
                refusal = refusal ?? error
                if isLost { throw lose(connection.errorMessage) }
            } else {
                rows = result.affected
            }
        }
        guard connection.enterPipeline() else { throw lose(connection.errorMessage) }
        return (rows, refusal)
    }

    private func nextResult() throws(PostgresError) -> ResultHandle? {
        while true {
            let flush = connection.flush()
            guard flush != .failed else { throw lose(connection.errorMessage) }
            if !connection.isBusy { return connection.nextResult() }
            try waitForInput(writing: flush == .pending)
        }
    }

    private func waitForInput(writing: Bool) throws(PostgresError) {
        // No deadline: a COPY takes the time that its rows take, and the server's own time-outs apply.
        guard connection.wait(writing: writing, until: nil), connection.consumeInput() else {
            throw lose(connection.errorMessage)
        }
    }

    private func copyError(in result: borrowing ResultHandle) -> PostgresError? {
        guard result.status == PGRES_FATAL_ERROR else { return nil }
        var error = PostgresError(
            result.isFatal ? .connection : .server, result.field(.message) ?? result.errorMessage,
            sqlState: result.field(.sqlState))
        error.addFields(of: result)
        if result.isFatal {
            failure = error
            markLost()
        }
        return error
    }
}
