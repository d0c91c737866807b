import Foundation
import Synchronization

@testable import Notifications

/// A real SMTP server in a process of its own; see `Python/smtp_server.py` for what it does on demand.
final class SmtpServer: Sendable {
    struct Accepted: Decodable {
        var file: String
        var from: String
        var to: [String]
        var hello: String
        var tls: Bool
        var login: String?
    }

    let port: Int
    private let folder: URL
    private let input: Pipe
    private let process: Mutex<Process>

    /// - Parameter folder: where it keeps what it accepts; a server that is started again goes on there.
    private init(folder: URL, port: Int, _ options: [String]) throws {
        self.folder = folder
        let process = PythonScript.script("smtp_server.py", [folder.path(), "--port", "\(port)"] + options)
        let output = Pipe()
        input = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = output.fileHandleForReading.availableData
        self.port = try JSONDecoder().decode([String: Int].self, from: line)["port"] ?? 0
        self.process = Mutex(process)
    }

    static func with<Result>(
        folder: URL, port: Int = 0, _ options: [String] = [], _ body: (SmtpServer) async throws -> Result
    ) async throws -> Result {
        let server = try SmtpServer(folder: folder, port: port, options)
        do {
            let result = try await body(server)
            server.stop()
            return result
        } catch {
            server.stop()
            throw error
        }
    }

    var configuration: SmtpConfiguration {
        SmtpConfiguration(host: "127.0.0.1", port: port, timeout: .seconds(60), helloName: "cayevi.example")
    }

    var accepted: [Accepted] {
        get throws {
            let file = folder.appending(path: "accepted.jsonl")
            guard FileManager.default.fileExists(atPath: file.path()) else { return [] }
            return try Data(contentsOf: file).split(separator: UInt8(ascii: "\n"))
                .map { try JSONDecoder().decode(Accepted.self, from: $0) }
        }
    }

    var sessions: Int {
        let text = try? String(contentsOf: folder.appending(path: "sessions"), encoding: .utf8)
        return text?.split(separator: "\n").count ?? 0
    }

    /// What it read, as it came: each time as much as was there.
    var reads: [String] {
        get throws {
            try Data(contentsOf: folder.appending(path: "reads")).split(separator: UInt8(ascii: "\n"))
                .map { try JSONDecoder().decode(String.self, from: $0) }
        }
    }

    func bytes(of mail: Accepted) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: mail.file)))
    }

    func parsed(_ mail: Accepted) throws -> ParsedMail { try ParsedMail(bytes(of: mail)) }

    private func stop() {
        try? input.fileHandleForWriting.close()
        process.withLock { process in
            process.terminate()
            process.waitUntilExit()
        }
    }
}
