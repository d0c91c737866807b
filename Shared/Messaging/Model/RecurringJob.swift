public import Postgres

/// Work that comes round, such as a purge. One process of a service at a time runs it, whoever takes its lock first.
public struct RecurringJob: Sendable {
    public let name: String
    public let interval: Duration
    public let run: @Sendable (inout Transaction) throws -> Void

    public init(name: String, interval: Duration, run: @escaping @Sendable (inout Transaction) throws -> Void) {
        self.name = name
        self.interval = interval
        self.run = run
    }
}
