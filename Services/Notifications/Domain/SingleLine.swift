extension String {
    /// The text on one line: what others wrote (names, titles, numbers) can neither begin a header nor a paragraph.
    /// Control characters and line separators become blanks, runs of blanks one, and the ends are trimmed.
    package var singleLine: String {
        if isPlainLine { return self }
        let blank = UInt8(ascii: " ")
        var line: [UInt8] = []
        line.reserveCapacity(utf8.count)
        for scalar in unicodeScalars {
            if !scalar.isBlank {
                line.append(contentsOf: scalar.utf8)
            } else if let last = line.last, last != blank {
                line.append(blank)
            }
        }
        if line.last == blank { line.removeLast() }
        return String(decoding: line, as: UTF8.self)
    }

    /// Whether it is one line already, for the most frequent case: ASCII with single blanks inside.
    private var isPlainLine: Bool {
        var last = UInt8(ascii: " ")
        for byte in utf8 {
            guard (32...126).contains(byte), byte != 32 || last != 32 else { return false }
            last = byte
        }
        return last != 32 || isEmpty
    }

    /// Without white space at both ends.
    var trimmed: String {
        // What begins and ends with a visible ASCII character has none: the most frequent case.
        if let first = utf8.first, let last = utf8.last, (33...126).contains(first), (33...126).contains(last) {
            return self
        }
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}

extension Unicode.Scalar {
    /// White space or a control character. Unicode's tables are asked only beyond ASCII, where it is dear.
    fileprivate var isBlank: Bool {
        isASCII ? value <= 32 || value == 127 : properties.isWhitespace || properties.generalCategory == .control
    }
}
