import Mustache

/// Values in the HTML of an e-mail: the characters that mean something there are written as entities.
///
/// The library's own does the same character by character, which was half of what an e-mail's HTML cost.
struct HTMLText: MustacheContentType {
    /// As templates name it; it is known to the library from the first use on.
    static let name: String = {
        let name = "WAYBILL-HTML"
        MustacheContentTypes.register(HTMLText(), named: name)
        return name
    }()

    func escapeText(_ text: String) -> String {
        guard let first = text.utf8.firstIndex(where: { Self.entity(of: $0) != nil }) else { return text }
        var bytes = Array(text.utf8[..<first])
        bytes.reserveCapacity(text.utf8.count + 32)
        for byte in text.utf8[first...] {
            if let entity = Self.entity(of: byte) { bytes += entity.utf8 } else { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func entity(of byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
