extension JSONNode {
    /// The text of a string; nil for every other kind, numbers included (see `text`).
    public var string: String? {
        entry.kind == .string ? storage.text(at: index) : nil
    }

    /// The text of a string, or a number as it was written: identifiers of shops arrive as either, and one of twenty
    /// digits must not pass through an integer or a float.
    public var text: String? {
        switch entry.kind {
        case .string: storage.text(at: index)
        case .number: rawNumber
        default: nil
        }
    }

    /// A number's own text, `12.50` as `12.50`: money is parsed from it, never through a float.
    public var rawNumber: String? {
        let entry = self.entry
        guard entry.kind == .number else { return nil }
        let bytes = storage.bytes
        let digits = bytes.span.extracting(entry.range)
        return String(copying: unsafe UTF8Span(unchecked: digits, isKnownASCII: true))
    }

    /// An integer written as such, `5` or `5.0`; nil when it does not fit, has a fraction or an exponent, or is no number.
    public var int64: Int64? {
        let entry = self.entry
        guard entry.kind == .number else { return nil }
        let bytes = storage.bytes
        let digits = bytes.span.extracting(entry.range)
        var position = 0
        let isNegative = digits[0] == UInt8(ascii: "-")
        if isNegative { position = 1 }
        // Counted towards the negative side, which has room for one more.
        var value: Int64 = 0
        while position < digits.count {
            let byte = digits[position]
            guard byte >= UInt8(ascii: "0") else { break }
            guard byte <= UInt8(ascii: "9") else { return nil }
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let (next, underflow) = tens.subtractingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
            guard !overflow, !underflow else { return nil }
            value = next
            position += 1
        }
        // Whatever follows is a fraction, which may only consist of zeros.
        for index in position..<digits.count
        where digits[index] != UInt8(ascii: "0") && digits[index] != UInt8(ascii: ".") {
            return nil
        }
        if isNegative { return value }
        return value == .min ? nil : -value
    }

    /// As `int64`.
    public var int: Int? { int64.flatMap { Int(exactly: $0) } }

    /// `true` or `false`; nil for every other kind.
    public var bool: Bool? {
        let entry = self.entry
        guard entry.kind == .bool else { return nil }
        return storage.bytes[Int(entry.start)] == UInt8(ascii: "t")
    }

    /// Whether the value is `null`.
    public var isNull: Bool { entry.kind == .null }
}
