import Foundation
import TestSupport

/// A proxy between the services and a server, as a process of its own: see `Python/proxy.py`.
final class TCPProxy {
    let port: Int
    private let process = Process()
    private let commands = Pipe()

    init(host: String, port: Int) throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Python/proxy.py")
        let said = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [TestEnvironment.python, script.path(), host, "\(port)"]
        process.standardInput = commands
        process.standardOutput = said
        try process.run()
        let line = String(decoding: said.fileHandleForReading.availableData, as: UTF8.self)
        guard let own = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw ServiceExecutable.Failed(description: "the proxy does not start: \(line)")
        }
        self.port = own
    }

    enum Command: String {
        case pass, stall, cut
    }

    func send(_ command: Command) throws {
        try commands.fileHandleForWriting.write(contentsOf: Data("\(command.rawValue)\n".utf8))
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }
}
