import Contracts
import Foundation
import TestSupport
import Testing

@Suite("What a running service tells Prometheus", .serialized)
struct MetricsTests {
    private static let checker = "/usr/bin/promtool"

    @Test(
        "is found right by promtool, after real work, from every service",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: checker),
            "promtool is missing: apt-get install prometheus"))
    func exposition() async throws {
        try await WaybillSystem.with { system in
            try await DemoShop().open(in: system)
            for service in system.services {
                let url = try #require(URL(string: "http://127.0.0.1:\(service.port)/metrics"))
                let (status, text) = try await HTTP.get(url)
                #expect(status == 200 && text.contains("waybill_"), "\(service.name)")
                let complaints = try Self.check(text)
                #expect(complaints.isEmpty, "\(service.name): \(complaints)")
            }
        }
    }

    /// - Returns: what promtool has to say against it.
    private static func check(_ exposition: String) throws -> String {
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: checker)
        process.arguments = ["check", "metrics"]
        (process.standardInput, process.standardOutput, process.standardError) = (input, output, output)
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(exposition.utf8))
        try input.fileHandleForWriting.close()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return process.terminationStatus == 0 ? said : "exit \(process.terminationStatus): \(said)"
    }
}
