extension JSONNode {
    /// The value in one fixed form: keys sorted by their UTF-8 bytes, no blanks, strings escaped only where they must be,
    /// numbers as written. The input of content hashes: two documents that differ only in layout hash alike.
    public func canonicalBytes() -> [UInt8] {
        var writer = JSONWriter(reservingCapacity: rawBytes.count)
        writeCanonical(index, to: &writer.bytes)
        return writer.bytes
    }

    private func writeCanonical(_ index: Int, to output: inout [UInt8]) {
        let entry = storage.tape[index]
        switch entry.kind {
        case .object:
            output.append(UInt8(ascii: "{"))
            var isFirst = true
            for key in sortedKeys(of: index) {
                if !isFirst { output.append(UInt8(ascii: ",")) }
                isFirst = false
                writeCanonical(key, to: &output)
                output.append(UInt8(ascii: ":"))
                writeCanonical(key + 1, to: &output)
            }
            output.append(UInt8(ascii: "}"))
        case .array:
            output.append(UInt8(ascii: "["))
            var element = index + 1
            for position in 0..<entry.count {
                if position > 0 { output.append(UInt8(ascii: ",")) }
                writeCanonical(element, to: &output)
                element = storage.index(after: element)
            }
            output.append(UInt8(ascii: "]"))
        case .string where entry.isEscaped:
            let bytes = storage.bytes
            let text = entry.unescaped(in: bytes.span)
            output.appendQuoted(text.span)
        case .string, .number, .bool, .null:
            // A string without escapes is minimal as it is: what must be escaped cannot stand in it.
            output.append(contentsOf: storage.bytes[entry.range])
        }
    }

    private func sortedKeys(of object: Int) -> [Int] {
        var keys: [Int] = []
        keys.reserveCapacity(storage.tape[object].count)
        var key = object + 1
        for _ in 0..<storage.tape[object].count {
            keys.append(key)
            key = storage.index(after: key + 1)
        }
        let bytes = storage.bytes
        keys.sort { first, second in
            let key = storage.tape[first]
            return key.order(to: storage.tape[second], in: bytes.span) < 0
        }
        return keys
    }
}
