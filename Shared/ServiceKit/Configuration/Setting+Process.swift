extension Setting {
    /// What every process has.
    public static let process: [Setting] = [
        configurationFile,
        Setting(
            key: "log.level", default: "info", help: "Least severe log level that is written.",
            allowed: .values(["trace", "debug", "info", "notice", "warning", "error", "critical"])),
        Setting(
            key: "log.format", default: "json", help: "One JSON object per line for machines, or text for people.",
            allowed: .values(["json", "text"])),
        Setting(
            key: "http.host", default: "127.0.0.1",
            help: "Address to listen on for health, metrics and the service's own routes; 0.0.0.0 for all.",
            isRequired: true),
        Setting(
            key: "http.port", kind: .int, default: "8080",
            help: "Port to listen on; 0 takes a free one, which is logged.", allowed: .integers(0...65_535)),
        Setting(
            key: "http.body.limit", kind: .int, default: "1048576",
            help: "Largest request body, in bytes; a larger one is answered 413.",
            allowed: .integers(1024...largestBody)),
        Setting(
            key: "shutdown.drain", kind: .duration, default: "25s",
            help: "After SIGTERM or SIGINT: time to finish what was begun before the rest is cancelled.",
            allowed: .durations(.zero ... .seconds(3600))),
        Setting(
            key: "shutdown.kill", kind: .duration, default: "5s",
            help: "Time for what was cancelled to stop before the process ends without it.",
            allowed: .durations(.milliseconds(100) ... .seconds(3600))),
    ]

    /// What is kept of a body becomes a message, in base64, which makes four bytes of three; and a message has at most 4 MiB
    /// with its envelope. A larger body would be refused by the database's reader after each try, for ever.
    package static let largestBody = 3_000_000

    /// The file that the other settings are read from; it cannot be named in the file itself.
    package static let configurationFile: Setting = {
        var setting = Setting(key: "config.file", help: "JSON file with settings; flags and environment go before it.")
        setting.shortFlag = "--config"
        return setting
    }()
}
