import Foundation

/// Runs a program to its end.
func runProgram(_ path: String, _ arguments: [String], input: String) throws -> (status: Int32, output: String) {
    let process = Process()
    let (toChild, fromChild) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardInput = toChild
    process.standardOutput = fromChild
    process.standardError = fromChild
    try process.run()
    try toChild.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try toChild.fileHandleForWriting.close()
    let output = String(decoding: fromChild.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, output)
}

/// Where a program is, by the usual folders.
func findProgram(_ name: String) -> String? {
    ["/usr/bin", "/usr/local/bin", "/bin"].map { "\($0)/\(name)" }.first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
}
