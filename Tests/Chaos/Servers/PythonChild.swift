import Foundation
import TestSupport

/// A Python program beside the run that says on which port it listens, takes commands on its standard input, and ends
/// when that is closed.
final class PythonChild {
    let port: Int
    private let process = Process()
    private let commands = Pipe()

    /// - Parameter script: in `Tests/Chaos/Python`.
    init(_ script: String, _ arguments: [String]) throws {
        let said = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [TestEnvironment.python, Self.path(of: script).path()] + arguments
        process.standardInput = commands
        process.standardOutput = said
        try process.run()
        let line = String(decoding: said.fileHandleForReading.availableData, as: UTF8.self)
        guard let own = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw ServiceExecutable.Failed(description: "\(script) does not start: \(line)")
        }
        port = own
    }

    static func path(of script: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Python/\(script)")
    }

    func send(_ command: String) throws {
        try commands.fileHandleForWriting.write(contentsOf: Data("\(command)\n".utf8))
    }

    func stop() {
        try? commands.fileHandleForWriting.close()
        process.terminate()
        process.waitUntilExit()
    }
}
