/// How long a process may take to end.
public struct ShutdownDeadlines: Sendable {
    /// To finish what was begun, after the signal.
    public var drain: Duration
    /// After that, for what was cancelled to stop.
    public var kill: Duration

    public init(drain: Duration = .seconds(25), kill: Duration = .seconds(5)) {
        self.drain = drain
        self.kill = kill
    }

    /// From `shutdown.drain` and `shutdown.kill`.
    public init(_ settings: Settings) throws(SettingsError) {
        self.init(drain: try settings.duration("shutdown.drain"), kill: try settings.duration("shutdown.kill"))
    }
}
