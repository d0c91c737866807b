/// Tells cheaply that the keys of an object are certainly all different, which is nearly always so.
struct KeyFilter {
    private var seen: UInt64 = 0
    /// Whether two keys looked alike, so that they have to be compared.
    private(set) var mayRepeat = false

    /// Adds a key by its length and two of its bytes.
    mutating func insert(_ key: TapeEntry, _ input: Span<UInt8>) {
        // The text of an escaped key is not in the bytes: let the full comparison see to it.
        if key.isEscaped { mayRepeat = true }
        let content = key.content
        var mix = content.count &* 7
        if !content.isEmpty {
            mix &+= Int(input[content.lowerBound]) &* 31 &+ Int(input[content.upperBound - 1])
            mix &+= Int(input[content.lowerBound + content.count / 2]) &* 13
        }
        let bit = UInt64(1) << UInt64(truncatingIfNeeded: mix & 63)
        if seen & bit != 0 { mayRepeat = true }
        seen |= bit
    }
}

extension JSONParser {
    /// Refuses an object, not closed yet, in which a key occurs twice. Few keys are compared with one another, many
    /// are sorted first: a hostile object of 100,000 keys must not cost a quadratic time.
    func refuseRepeatedKeys(of object: Int, count: Int, _ input: Span<UInt8>) throws(JSONFailure) {
        var keys: [Int] = []
        keys.reserveCapacity(count)
        var key = object + 1
        for _ in 0..<count {
            keys.append(key)
            key += 1 + Int(tape[key + 1].size)
        }
        if count <= 64 {
            for later in keys.indices.dropFirst() {
                for earlier in 0..<later where isEqual(keys[earlier], keys[later], input) {
                    throw repeatedKey(keys[later])
                }
            }
        } else {
            // The tape index decides between equals, so that the later one is reported.
            keys.sort { first, second in
                let order = tape[first].order(to: tape[second], in: input)
                return order == 0 ? first < second : order < 0
            }
            for (first, second) in zip(keys, keys.dropFirst()) where isEqual(first, second, input) {
                throw repeatedKey(second)
            }
        }
    }

    private func isEqual(_ first: Int, _ second: Int, _ input: Span<UInt8>) -> Bool {
        let first = tape[first]
        let second = tape[second]
        if !first.isEscaped, !second.isEscaped, first.content.count != second.content.count { return false }
        return first.order(to: second, in: input) == 0
    }

    private func repeatedKey(_ entry: Int) -> JSONFailure {
        JSONFailure(
            code: .duplicateKey, offset: Int(tape[entry].start), message: "the member occurs twice", entry: entry)
    }
}
