/// Writes JSON by appending to an array of bytes.
///
/// Exactly one value is written per writer; nesting is by `object` and `array`.
public struct JSONWriter: Sendable {
    /// What has been written so far.
    public var bytes: [UInt8]

    /// Creates an empty writer with room for `reservingCapacity` bytes.
    public init(reservingCapacity: Int = 512) {
        bytes = []
        bytes.reserveCapacity(reservingCapacity)
    }

    /// Takes over an array to append to.
    @usableFromInline
    init(continuing bytes: consuming [UInt8]) {
        self.bytes = bytes
    }

    /// Writes an object with the members that `body` writes.
    @inlinable
    public mutating func object(_ body: (inout JSONObjectWriter) -> Void) {
        bytes.append(UInt8(ascii: "{"))
        // The array moves into the member writer and back: a second reference would make every append copy it.
        var members = JSONObjectWriter()
        swap(&bytes, &members.writer.bytes)
        body(&members)
        swap(&bytes, &members.writer.bytes)
        bytes.append(UInt8(ascii: "}"))
    }

    /// Writes an array of the values.
    @inlinable
    public mutating func array<S: Sequence>(_ values: S) where S.Element: JSONEncodable {
        bytes.append(UInt8(ascii: "["))
        var isFirst = true
        for value in values {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            value.encode(to: &self)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    /// Writes a string, escaping what must be escaped and nothing else.
    public mutating func string(_ value: String) {
        bytes.appendQuoted(value.utf8.span)
    }

    /// Writes an integer of up to 64 bits.
    @inlinable
    public mutating func int(_ value: some FixedWidthInteger) {
        bytes.appendDecimal(UInt64(value.magnitude), isNegative: value < 0)
    }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) {
        let word: StaticString = value ? "true" : "false"
        word.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Writes `null`.
    public mutating func null() {
        let word: StaticString = "null"
        word.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Writes bytes that are a JSON value already; they are not checked.
    @inlinable
    public mutating func raw(_ value: some Collection<UInt8>) {
        bytes.append(contentsOf: value)
    }

    /// Writes a number from its text, `12.50`, which must follow JSON's grammar; it is not checked.
    public mutating func number(text: String) {
        bytes.append(contentsOf: text.utf8)
    }
}
