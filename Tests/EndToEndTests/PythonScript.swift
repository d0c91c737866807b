import Foundation

/// Runs the Python programs beside these tests, as their readers would.
enum PythonScript {
    static let interpreter = ProcessInfo.processInfo.environment["WAYBILL_TEST_PYTHON"] ?? "python3"
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

    /// Whether the interpreter is there and can import a module, so that a test can say why it is skipped.
    static func has(_ module: String) -> Bool {
        (try? run(["-c", "import \(module)"], environment: [:]))?.status == 0
    }

    /// - Parameter script: its path below the folder of these tests.
    /// - Returns: the exit status, and what was printed to both outputs.
    static func run(
        _ script: String, _ arguments: String..., environment: [String: String] = [:]
    ) throws -> (status: Int32, output: String) {
        try run([folder.appending(path: script).path()] + arguments, environment: environment)
    }

    private static func run(
        _ arguments: [String], environment: [String: String]
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [interpreter] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: printed, as: UTF8.self))
    }
}
