import FoundationEssentials

extension Settings {
    /// Reads flags, environment, file and defaults, in this order of strength, and checks all of it.
    ///
    /// An environment variable that is empty counts as not given, because compose files pass on unset ones that way.
    ///
    /// - Parameters:
    ///   - arguments: without the program's name and the subcommand.
    ///   - environment: the process's own when omitted.
    /// - Throws: one error that lists everything that is wrong.
    public static func load(
        _ declared: [Setting], arguments: [String], environment: [String: String]? = nil
    ) throws(SettingsError) -> Settings {
        let environment = environment ?? ProcessInfo.processInfo.environment
        var loader = SettingsLoader(declared, environment: environment.filter { !$0.value.isEmpty })
        return try loader.load(arguments)
    }
}
