import AMQP

/// How many messages wait in queues, exactly: the management API's figures are seconds old, a queue's own answer to a
/// passive declare is of this moment.
enum QueueDepth {
    /// Messages that no consumer has.
    static func load(_ names: [String], in session: OperatorSession) async throws -> [String: Int] {
        let broker = try await session.broker()
        var depths: [String: Int] = [:]
        for name in names { depths[name] = try await broker.declareQueue(name, passive: true).messageCount }
        return depths
    }

    /// Messages that a consumer has and has not acknowledged. Only the management API knows, late: who must know that
    /// there are none asks until it says so.
    static func inHand(_ names: [String], in session: OperatorSession) async throws -> [String: Int] {
        let wanted = Set(names)
        let states = try await QueueState.all(try session.management()).filter { wanted.contains($0.name) }
        return Dictionary(states.map { ($0.name, $0.unacknowledged) }) { first, _ in first }
    }

    static func isAnythingUnderWay(in names: [String], _ session: OperatorSession) async throws -> Bool {
        if try await load(names, in: session).values.contains(where: { $0 > 0 }) { return true }
        return try await inHand(names, in: session).values.contains { $0 > 0 }
    }
}
