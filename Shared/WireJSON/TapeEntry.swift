/// One value of a document, or the key of a member. Entries stand in document order: a container, then its content
/// (for an object key, value, key, value).
@usableFromInline
struct TapeEntry: Sendable {
    /// The value's first byte.
    @usableFromInline let start: UInt32

    /// Behind the value's last byte.
    @usableFromInline private(set) var end: UInt32

    /// The number of entries from this one to behind its content; 0 while a container is still being read.
    @usableFromInline private(set) var size: UInt32

    /// The kind in 3 bits, the two flags of a string, the count of a container.
    private(set) var tag: UInt32

    private static let escaped: UInt32 = 1 << 3
    private static let notASCII: UInt32 = 1 << 4
    private static let countShift: UInt32 = 5

    /// A container whose end is not known yet.
    init(open kind: JSONNode.Kind, at start: Int) {
        self.start = UInt32(truncatingIfNeeded: start)
        end = self.start
        size = 0
        tag = UInt32(kind.rawValue)
    }

    /// A value without content.
    init(_ kind: JSONNode.Kind, _ start: Int, _ end: Int, isEscaped: Bool = false, isASCII: Bool = true) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
        size = 1
        tag = UInt32(kind.rawValue) | (isEscaped ? Self.escaped : 0) | (isASCII ? 0 : Self.notASCII)
    }

    /// Ends a container.
    mutating func close(end: Int, size: Int, count: Int) {
        self.end = UInt32(truncatingIfNeeded: end)
        self.size = UInt32(truncatingIfNeeded: size)
        tag |= UInt32(truncatingIfNeeded: count) << Self.countShift
    }

    /// What the value is.
    @usableFromInline var kind: JSONNode.Kind { JSONNode.Kind(rawValue: UInt8(tag & 7)) ?? .null }

    /// Whether a string has a backslash in it, so that its bytes are not its text.
    var isEscaped: Bool { tag & Self.escaped != 0 }

    /// Whether a string's bytes are all below 0x80.
    var isASCII: Bool { tag & Self.notASCII == 0 }

    /// The elements of an array, the members of an object.
    var count: Int { Int(tag >> Self.countShift) }

    /// The value's own bytes, a string's quotes included.
    var range: Range<Int> { Int(start)..<Int(end) }

    /// A string's bytes between the quotes.
    var content: Range<Int> { Int(start) + 1..<Int(end) - 1 }
}
