extension String {
    /// The text on one line: what others wrote (names, titles, numbers) can neither begin a header nor a paragraph.
    /// Control characters and line separators become blanks, runs of blanks one, and the ends are trimmed.
    package var singleLine: String {
        if isPlainLine { return self }
        var line = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            let isBlank = scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
            if !isBlank {
                line.append(scalar)
            } else if let last = line.last, last != " " {
                line.append(" ")
            }
        }
        if line.last == " " { line.removeLast() }
        return String(line)
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
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
