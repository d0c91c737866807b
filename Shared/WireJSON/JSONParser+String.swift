extension JSONParser {
    /// A string or key, from quote to quote: escapes, control characters and UTF-8 are checked, nothing is copied.
    mutating func parseString(_ input: Span<UInt8>) throws(JSONFailure) {
        let start = position
        var isEscaped = false
        var isASCII = true
        position += 1
        while true {
            position = input.firstSpecial(from: position, stopsAtNonASCII: true)
            guard position < input.count else { throw failure("the document ends inside a string") }
            switch input[position] {
            case UInt8(ascii: "\""):
                position += 1
                append(TapeEntry(.string, start, position, isEscaped: isEscaped, isASCII: isASCII))
                return
            case UInt8(ascii: "\\"):
                isEscaped = true
                try parseEscape(input)
            case 0x80...:
                isASCII = false
                try parseMultibyte(input)
            default:
                throw failure("a control character must be escaped")
            }
        }
    }

    private mutating func parseEscape(_ input: Span<UInt8>) throws(JSONFailure) {
        position += 1
        switch peek(input) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
        case UInt8(ascii: "u"):
            position += 1
            let unit = try parseHexDigits(input)
            switch unit {
            case 0xD800...0xDBFF:
                guard peek(input) == UInt8(ascii: "\\") else { throw loneSurrogate }
                position += 1
                guard peek(input) == UInt8(ascii: "u") else { throw loneSurrogate }
                position += 1
                guard case 0xDC00...0xDFFF = try parseHexDigits(input) else { throw loneSurrogate }
            case 0xDC00...0xDFFF: throw loneSurrogate
            case 0 where !limits.allowsNUL:
                throw failure("U+0000 is not allowed in a string", code: .invalidValue)
            default: break
            }
        default:
            throw unexpected(input, expected: "one of \" \\ / b f n r t u after a backslash")
        }
    }

    private var loneSurrogate: JSONFailure { failure("a surrogate must come in a pair") }

    private mutating func parseHexDigits(_ input: Span<UInt8>) throws(JSONFailure) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = peek(input).hexDigitValue else { throw unexpected(input, expected: "four hex digits") }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    /// One character of two to four bytes: the well-formed sequences of the Unicode Standard, table 3-7, which leave
    /// out overlong forms, surrogates and everything above U+10FFFF.
    private mutating func parseMultibyte(_ input: Span<UInt8>) throws(JSONFailure) {
        let lead = input[position]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xE1...0xEC, 0xEE...0xEF: length = 3
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: throw invalidUTF8
        }
        guard position + length <= input.count, second.contains(input[position + 1]) else { throw invalidUTF8 }
        for offset in 2..<length where input[position + offset] & 0xC0 != 0x80 { throw invalidUTF8 }
        position += length
    }

    private var invalidUTF8: JSONFailure { failure("the bytes are not valid UTF-8") }
}
