/// What a text in percent encoding (RFC 3986) stands for.
package struct PercentDecoded: Sendable {
    package private(set) var bytes: [UInt8] = []
    /// Whether two hexadecimal digits follow each `%`; one that they do not follow stays as it is.
    package private(set) var isWhole = true

    /// - Parameter text: its UTF-8.
    package init(_ text: some Sequence<UInt8>) {
        var rest = Array(text)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2).compactMap(Self.hexDigit)
            if digits.count == 2 {
                bytes.append(digits[0] << 4 | digits[1])
                rest.removeFirst(2)
            } else {
                isWhole = false
                bytes.append(byte)
            }
        }
    }

    /// Nil where it is broken or not UTF-8.
    package var text: String? { isWhole ? String(validating: bytes, as: UTF8.self) : nil }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
