import Foundation

/// Runs the scripts in `Python/`, which look at our messages with other people's code.
enum PythonTool {
    static let interpreter = ProcessInfo.processInfo.environment["WAYBILL_TEST_PYTHON"] ?? "python3"

    /// Whether the interpreter is there and can import `modules`, so that a test can say why it is skipped.
    static func has(_ modules: String...) -> Bool {
        (try? run(["-c", "import " + modules.joined(separator: ", ")], input: []))?.status == 0
    }

    /// - Returns: the exit status, and what was printed to both outputs.
    static func run(script: String, _ arguments: [String], input: [UInt8]) throws -> (status: Int32, output: String) {
        try run([Repository.tests.appending(path: "Python/\(script)").path()] + arguments, input: input)
    }

    private static func run(_ arguments: [String], input: [UInt8]) throws -> (status: Int32, output: String) {
        // Through a file: a script that prints before it has read everything would block on two full pipes.
        let file = FileManager.default.temporaryDirectory.appending(path: "waybill-\(UUID().uuidString)")
        try Data(input).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [interpreter] + arguments
        process.standardInput = try FileHandle(forReadingFrom: file)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: printed, as: UTF8.self))
    }
}

/// Where the contracts' files are, seen from this test.
enum Repository {
    static let tests = URL(filePath: #filePath).deletingLastPathComponent()
    static let contracts = tests.deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Shared/Contracts")
    static let schemas = contracts.appending(path: "Schemas")
    static let samples = contracts.appending(path: "Samples")

    static func files(in folder: URL) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "json" }
            .sorted { $0.path() < $1.path() }
    }
}
