import Foundation
import Synchronization

/// A shop's endpoint in a process of its own, which checks signatures by itself; see `Python/webhook_server.py`.
final class WebhookServer: Sendable {
    struct Request: Decodable {
        struct Event: Decodable {
            var type: String
        }

        var path: String
        var id: String
        var status: Int
        /// For each secret that the server was given, in its order.
        var signed: [Bool]
        /// Seconds between the timestamp and the server's clock.
        var age: Double
        var type: String
        var event: Event
    }

    let port: Int
    private let folder: URL
    private let input: Pipe
    private let process: Mutex<Process>

    private init(folder: URL, secrets: [String]) throws {
        self.folder = folder
        let process = PythonScript.script("webhook_server.py", [folder.path()] + secrets)
        let output = Pipe()
        input = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = output.fileHandleForReading.availableData
        port = try JSONDecoder().decode([String: Int].self, from: line)["port"] ?? 0
        self.process = Mutex(process)
    }

    static func with<Result>(
        secrets: [String] = [], _ body: (WebhookServer) async throws -> Result
    ) async throws -> Result {
        try await PythonScript.withFolder { folder in
            let server = try WebhookServer(folder: folder, secrets: secrets)
            do {
                let result = try await body(server)
                server.stop()
                return result
            } catch {
                server.stop()
                throw error
            }
        }
    }

    func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    var requests: [Request] {
        get throws {
            let file = folder.appending(path: "requests.jsonl")
            guard FileManager.default.fileExists(atPath: file.path()) else { return [] }
            return try Data(contentsOf: file).split(separator: UInt8(ascii: "\n"))
                .map { try JSONDecoder().decode(Request.self, from: $0) }
        }
    }

    /// Whether the long answer was not read to its end.
    var wasCut: Bool { FileManager.default.fileExists(atPath: folder.appending(path: "cut").path()) }

    private func stop() {
        try? input.fileHandleForWriting.close()
        process.withLock { process in
            process.terminate()
            process.waitUntilExit()
        }
    }
}
