/// Writes the members of one object; keys must not repeat.
public struct JSONObjectWriter: Sendable {
    @usableFromInline var writer: JSONWriter
    @usableFromInline var isFirst = true

    /// For `JSONWriter.object`, which moves its bytes in.
    @usableFromInline
    init() {
        writer = JSONWriter(continuing: [])
    }

    /// Writes a member.
    @inlinable
    public mutating func write<T: JSONEncodable>(_ key: String, _ value: T) {
        writeKey(key)
        value.encode(to: &writer)
    }

    /// Writes a member unless the value is nil: absent and null mean the same to our readers.
    @inlinable
    public mutating func write<T: JSONEncodable>(_ key: String, _ value: T?) {
        guard let value else { return }
        writeKey(key)
        value.encode(to: &writer)
    }

    /// Writes a member whose value is JSON already; it is not checked.
    @inlinable
    public mutating func writeRaw(_ key: String, _ value: some Collection<UInt8>) {
        writeKey(key)
        writer.raw(value)
    }

    /// Writes a member that is null.
    public mutating func writeNull(_ key: String) {
        writeKey(key)
        writer.null()
    }

    /// Writes a member whose value is the object that `body` writes.
    @inlinable
    public mutating func writeObject(_ key: String, _ body: (inout JSONObjectWriter) -> Void) {
        writeKey(key)
        writer.object(body)
    }

    @usableFromInline
    mutating func writeKey(_ key: String) {
        if !isFirst { writer.bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        writer.string(key)
        writer.bytes.append(UInt8(ascii: ":"))
    }
}
