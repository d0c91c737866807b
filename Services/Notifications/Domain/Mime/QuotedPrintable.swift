/// RFC 2045, section 6.7: text stays readable, lines stay short, every mail system passes it on unharmed.
package enum QuotedPrintable {
    private static let lineLimit = 76

    /// - Parameter text: with newlines as line ends; they become CRLF.
    package static func encode(_ text: String) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count * 5 / 4)
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            append(line, to: &output)
            output += [13, 10]
        }
        output.removeLast(2)
        return output
    }

    private static func append(_ line: Substring.UTF8View, to output: inout [UInt8]) {
        var column = 0
        var index = line.startIndex
        while index < line.endIndex {
            let byte = line[index]
            line.formIndex(after: &index)
            let isLast = index == line.endIndex
            let isPlain = (33...126).contains(byte) && byte != UInt8(ascii: "=")
            // A blank at the end of a line may be lost on the way.
            let isInnerBlank = (byte == 32 || byte == 9) && !isLast
            let encoded = isPlain || isInnerBlank ? [byte] : [UInt8(ascii: "="), hex(byte >> 4), hex(byte & 15)]
            // One column is kept for the soft line break.
            if column + encoded.count > lineLimit - 1 {
                output += [UInt8(ascii: "="), 13, 10]
                column = 0
            }
            output += encoded
            column += encoded.count
        }
    }

    private static func hex(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "A") + nibble - 10
    }
}
