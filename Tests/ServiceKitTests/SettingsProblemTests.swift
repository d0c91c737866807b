import Testing

@testable import ServiceKit

@Suite("What is wrong with a configuration")
struct SettingsProblemTests {
    private func problems(
        _ declared: [Setting], _ arguments: [String] = [], _ environment: [String: String] = [:]
    ) throws -> [String] {
        let error = try #require(throws: SettingsError.self) {
            try Settings.load(declared, arguments: arguments, environment: environment)
        }
        return error.problems.map(\.description)
    }

    @Test("everything wrong is reported at once, each with its place and what is allowed")
    func allAtOnce() throws {
        let file = try TemporaryFile(#"{"log": {"levle": "info"}, "shutdown": {"drain": "soon"}}"#)
        let environment = ["WAYBILL_HTTP_PORT": "http", "WAYBILL_CONFIG_FILE": file.path, "WAYBILL_LOG_FORMAT": "xml"]
        let found = try problems(
            Setting.process + Setting.database(), ["--http-prot", "1", "serve", "--database-port=0"], environment)
        #expect(
            found == [
                "--http-prot: is not a flag of this command; did you mean --http-port?",
                "serve: is not expected here",
                "log.levle (\(file.path)): is not a setting of this command; did you mean log.level?",
                #"log.format (environment WAYBILL_LOG_FORMAT): "xml" is not one of the known values; allowed: json, text"#,
                #"http.port (environment WAYBILL_HTTP_PORT): "http" is not a whole number; allowed: 0 to 65535"#,
                "shutdown.drain (shutdown.drain in \(file.path)): \"soon\" is not a duration "
                    + "(a whole number and ms, s, m, h or d); allowed: 0s to 1h",
                #"database.port (flag --database-port): "0" is out of range; allowed: 1 to 65535"#,
                "database.user: is required: give --database-user or WAYBILL_DATABASE_USER, or database.url",
            ])
    }

    @Test("only a wrong command line is a usage error")
    func usage() throws {
        let error = try #require(throws: SettingsError.self) {
            try Settings.load(Setting.process, arguments: ["--nonsense"], environment: [:])
        }
        #expect(error.isUsage)
        let mixed = try #require(throws: SettingsError.self) {
            try Settings.load(Setting.process, arguments: ["--nonsense", "--http-port=x"], environment: [:])
        }
        #expect(!mixed.isUsage)
    }

    @Test("a flag without its value, and a flag given twice")
    func brokenFlags() throws {
        #expect(
            try problems(Setting.process, ["--http-host", "--http-port", "1", "--http-port", "2"]) == [
                "--http-host: needs a value", "--http-port: is given twice",
            ])
    }

    @Test("a file that cannot be read, is not JSON, is no object, or says a thing twice")
    func brokenFiles() throws {
        #expect(
            try problems(Setting.process, ["--config", "/nonexistent/waybill.json"])
                == ["config.file: cannot read /nonexistent/waybill.json: No such file or directory"])
        for (text, path) in [
            ("{\"log\": {\"level\": }}", "$"), ("[]", "$"),
            (#"{"log.level": "info", "log": {"level": "debug"}}"#, "log.level"),
        ] {
            let file = try TemporaryFile(text)
            let found = try problems(Setting.process, ["--config", file.path])
            #expect(found.count == 1 && found[0].hasPrefix(path), "\(found)")
        }
    }

    @Test("a URL and its parts contradict each other; either alone is enough")
    func alternatives() throws {
        let url = ["WAYBILL_DATABASE_URL": "postgresql://u:p@h/n"]
        let declared = Setting.database()
        #expect(try Settings.load(declared, arguments: [], environment: url).stringIfPresent("database.user") == nil)
        #expect(
            try Settings.load(declared, arguments: ["--database-user=u"], environment: [:]).string("database.user")
                == "u")
        #expect(
            try problems(declared, ["--database-host=other"], url)
                == ["database.host (flag --database-host): contradicts database.url; give one of them"])
    }

    @Test("a URL of another scheme is refused without being shown")
    func urlScheme() throws {
        let found = try problems(Setting.database(), [], ["WAYBILL_DATABASE_URL": "mysql://u:hunter2@h/n"])
        #expect(
            found == [
                "database.url (environment WAYBILL_DATABASE_URL): has an unknown scheme; allowed: postgres://, postgresql://"
            ])
    }

    @Test("an unknown variable of ours is a warning, other variables are none of our business")
    func unknownVariables() throws {
        let settings = try Settings.load(
            Setting.process, arguments: [], environment: ["WAYBILL_LOG_LEVLE": "x", "PATH": "/bin"])
        #expect(
            settings.warnings == [
                "environment variable WAYBILL_LOG_LEVLE is not a setting of this command and is ignored"
            ])
    }

    @Test("two settings of one name are a mistake that is reported")
    func declaredTwice() throws {
        #expect(try problems(Setting.process + Setting.process).contains("log.level: is declared twice by the program"))
    }
}
