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
        if let slot = TextLayout.escapedSlot(text) { return slot }
        var bytes: [UInt8] = []
        Self.append(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    static func append(_ text: String, to bytes: inout [UInt8]) {
        for byte in text.utf8 {
            if let entity = entity(of: byte) { bytes.append(contentsOf: entity.utf8) } else { bytes.append(byte) }
        }
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
