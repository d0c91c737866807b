import Foundation

/// Runs the scripts in `Python/`: our e-mails meet other people's code.
enum PythonScript {
    static let interpreter = ProcessInfo.processInfo.environment["WAYBILL_TEST_PYTHON"] ?? "python3"
    static let tests = URL(filePath: #filePath).deletingLastPathComponent()

    /// Whether the interpreter has the SMTP server, so that a test can say why it is skipped.
    static let hasServer: Bool = {
        let process = Self.process(["-c", "import aiosmtpd"])
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    static func process(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [interpreter] + arguments
        return process
    }

    static func script(_ name: String, _ arguments: [String] = []) -> Process {
        process([tests.appending(path: "Python/\(name)").path()] + arguments)
    }

    /// A folder that is gone when the body is done.
    static func withFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "waybill-mail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }
}
