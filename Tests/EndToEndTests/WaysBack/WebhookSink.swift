import Foundation
import TestSupport

/// A shop's endpoint as a process of its own, which checks the signatures of Standard Webhooks by itself:
/// `Tests/NotificationsTests/Python/webhook_server.py`.
final class WebhookSink {
    struct Request: Decodable {
        struct Event: Decodable {
            struct Content: Decodable {
                var orderId: String?
            }

            var type: String
        }

        var id: String
        var status: Int
        /// Seconds since 1970.
        var at: Double
        var signed: [Bool]
        var event: Event
    }

    let port: Int
    private let folder: URL
    private let process = Process()
    private let input = Pipe()

    init(secrets: [String]) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "webhooks-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let script = URL(filePath: #filePath).appending(path: "../../../NotificationsTests/Python/webhook_server.py")
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [TestEnvironment.python, script.standardized.path(), folder.path()] + secrets
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        port =
            try JSONDecoder().decode([String: Int].self, from: output.fileHandleForReading.availableData)["port"] ?? 0
    }

    /// What came, in the order in which it came.
    var requests: [Request] {
        get throws {
            let file = folder.appending(path: "requests.jsonl")
            guard FileManager.default.fileExists(atPath: file.path()) else { return [] }
            return try Data(contentsOf: file).split(separator: UInt8(ascii: "\n"))
                .map { try JSONDecoder().decode(Request.self, from: $0) }
        }
    }

    /// What was sent to `/away` is taken from now on.
    func comeBack() throws {
        try Data().write(to: folder.appending(path: "back"))
    }

    func stop() {
        // It has nothing to finish.
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        do {
            try FileManager.default.removeItem(at: folder)
        } catch {
            print("the requests stay in \(folder.path()): \(error)")
        }
    }
}
