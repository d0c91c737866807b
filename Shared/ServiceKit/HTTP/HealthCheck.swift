/// What a check found.
public enum HealthStatus: Sendable, Hashable {
    case ok
    /// With the reason, for the person who looks.
    case failing(String)
}

/// One thing without which the process can do no work.
public struct HealthCheck: Sendable {
    public var name: String
    /// Must answer soon: it runs at every probe. It is cancelled after two seconds and then counts as failing.
    public var check: @Sendable () async -> HealthStatus

    public init(_ name: String, check: @escaping @Sendable () async -> HealthStatus) {
        self.name = name
        self.check = check
    }
}
