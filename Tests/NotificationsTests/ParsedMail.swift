import Foundation

/// An e-mail as Python's parser reads it.
struct ParsedMail: Decodable {
    var headers: [[String]]
    var to: [[String]]
    var from: [[String]]
    var date: String
    var type: String
    var parts: [[String]]
    var defects: [String]
    /// Bytes of the longest line.
    var longest: Int
    /// Line feeds or carriage returns that are alone.
    var bare: Int
    var ascii: Bool

    init(_ bytes: [UInt8]) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "waybill-\(UUID().uuidString).eml")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = PythonScript.script("parse_mail.py")
        let output = Pipe()
        process.standardInput = try FileHandle(forReadingFrom: file)
        process.standardOutput = output
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        self = try JSONDecoder().decode(ParsedMail.self, from: printed)
    }

    func header(_ name: String) -> [String] {
        headers.filter { $0[0] == name }.map { $0[1] }
    }
}
