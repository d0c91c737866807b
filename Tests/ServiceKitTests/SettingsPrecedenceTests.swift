import Testing

@testable import ServiceKit

@Suite("Where a setting comes from")
struct SettingsPrecedenceTests {
    private let host = [Setting(key: "database.host", default: "fallback", help: "")] + [Setting.configurationFile]

    @Test("flag before environment before file before default")
    func precedence() throws {
        let file = try TemporaryFile(#"{"database": {"host": "from-file"}}"#)
        let path = ["WAYBILL_CONFIG_FILE": file.path]
        let all = path.merging(["WAYBILL_DATABASE_HOST": "from-environment"]) { $1 }

        #expect(try Settings.load(host, arguments: [], environment: [:]).string("database.host") == "fallback")
        #expect(try Settings.load(host, arguments: [], environment: path).string("database.host") == "from-file")
        #expect(try Settings.load(host, arguments: [], environment: all).string("database.host") == "from-environment")
        for flags in [["--database-host", "from-flag"], ["--database-host=from-flag"]] {
            let settings = try Settings.load(host, arguments: flags, environment: all)
            #expect(try settings.string("database.host") == "from-flag")
            #expect(try settings.source(of: "database.host") == .flag)
        }
    }

    @Test(
        "the file is named by --config, by --config-file and by the environment",
        arguments: ["--config", "--config-file"])
    func configurationFileFlag(flag: String) throws {
        let file = try TemporaryFile(#"{"database.host": "dotted keys work too"}"#)
        let settings = try Settings.load(host, arguments: [flag, file.path], environment: [:])
        #expect(try settings.string("database.host") == "dotted keys work too")
        #expect(try settings.source(of: "database.host") == .file(file.path))
    }

    @Test("an empty environment variable counts as not given")
    func emptyVariable() throws {
        let settings = try Settings.load(host, arguments: [], environment: ["WAYBILL_DATABASE_HOST": ""])
        #expect(try settings.string("database.host") == "fallback")
    }

    @Test("every kind is read from text and from the file's own types")
    func kinds() throws {
        let declared = [
            Setting(key: "a.text", help: ""), Setting(key: "a.number", kind: .int, help: ""),
            Setting(key: "a.switch", kind: .bool, help: ""), Setting(key: "a.time", kind: .duration, help: ""),
            Setting(key: "a.list", kind: .list, help: ""), Setting(key: "a.url", kind: .url, help: ""),
            .configurationFile,
        ]
        let file = try TemporaryFile(
            #"{"a": {"text": "x,y", "number": -7, "switch": true, "time": "250ms", "list": ["p", "q,r"], "url": "a://b"}}"#
        )
        let fromFile = try Settings.load(declared, arguments: ["--config=\(file.path)"], environment: [:])
        #expect(try fromFile.list("a.list") == ["p", "q,r"])
        let flags = [
            "--a-text", "x,y", "--a-number=-7", "--a-switch", "--a-time", "250ms", "--a-list", "p, q", "--a-list=r",
            "--a-url", "a://b",
        ]
        let fromFlags = try Settings.load(declared, arguments: flags, environment: [:])
        #expect(try fromFlags.list("a.list") == ["p", "q", "r"])
        for settings in [fromFile, fromFlags] {
            #expect(try settings.string("a.text") == "x,y")
            #expect(try settings.int("a.number") == -7)
            #expect(try settings.bool("a.switch"))
            #expect(try settings.duration("a.time") == .milliseconds(250))
            #expect(try settings.string("a.url") == "a://b")
        }
    }

    @Test(
        "durations",
        arguments: [
            ("0", Duration.zero), ("250ms", .milliseconds(250)), ("30s", .seconds(30)), ("5m", .seconds(300)),
            ("2h", .seconds(7200)), ("7d", .seconds(604_800)),
        ])
    func durations(text: String, expected: Duration) {
        #expect(Duration(settingText: text) == expected)
        #expect(Duration(settingText: expected.settingText) == expected)
    }

    @Test(
        "no durations",
        arguments: ["", "5", "s", "-5s", "1.5s", "5 s", "5S", "99999999999999999999d", "9999999999999999d"])
    func brokenDurations(text: String) {
        #expect(Duration(settingText: text) == nil)
    }

    @Test("a switch takes a value only when the next word is one")
    func switches() throws {
        let declared = [Setting(key: "a.tls", kind: .bool, default: "true", help: ""), Setting(key: "b", help: "")]
        #expect(try Settings.load(declared, arguments: ["--a-tls", "no"], environment: [:]).bool("a.tls") == false)
        #expect(try Settings.load(declared, arguments: ["--a-tls=off"], environment: [:]).bool("a.tls") == false)
        #expect(try Settings.load(declared, arguments: ["--a-tls", "--b", "x"], environment: [:]).bool("a.tls"))
    }

    @Test("reading what was not declared, or as another kind, is an error and not a trap")
    func mistakesOfTheProgram() throws {
        let settings = try Settings.load(host, arguments: [], environment: [:])
        #expect(throws: SettingsError.self) { try settings.string("database.hots") }
        #expect(throws: SettingsError.self) { try settings.int("database.host") }
    }
}
