import Contracts
import Foundation

/// The Maildir of the demo's mail server.
enum MailFolder {
    /// How often each Message-ID is there, of e-mails that came since; nil when there is no such folder.
    /// - Throws: ``OperatorError`` that names a file that cannot be read, or that is no e-mail.
    static func messageIDs(in folder: String, since: Timestamp? = nil) throws -> [String: Int]? {
        var counts: [String: Int] = [:]
        var isThere = false
        for part in ["new", "cur"] where FileManager.default.fileExists(atPath: "\(folder)/\(part)") {
            isThere = true
            for name in try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(part)") {
                let path = "\(folder)/\(part)/\(name)"
                if let since, try time(ofFile: path) < since { continue }
                counts[try messageID(ofFile: path), default: 0] += 1
            }
        }
        return isThere ? counts : nil
    }

    private static func time(ofFile path: String) throws -> Timestamp {
        let date = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
        return Timestamp(seconds: Int64(date?.timeIntervalSince1970 ?? 0))
    }

    private static func messageID(ofFile path: String) throws -> String {
        let head: Data
        do {
            let handle = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { handle.closeFile() }
            head = try handle.read(upToCount: 16_384) ?? Data()
        } catch {
            throw OperatorError("\(path) cannot be read: \(error.localizedDescription)")
        }
        guard let id = messageID(in: Array(head)) else { throw OperatorError("\(path) has no Message-ID") }
        return id
    }

    /// The header's value, in its angle brackets.
    static func messageID(in bytes: [UInt8]) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        // CR LF is one character of Swift's.
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            if line.isEmpty { return nil }
            guard line.lowercased().hasPrefix("message-id:") else { continue }
            return String(line.dropFirst("message-id:".count).drop { $0 == " " })
        }
        return nil
    }
}
