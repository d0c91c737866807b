import Foundation
import Messaging
import Testing

@Suite("The alert rules")
struct AlertRulesTests {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../deploy/alerts.yml").standardizedFileURL

    @Test("speak only of metrics that there are, by the names that Prometheus sees")
    func names() throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        // Of the audit, of the coordinator and of returns, which this bundle does not know.
        let others = [
            "waybill_audit_violations", "waybill_audit_failures", "waybill_audit_runs",
            "waybill_saga_steps_exhausted",
            "waybill_returns_overdue",
        ]
        let known = Set(
            (EngineMetrics.help.map(\.label) + others).flatMap { [$0, "\($0)_total", "\($0)_seconds"] })
        let used = text.matches(of: /\b(waybill_[a-z_]+)\b/).map { String($0.output.1) }
        #expect(used.count > 12)
        for name in used { #expect(known.contains(name), "\(name) is no metric") }
    }

    @Test(
        "are rules for Prometheus",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/promtool"),
            "promtool is missing: apt-get install prometheus"))
    func promtool() throws {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/promtool")
        process.arguments = ["check", "rules", Self.file.path()]
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(text)")
    }
}
