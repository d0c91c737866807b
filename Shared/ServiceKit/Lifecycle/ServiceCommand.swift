import Logging

/// One subcommand of a service.
public struct ServiceCommand: Sendable {
    /// Gets the checked settings and the process's logger. Returning is success; a thrown `ExitCode` ends the process
    /// with it and without a word, any other error is logged as the last line.
    public typealias Run = @Sendable (Settings, Logger) async throws -> Void

    public var name: String
    public var help: String
    public var run: Run

    public init(_ name: String, help: String, run: @escaping Run) {
        self.name = name
        self.help = help
        self.run = run
    }
}
