import Logging
import Testing

@testable import ServiceKit

@Suite("The command line of a service")
struct ServiceCommandLineTests {
    private struct Broken: Error, CustomStringConvertible {
        var description: String { "the broker said no" }
    }

    private let called = CapturedLines()
    private let out = CapturedLines()
    private let complaints = CapturedLines()
    private let logs = CapturedLines()

    private func run(
        _ arguments: [String], _ environment: [String: String] = [:], serve: ServiceCommand.Run? = nil
    ) async -> ExitCode {
        func record(_ name: String) -> ServiceCommand.Run {
            { [called] settings, _ in called.append("\(name) \(try settings.int("http.port"))") }
        }
        var commandLine = ServiceCommandLine(
            name: "inventory", summary: "Stock and reservations.", version: "1.2.3",
            settings: [Setting(key: "stock.safety", kind: .int, default: "0", help: "Kept back.")],
            serve: serve ?? record("serve"), migrate: record("migrate"), check: record("check"))
        commandLine.out = { [out] in out.append($0) }
        commandLine.complain = { [complaints] in complaints.append($0) }
        commandLine.makeLogger = { [logs] _, _ in logs.logger() }
        return await commandLine.run(arguments, environment: environment)
    }

    @Test(
        "serve is meant when nothing is said; the others by name",
        arguments: [
            ([], "serve 8080"), (["--http-port", "1"], "serve 1"), (["serve", "--http-port=2"], "serve 2"),
            (["migrate"], "migrate 8080"), (["check", "--http-port=3"], "check 3"),
        ] as [([String], String)])
    func commands(arguments: [String], expected: String) async {
        #expect(await run(arguments) == .ok)
        #expect(called.lines == [expected])
    }

    @Test(
        "help lists commands and settings and runs nothing",
        arguments: [["help"], ["--help"], ["migrate", "--help"], ["-h"]])
    func help(arguments: [String]) async throws {
        #expect(await run(arguments) == .ok)
        let text = try #require(out.lines.first)
        for part in [
            "migrate", "check", "version", "--http-port NUMBER", "--stock-safety NUMBER", "WAYBILL_STOCK_SAFETY",
        ] {
            #expect(text.contains(part))
        }
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
        #expect(called.lines.isEmpty)
    }

    @Test("the version", arguments: [["version"], ["--version"]])
    func version(arguments: [String]) async {
        #expect(await run(arguments) == .ok)
        #expect(out.lines == ["inventory 1.2.3"])
    }

    @Test("64 for a wrong command line, 78 for a wrong setting, 1 for a failure")
    func exitCodes() async {
        #expect(await run(["migrat"]) == .usage)
        #expect(complaints.lines.last?.contains("did you mean migrate?") == true)
        #expect(await run(["serve", "--nonsense"]) == .usage)
        #expect(await run([], ["WAYBILL_HTTP_PORT": "x"]) == .configuration)
        #expect(complaints.lines.last?.contains("WAYBILL_HTTP_PORT") == true)
        #expect(called.lines.isEmpty)
        #expect(await run([], serve: { _, _ in throw Broken() }) == .failure)
        #expect(logs.lines.last?.contains(#""level":"critical""#) == true)
        #expect(logs.lines.last?.contains("serve failed: the broker said no") == true)
        #expect(
            await run([], serve: { settings, _ in _ = try settings.string("nobody.declared.this") }) == .configuration)
        #expect(await run([], serve: { _, _ in throw ExitCode(rawValue: 3) }) == ExitCode(rawValue: 3))
    }

    @Test("an unknown variable of ours is logged as a warning")
    func warnings() async {
        #expect(await run([], ["WAYBILL_HTTP_PROT": "1"]) == .ok)
        #expect(logs.lines.contains { $0.contains("WAYBILL_HTTP_PROT") && $0.contains(#""level":"warning""#) })
    }
}
