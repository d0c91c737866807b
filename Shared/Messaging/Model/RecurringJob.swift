public import Postgres

/// Work that comes round, such as a purge. One process of a service at a time runs it, whoever takes its lock first,
/// and once per interval whatever the number of processes.
public struct RecurringJob: Sendable {
    public let name: String
    public let interval: Duration
    /// One transaction of it. Returns whether the round has more to do: then the next one follows shortly, with what is
    /// more urgent in between.
    public let step: @Sendable (inout Transaction) throws -> Bool

    /// A job whose round is one transaction; it must be a short one.
    public init(name: String, interval: Duration, run: @escaping @Sendable (inout Transaction) throws -> Void) {
        self.init(
            name: name, interval: interval,
            step: { transaction in
                try run(&transaction)
                return false
            })
    }

    /// A job whose round takes many short transactions.
    public static func inSteps(
        name: String, interval: Duration, step: @escaping @Sendable (inout Transaction) throws -> Bool
    ) -> RecurringJob {
        RecurringJob(name: name, interval: interval, step: step)
    }

    private init(name: String, interval: Duration, step: @escaping @Sendable (inout Transaction) throws -> Bool) {
        self.name = name
        self.interval = interval
        self.step = step
    }
}
