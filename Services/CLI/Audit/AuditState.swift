import Contracts
import Foundation

/// From when the next audit has to read on: a file that `WAYBILL_AUDIT_STATE` names, since the auditor may write nowhere
/// else.
struct AuditState {
    private let path: String?

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        path = environment["WAYBILL_AUDIT_STATE"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// - Returns: nil when there was no clean audit yet: everything is to be read.
    /// - Throws: ``OperatorError`` for a file that is there and says no time.
    func read() throws -> Timestamp? {
        guard let path, FileManager.default.fileExists(atPath: path) else { return nil }
        let text = try String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let mark = Timestamp(rfc3339: text) else {
            throw OperatorError(
                "\(path) does not say when the last audit was", advice: "Remove it, or audit with --full.")
        }
        return mark
    }

    func write(_ mark: Timestamp) throws {
        guard let path else { return }
        try Data((mark.rfc3339 + "\n").utf8).write(to: URL(filePath: path), options: .atomic)
    }
}
