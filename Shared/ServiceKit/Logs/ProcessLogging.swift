import Logging

/// The process's one logging backend.
public enum ProcessLogging {
    /// Makes `Logger(label:)` write to stderr as `log.level` and `log.format` say. Once per process.
    ///
    /// - Returns: the process's own logger, labelled with its name.
    /// - Throws: when the two settings are not declared.
    public static func bootstrap(service: String, settings: Settings) throws(SettingsError) -> Logger {
        let level = Logger.Level(rawValue: try settings.string("log.level")) ?? .info
        let format = LogFormat(rawValue: try settings.string("log.format")) ?? .json
        LoggingSystem.bootstrap { label in
            LineLogHandler(service: service, label: label, level: level, format: format)
        }
        return Logger(label: service)
    }
}
