/// Writes the place of an entry as people and clients read it: `$.lines[0].sku`, `$["a key"]`.
///
/// Nobody keeps paths while parsing; an error walks the tape from the root once it is needed.
enum JSONPath {
    /// The path of the entry at `target`. While a document is still being parsed, `target` may be the end of the tape:
    /// the place of the value that would come next.
    static func path(to target: Int, tape: [TapeEntry], bytes: [UInt8]) -> String {
        var path = "$"
        var current = 0
        while current < target, current < tape.count {
            if tape[current].kind == .array {
                var element = current + 1
                var number = 0
                while let end = end(of: element, tape: tape), end <= target {
                    element = end
                    number += 1
                }
                path += "[\(number)]"
                current = element
            } else {
                var key = current + 1
                while key < target, let end = end(of: key + 1, tape: tape), end <= target { key = end }
                guard key < tape.count else { break }
                append(key: tape[key].text(in: bytes.span), to: &path)
                current = key + 1
            }
        }
        return path
    }

    /// The path of a member of the value at `path`.
    static func appending(key: String, to path: String) -> String {
        var path = path
        append(key: key, to: &path)
        return path
    }

    /// The index behind a value; nil for a container that is still open and for a value that is not there yet.
    private static func end(of index: Int, tape: [TapeEntry]) -> Int? {
        guard index < tape.count, tape[index].size > 0 else { return nil }
        return index + Int(tape[index].size)
    }

    private static func append(key: String, to path: inout String) {
        if isIdentifier(key) {
            path += "."
            path += key
        } else {
            var writer = JSONWriter(reservingCapacity: key.utf8.count + 2)
            // A key comes from outside and ends up in logs: a megabyte of it helps nobody.
            writer.string(key.unicodeScalars.count > 128 ? String(key.unicodeScalars.prefix(128)) + "…" : key)
            path += "[" + String(decoding: writer.bytes, as: UTF8.self) + "]"
        }
    }

    private static func isIdentifier(_ key: String) -> Bool {
        guard let first = key.utf8.first, key.utf8.count <= 128 else { return false }
        return !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
            && key.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
