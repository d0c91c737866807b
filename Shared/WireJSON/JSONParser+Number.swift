extension JSONParser {
    /// `-? (0 | [1-9][0-9]*) ('.' [0-9]+)? ([eE] [+-]? [0-9]+)?`; the value is not computed here.
    mutating func parseNumber(_ input: Span<UInt8>) throws(JSONFailure) {
        let start = position
        if peek(input) == UInt8(ascii: "-") { position += 1 }
        if peek(input) == UInt8(ascii: "0") {
            position += 1
            if isDigit(peek(input)) { throw failure("a number has no leading zeros") }
        } else {
            try parseDigits(input)
        }
        if peek(input) == UInt8(ascii: ".") {
            position += 1
            try parseDigits(input)
        }
        if peek(input) | 0x20 == UInt8(ascii: "e") {
            position += 1
            if peek(input) == UInt8(ascii: "+") || peek(input) == UInt8(ascii: "-") { position += 1 }
            try parseDigits(input)
        }
        append(TapeEntry(.number, start, position))
    }

    private mutating func parseDigits(_ input: Span<UInt8>) throws(JSONFailure) {
        guard isDigit(peek(input)) else { throw unexpected(input, expected: "a digit") }
        repeat { position += 1 } while isDigit(peek(input))
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") <= 9
    }
}
