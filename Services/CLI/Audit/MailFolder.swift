import Foundation

/// The Maildir of the demo's mail server.
enum MailFolder {
    /// How often each Message-ID is there; nil when there is no such folder.
    static func messageIDs(in folder: String) -> [String: Int]? {
        var counts: [String: Int] = [:]
        var isThere = false
        for part in ["new", "cur"] {
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(part)") else {
                continue
            }
            isThere = true
            for name in names {
                guard let handle = FileHandle(forReadingAtPath: "\(folder)/\(part)/\(name)"),
                    let data = try? handle.read(upToCount: 16_384)
                else { continue }
                try? handle.close()
                if let id = messageID(in: Array(data)) { counts[id, default: 0] += 1 }
            }
        }
        return isThere ? counts : nil
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
