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
        let input = Array(text.utf8)
        var column = 0
        var index = 0
        while index < input.count {
            // What stays as it is, in one piece: nearly everything. One column is kept for the soft line break.
            var end = index
            let limit = min(input.count, index + lineLimit - 1 - column)
            while end < limit, staysAsItIs(end, in: input) { end += 1 }
            output.append(contentsOf: input[index..<end])
            column += end - index
            index = end
            guard index < input.count else { return }
            let byte = input[index]
            if byte == UInt8(ascii: "\n") {
                breakLine(&output)
                column = 0
                index += 1
                continue
            }
            let stays = staysAsItIs(index, in: input)
            if column + (stays ? 1 : 3) > lineLimit - 1 {
                output.append(UInt8(ascii: "="))
                breakLine(&output)
                column = 0
            }
            guard !stays else { continue }
            output.append(UInt8(ascii: "="))
            output.append(hex(byte >> 4))
            output.append(hex(byte & 15))
            column += 3
            index += 1
        }
    }

    private static func staysAsItIs(_ index: Int, in input: [UInt8]) -> Bool {
        switch input[index] {
        case UInt8(ascii: "="): false
        case 33...126: true
        // A blank at the end of a line may be lost on the way.
        case 9, 32: index + 1 < input.count && input[index + 1] != UInt8(ascii: "\n")
        default: false
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
