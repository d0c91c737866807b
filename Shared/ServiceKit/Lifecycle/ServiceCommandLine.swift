import Glibc
import Logging

/// The front door of a service's executable: `serve` (also when nothing is said), `migrate`, `check`, `help` and
/// `version`.
///
/// The settings are known only at run time and every one of them is a flag, so this reads the subcommand and leaves
/// the rest to ``Settings``.
public struct ServiceCommandLine: Sendable {
    public var name: String
    public var summary: String
    public var version: String
    public var settings: [Setting]
    /// The first one is meant when none is named.
    public var commands: [ServiceCommand]

    package var makeLogger: @Sendable (String, Settings) throws(SettingsError) -> Logger = {
        (service, settings) throws(SettingsError) in
        try ProcessLogging.bootstrap(service: service, settings: settings)
    }
    package var out: @Sendable (String) -> Void = { print($0) }
    package var complain: @Sendable (String) -> Void = { LogSink.standardError.write(Array("\($0)\n".utf8)) }

    /// - Parameters:
    ///   - settings: the service's own besides ``Setting/process``, which is added.
    ///   - more: subcommands besides the three that every service has.
    public init(
        name: String, summary: String, version: String, settings: [Setting], serve: @escaping ServiceCommand.Run,
        migrate: @escaping ServiceCommand.Run, check: @escaping ServiceCommand.Run, more: [ServiceCommand] = []
    ) {
        self.name = name
        self.summary = summary
        self.version = version
        self.settings = Setting.process + settings
        self.commands =
            [
                ServiceCommand(
                    "serve", help: "Run until SIGTERM or SIGINT. Meant when no command is given.", run: serve),
                ServiceCommand("migrate", help: "Bring the database schema up to date, and end.", run: migrate),
                ServiceCommand("check", help: "Check settings, database and broker, and end.", run: check),
            ] + more
    }

    /// Runs what the process's arguments ask for and ends the process.
    public func runAndExit() async -> Never {
        // A peer that hangs up must be an error of the write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        OpenSSLCleanup.disable()
        let code = await run(Array(CommandLine.arguments.dropFirst()))
        exit(code.rawValue)
    }

    /// - Parameters:
    ///   - arguments: without the program's name.
    ///   - environment: the process's own when omitted.
    public func run(_ arguments: [String], environment: [String: String]? = nil) async -> ExitCode {
        var rest = arguments[...]
        var word = commands[0].name
        if let first = rest.first, !first.hasPrefix("-") {
            word = first
            rest.removeFirst()
        }
        if word == "help" || rest.contains("--help") || rest.contains("-h") {
            out(help)
            return .ok
        }
        if word == "version" || rest.contains("--version") {
            out("\(name) \(version)")
            return .ok
        }
        guard let command = commands.first(where: { $0.name == word }) else {
            let near = closest(to: word, among: commands.map(\.name)).map { "; did you mean \($0)?" } ?? ""
            complain("\(name): \(word) is not a command\(near)\nRun \(name) --help for all commands and settings.")
            return .usage
        }
        return await run(command, Array(rest), environment)
    }

    private func run(_ command: ServiceCommand, _ flags: [String], _ environment: [String: String]?) async -> ExitCode {
        let loaded: Settings
        let logger: Logger
        do throws(SettingsError) {
            loaded = try Settings.load(settings, arguments: flags, environment: environment)
            logger = try makeLogger(name, loaded)
        } catch {
            complain("\(name): \(error)\nRun \(name) --help for all commands and settings.")
            return error.isUsage ? .usage : .configuration
        }
        for warning in loaded.warnings { logger.warning("\(warning)") }
        do {
            try await command.run(loaded, logger)
            return .ok
        } catch let code as ExitCode {
            return code
        } catch let error as SettingsError {
            logger.critical("\(command.name) failed: \(error)")
            return .configuration
        } catch {
            logger.critical("\(command.name) failed: \(error)")
            return .failure
        }
    }

    private var help: String {
        let width = commands.map(\.name.count).max() ?? 0
        let list =
            (commands + [
                ServiceCommand("help", help: "Print this text.") { _, _ in },
                ServiceCommand("version", help: "Print the version.") { _, _ in },
            ]).map { "  \($0.name)\(String(repeating: " ", count: max(width, 7) - $0.name.count + 2))\($0.help)" }
        let intro = SettingsHelp.wrap(
            "A setting is taken from its flag, else its environment variable, else the file that --config names, else "
                + "its default. In the file, database.host is {\"database\": {\"host\": ...}}.", indent: 0)
        return
            (["\(name): \(summary)", "", "Usage: \(name) [command] [settings]", "", "Commands:"] + list
            + ["", "Settings:"] + intro + ["", SettingsHelp(settings).render()]).joined(separator: "\n")
    }
}
