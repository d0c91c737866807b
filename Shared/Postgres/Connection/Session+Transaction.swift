import Logging

extension Session {
    private static let begin = Statement("begin", "BEGIN")
    private static let commit = Statement("commit", "COMMIT")
    private static let rollback = Statement("rollback", "ROLLBACK")
    private static let discardPlans = Statement("discard_plans", "DISCARD PLANS")

    func startTransaction() {
        transactionNumber += 1
        results.removeAll(keepingCapacity: true)
        isBegun = false
        commitState = .none
        failure = nil
    }

    /// Queues a statement of the transaction, BEGIN before the first.
    func sendInTransaction(
        _ statement: Statement, _ values: [any PostgresParameter], _ file: StaticString, _ line: Int
    ) throws(PostgresError) -> Ticket {
        if let failure { throw failure }
        if !isBegun {
            try send(Self.begin, [], as: .begin, file, line)
            isBegun = true
        }
        let ticket = Ticket(number: results.count, transaction: transactionNumber)
        try send(statement, values, as: .query(number: ticket.number), file, line)
        results.append(nil)
        return ticket
    }

    func read(_ ticket: Ticket, _ file: StaticString, _ line: Int) throws(PostgresError) -> PostgresRows {
        guard ticket.transaction == transactionNumber, ticket.number < results.count else {
            throw PostgresError(.misuse, "the ticket belongs to another transaction", file: file, line: line)
        }
        if results[ticket.number] == nil, failure == nil, !expectations.isEmpty {
            try requestFlush()
            try pump { results[ticket.number] != nil || failure != nil }
        }
        guard let result = results[ticket.number] else {
            throw failure ?? PostgresError(.misuse, "the result was read before", file: file, line: line)
        }
        results[ticket.number] = nil
        return PostgresRows(result)
    }

    /// Sends COMMIT behind all that is queued and waits for it.
    /// - Throws: the first error of any statement, after the rollback; `.commitUnknown` if the connection is lost while COMMIT
    ///   is under way.
    func finishTransaction() throws(PostgresError) {
        guard isBegun else { return }
        if failure == nil {
            // Set first: from here on nobody can say how much of it reached the server.
            commitState = .sent
            do {
                try send(Self.commit, [], as: .commit, #fileID, #line)
                // Behind the transaction, since nothing may come before a first SET TRANSACTION in it.
                if planAge.isOver() { try send(Self.discardPlans, [], as: .renewal, #fileID, #line) }
                try sendSync()
                try pump { expectations.isEmpty }
            } catch {
                if commitState != .done { throw error }
            }
        }
        // Once COMMIT is confirmed, a connection lost before the sync's answer is the next transaction's concern.
        if commitState == .done { return }
        abandonTransaction()
        throw failure ?? PostgresError(.protocolViolation, "COMMIT was not answered")
    }

    /// Rolls back, whatever state the pipeline is in: the first sync ends an aborted pipeline, so that ROLLBACK runs.
    ///
    /// If even this fails the session is lost, which rolls back too.
    func abandonTransaction() {
        guard isBegun, !isLost else { return }
        isBegun = false
        let cause = failure
        do {
            try sendSync()
            try send(Self.rollback, [], as: .rollback, #fileID, #line)
            try sendSync()
            try pump { expectations.isEmpty }
            if !connection.isIdle { markLost() }
        } catch {
            logger.debug("rollback failed, giving the connection up", metadata: ["error": "\(error)"])
        }
        failure = cause
        results.removeAll(keepingCapacity: true)
    }

    /// One statement that is a transaction of its own.
    func query(
        _ statement: Statement, _ values: [any PostgresParameter], _ file: StaticString, _ line: Int
    ) throws(PostgresError) -> PostgresRows {
        startTransaction()
        try send(statement, values, as: .query(number: 0), file, line)
        results.append(nil)
        try sendSync()
        if planAge.isOver() {
            // Behind the query's own end, which it cannot undo.
            try send(Self.discardPlans, [], as: .renewal, #fileID, #line)
            try sendSync()
        }
        try pump { expectations.isEmpty }
        if let failure { throw failure }
        guard let result = results.removeLast() else {
            throw PostgresError(.protocolViolation, "no result", statement: "\(statement.name)", file: file, line: line)
        }
        return PostgresRows(result)
    }
}
