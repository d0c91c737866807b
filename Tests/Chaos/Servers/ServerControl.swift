import Foundation
import TestSupport

/// Kills, starts and fills the private database and broker of the run: `WAYBILL_TEST_SERVERS` names the command that
/// does it (`deploy/lib/control-servers`). Without it the faults that need it are left out.
struct ServerControl {
    private let command: String

    init?() {
        guard let command = ProcessInfo.processInfo.environment["WAYBILL_TEST_SERVERS"] else { return nil }
        self.command = command
    }

    /// - Returns: what it printed.
    @discardableResult
    func run(_ action: String...) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["bash", "-c", "\(command) \"$@\"", "control-servers"] + action
        process.standardOutput = output
        try process.run()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ServiceExecutable.Failed(description: "\(action) ended with \(process.terminationStatus)")
        }
        return String(decoding: said, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
