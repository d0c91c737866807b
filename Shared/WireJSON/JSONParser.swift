/// Reads the bytes of a document once, checks them against RFC 8259 and writes the tape.
///
/// Recursion is bounded by `JSONLimits.maximumDepth`. The input is handed to every method because a span cannot be
/// stored.
struct JSONParser {
    private(set) var tape: [TapeEntry] = []
    var position = 0
    let limits: JSONLimits

    init(limits: JSONLimits, byteCount: Int) {
        self.limits = limits
        // One entry for about 8 bytes is what compact messages need; a wrong guess costs one reallocation.
        tape.reserveCapacity(byteCount / 8 + 4)
    }

    mutating func parseDocument(_ input: Span<UInt8>) throws(JSONFailure) {
        if input.count >= 3, input[0] == 0xEF, input[1] == 0xBB, input[2] == 0xBF {
            throw failure("a byte order mark is not allowed")
        }
        try parseValue(input, depth: 0)
        skipBlanks(input)
        guard position == input.count else { throw failure("nothing may follow the document's value", entry: 0) }
    }

    private mutating func parseValue(_ input: Span<UInt8>, depth: Int) throws(JSONFailure) {
        skipBlanks(input)
        switch peek(input) {
        case UInt8(ascii: "\""):
            try parseString(input)
        case UInt8(ascii: "{"):
            try parseObject(input, depth: depth + 1)
        case UInt8(ascii: "["):
            try parseArray(input, depth: depth + 1)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            try parseNumber(input)
        case UInt8(ascii: "t"):
            try parseWord("true", .bool, input)
        case UInt8(ascii: "f"):
            try parseWord("false", .bool, input)
        case UInt8(ascii: "n"):
            try parseWord("null", .null, input)
        default:
            throw unexpected(input, expected: "a value")
        }
    }

    private mutating func parseObject(_ input: Span<UInt8>, depth: Int) throws(JSONFailure) {
        let object = try open(.object, depth: depth)
        var count = 0
        var keys = KeyFilter()
        skipBlanks(input)
        if peek(input) != UInt8(ascii: "}") {
            while true {
                guard peek(input) == UInt8(ascii: "\"") else {
                    throw unexpected(input, expected: count == 0 ? "a member or '}'" : "a member")
                }
                try parseString(input)
                keys.insert(tape[tape.count - 1], input)
                skipBlanks(input)
                guard peek(input) == UInt8(ascii: ":") else { throw unexpected(input, expected: "':'") }
                position += 1
                try parseValue(input, depth: depth)
                count += 1
                skipBlanks(input)
                guard peek(input) == UInt8(ascii: ",") else { break }
                position += 1
                skipBlanks(input)
            }
            guard peek(input) == UInt8(ascii: "}") else { throw unexpected(input, expected: "',' or '}'") }
        }
        if keys.mayRepeat { try refuseRepeatedKeys(of: object, count: count, input) }
        position += 1
        tape[object].close(end: position, size: tape.count - object, count: count)
    }

    private mutating func parseArray(_ input: Span<UInt8>, depth: Int) throws(JSONFailure) {
        let array = try open(.array, depth: depth)
        var count = 0
        skipBlanks(input)
        if peek(input) != UInt8(ascii: "]") {
            while true {
                try parseValue(input, depth: depth)
                count += 1
                skipBlanks(input)
                guard peek(input) == UInt8(ascii: ",") else { break }
                position += 1
            }
            guard peek(input) == UInt8(ascii: "]") else { throw unexpected(input, expected: "',' or ']'") }
        }
        position += 1
        tape[array].close(end: position, size: tape.count - array, count: count)
    }

    private mutating func open(_ kind: JSONNode.Kind, depth: Int) throws(JSONFailure) -> Int {
        guard depth <= limits.maximumDepth else {
            throw failure("nested deeper than \(limits.maximumDepth) levels", code: .tooDeep)
        }
        tape.append(TapeEntry(open: kind, at: position))
        position += 1
        return tape.count - 1
    }

    private mutating func parseWord(
        _ word: StaticString, _ kind: JSONNode.Kind, _ input: Span<UInt8>
    ) throws(JSONFailure) {
        let start = position
        let end = start + word.utf8CodeUnitCount
        guard end <= input.count else { throw failure("expected '\(word)'") }
        let matches = word.withUTF8Buffer { $0.span.order(to: input.extracting(start..<end)) == 0 }
        guard matches else { throw failure("expected '\(word)'") }
        position = end
        append(TapeEntry(kind, start, end))
    }

    mutating func append(_ entry: TapeEntry) {
        tape.append(entry)
    }

    /// The byte at the position; 0 at the end, which no rule of the grammar accepts.
    @inline(__always)
    func peek(_ input: Span<UInt8>) -> UInt8 {
        position < input.count ? input[position] : 0
    }

    @inline(__always)
    private mutating func skipBlanks(_ input: Span<UInt8>) {
        while position < input.count {
            let byte = input[position]
            guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position += 1
        }
    }
}

extension JSONParser {
    func failure(_ message: String, code: JSONError.Code = .invalidJSON, entry: Int? = nil) -> JSONFailure {
        JSONFailure(code: code, offset: position, message: message, entry: entry)
    }

    func unexpected(_ input: Span<UInt8>, expected: String) -> JSONFailure {
        failure(position < input.count ? "expected \(expected)" : "the document ends where \(expected) should follow")
    }
}
