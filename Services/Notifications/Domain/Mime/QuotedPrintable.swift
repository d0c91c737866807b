/// RFC 2045, section 6.7: text stays readable, lines stay short, every mail system passes it on unharmed.
package enum QuotedPrintable {
    private static let lineLimit = 76

    /// - Parameter text: with newlines as line ends; they become CRLF.
    package static func encode(_ text: String) -> [UInt8] {
        var output: [UInt8] = []
        append(text, to: &output)
        return output
    }

    /// - Parameter text: with newlines as line ends; they become CRLF.
    static func append(_ text: String, to output: inout [UInt8]) {
        let input = text.utf8.span
        var column = 0
        for index in input.indices {
            let byte = input[index]
            if byte == UInt8(ascii: "\n") {
                breakLine(&output)
                column = 0
                continue
            }
            let isLast = index + 1 == input.count || input[index + 1] == UInt8(ascii: "\n")
            let isPlain = (33...126).contains(byte) && byte != UInt8(ascii: "=")
            // A blank at the end of a line may be lost on the way.
            let isInnerBlank = (byte == 32 || byte == 9) && !isLast
            let width = isPlain || isInnerBlank ? 1 : 3
            // One column is kept for the soft line break.
            if column + width > lineLimit - 1 {
                output.append(UInt8(ascii: "="))
                breakLine(&output)
                column = 0
            }
            if width == 1 {
                output.append(byte)
            } else {
                output.append(UInt8(ascii: "="))
                output.append(hex(byte >> 4))
                output.append(hex(byte & 15))
            }
            column += width
        }
    }

    private static func breakLine(_ output: inout [UInt8]) {
        output.append(13)
        output.append(10)
    }

    private static func hex(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "A") + nibble - 10
    }
}
