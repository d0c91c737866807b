/// What a sender calls one submission, however often it sends it: the header `Idempotency-Key`.
package struct IdempotencyKey: Hashable, Sendable {
    package static let longest = 255

    package let text: String

    /// Reads the header: a string in quotes, as the IETF's draft has it (draft-ietf-httpapi-idempotency-key-header), or the
    /// bare text, as most send it. Both are the same key.
    /// - Returns: nil for anything but 1 to 255 visible characters of ASCII.
    package init?(header: String) {
        guard let text = header.utf8.first == UInt8(ascii: "\"") ? Self.unquoted(header) : header,
            (1...Self.longest).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        self.text = text
    }

    /// The content of a string of RFC 9651; nil when it does not end where the header does.
    private static func unquoted(_ header: String) -> String? {
        var content: [UInt8] = []
        var rest = header.utf8.dropFirst()
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return rest.isEmpty ? String(decoding: content, as: UTF8.self) : nil
            case UInt8(ascii: "\\"):
                guard let escaped = rest.popFirst(), [byte, UInt8(ascii: "\"")].contains(escaped) else { return nil }
                content.append(escaped)
            default: content.append(byte)
            }
        }
        return nil
    }
}
