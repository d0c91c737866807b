/// The bytes and the tape of a parsed document, shared by all its nodes: a node costs one reference count.
@usableFromInline
final class JSONStorage: Sendable {
    let bytes: [UInt8]
    @usableFromInline let tape: [TapeEntry]

    init(bytes: [UInt8], tape: [TapeEntry]) {
        self.bytes = bytes
        self.tape = tape
    }

    /// The text of the string or key at `index` of the tape.
    func text(at index: Int) -> String {
        // A span of a property itself would not outlive the access.
        let bytes = self.bytes
        let entry = tape[index]
        return entry.text(in: bytes.span)
    }

    /// The tape index behind the value at `index` and all its content.
    func index(after index: Int) -> Int {
        index + Int(tape[index].size)
    }
}
