extension PostgresCell {
    /// The elements of a one-dimensional array, nil for NULL; nil as a whole if it is no such array of `Element`.
    func array<Element: PostgresDecodable>(of: Element.Type) -> [Element?]? {
        var reader = unsafe ArrayReader(rest: bytes)
        guard let dimensions = reader.number(), reader.number() != nil, let type = reader.number() else { return nil }
        if dimensions == 0 { return [] }
        guard dimensions == 1, let count = reader.number(), reader.number() != nil,
            count >= 0, unsafe Int(count) <= reader.rest.count / 4
        else { return nil }
        let elementType = PostgresType(rawValue: UInt32(bitPattern: type))
        var elements: [Element?] = []
        elements.reserveCapacity(Int(count))
        for _ in 0..<count {
            guard let length = reader.number() else { return nil }
            if length < 0 {
                elements.append(nil)
                continue
            }
            guard let bytes = unsafe reader.bytes(Int(length)),
                let element = unsafe Element(postgres: PostgresCell(type: elementType, bytes: bytes))
            else { return nil }
            elements.append(element)
        }
        return elements
    }
}

/// Walks the binary form of an array. The bytes come from the server, so every step is checked.
@safe
private struct ArrayReader {
    var rest: UnsafeRawBufferPointer

    mutating func number() -> Int32? {
        guard let bytes = unsafe bytes(4) else { return nil }
        return Int32(bigEndian: unsafe bytes.loadUnaligned(as: Int32.self))
    }

    mutating func bytes(_ count: Int) -> UnsafeRawBufferPointer? {
        guard unsafe rest.count >= count else { return nil }
        defer { unsafe rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count)) }
        return unsafe UnsafeRawBufferPointer(rebasing: rest.prefix(count))
    }
}
