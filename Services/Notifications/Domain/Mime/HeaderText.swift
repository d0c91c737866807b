import FoundationEssentials

/// Text for a header, safe in any mail system: RFC 5322 for plain text, RFC 2047 encoded words for everything else.
package enum HeaderText {
    /// Free text, such as a subject. Long texts are encoded too, since encoded words can be folded anywhere.
    package static func unstructured(_ text: String) -> String {
        let line = text.singleLine
        return isPlain(line) && line.utf8.count <= 66 ? line : encodedWords(line)
    }

    /// A display name in front of an address.
    package static func phrase(_ text: String) -> String {
        let line = text.singleLine
        guard isPlain(line), line.utf8.count <= 66 else { return encodedWords(line) }
        var quoted: [UInt8] = [UInt8(ascii: "\"")]
        for byte in line.utf8 {
            if byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "\"") { quoted.append(UInt8(ascii: "\\")) }
            quoted.append(byte)
        }
        quoted.append(UInt8(ascii: "\""))
        return String(decoding: quoted, as: UTF8.self)
    }

    /// `Name <address>`, or the address alone.
    package static func mailbox(name: String?, _ address: MailAddress) -> String {
        guard let name = name?.singleLine, !name.isEmpty else { return "<\(address.text)>" }
        let phrase = phrase(name)
        // A line may have 78 characters; a fold between name and address is always possible.
        let isLong = phrase.utf8.count + address.text.utf8.count > 64
        return phrase + (isLong ? "\r\n " : " ") + "<\(address.text)>"
    }

    /// Printable ASCII in which nothing begins like an encoded word.
    private static func isPlain(_ text: String) -> Bool {
        var last: UInt8 = 0
        for byte in text.utf8 {
            if !(32...126).contains(byte) || last == UInt8(ascii: "=") && byte == UInt8(ascii: "?") { return false }
            last = byte
        }
        return true
    }

    /// Words of at most 75 characters, folded, none of which splits a character (RFC 2047, section 5).
    private static func encodedWords(_ text: String) -> String {
        // 75 less "=?UTF-8?B?" and "?=" leaves 63 characters of base64: 45 bytes; fewer beside the header's name.
        var chunks: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let bytes = scalar.utf8
            let capacity = chunks.count == 1 ? 39 : 45
            if chunks[chunks.count - 1].count + bytes.count > capacity { chunks.append([]) }
            chunks[chunks.count - 1] += bytes
        }
        return chunks.map { "=?UTF-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }
}
