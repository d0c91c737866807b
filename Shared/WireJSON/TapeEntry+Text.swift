extension TapeEntry {
    /// The text of a string.
    func text(in input: Span<UInt8>) -> String {
        if isEscaped { return String(decoding: unescaped(in: input), as: UTF8.self) }
        // The parser has validated the bytes; validating them again would double the price of a string.
        return String(copying: unsafe UTF8Span(unchecked: input.extracting(content), isKnownASCII: isASCII))
    }

    /// The UTF-8 bytes of an escaped string's text. The parser has checked every escape, so none can fail here.
    func unescaped(in input: Span<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        let content = self.content
        text.reserveCapacity(content.count)
        var position = content.lowerBound
        while position < content.upperBound {
            let byte = input[position]
            position += 1
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            let escape = input[position]
            position += 1
            switch escape {
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"):
                var scalar = hexValue(of: input, at: position)
                position += 4
                if scalar & 0xFC00 == 0xD800 {
                    scalar = 0x10000 + (scalar & 0x3FF) << 10 + hexValue(of: input, at: position + 2) & 0x3FF
                    position += 6
                }
                if let scalar = Unicode.Scalar(scalar) { text.append(contentsOf: UTF8.encode(scalar)!) }
            default: text.append(escape)  // quote, backslash, slash
            }
        }
        return text
    }

    /// The four hex digits at `position`, known to be hex digits.
    private func hexValue(of input: Span<UInt8>, at position: Int) -> UInt32 {
        var value: UInt32 = 0
        for offset in 0..<4 {
            value = value << 4 | UInt32(input[position + offset].hexDigitValue ?? 0)
        }
        return value
    }

    /// Whether the text of this string is `text`.
    func hasText(_ text: Span<UInt8>, in input: Span<UInt8>) -> Bool {
        if isEscaped { return unescaped(in: input).span.order(to: text) == 0 }
        let content = self.content
        guard content.count == text.count else { return false }
        return input.extracting(content).order(to: text) == 0
    }

    /// Below 0, 0 or above 0 as this string's text comes before, equals or follows the other's, by UTF-8 bytes.
    func order(to other: TapeEntry, in input: Span<UInt8>) -> Int {
        switch (isEscaped, other.isEscaped) {
        case (false, false): input.extracting(content).order(to: input.extracting(other.content))
        case (true, false): unescaped(in: input).span.order(to: input.extracting(other.content))
        case (false, true): input.extracting(content).order(to: other.unescaped(in: input).span)
        case (true, true): unescaped(in: input).span.order(to: other.unescaped(in: input).span)
        }
    }
}

extension UInt8 {
    /// The value of a hex digit, nil for any other byte.
    var hexDigitValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension Span<UInt8> {
    /// Below 0, 0 or above 0 in byte order; a prefix comes first.
    func order(to other: Span<UInt8>) -> Int {
        let common = Swift.min(count, other.count)
        var index = 0
        while index < common {
            let difference = Int(self[index]) - Int(other[index])
            if difference != 0 { return difference }
            index += 1
        }
        return count - other.count
    }
}
