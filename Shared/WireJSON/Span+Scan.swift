extension Span<UInt8> {
    /// The first byte at or behind `start` that cannot stand in a string as it is: a control character, a quote or a
    /// backslash, and with `stopsAtNonASCII` a byte of a longer character. `count` when there is none.
    ///
    /// Eight bytes are tested at a time: most strings are names, identifiers and sentences without anything special.
    @inline(__always)
    func firstSpecial(from start: Int, stopsAtNonASCII: Bool) -> Int {
        var index = start
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highBits: UInt64 = 0x8080_8080_8080_8080
        while index + 8 <= count {
            let word = UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
            // "Has a zero byte" and "has a byte below n" (Bit Twiddling Hacks): a borrow can flag bytes falsely, but only
            // above a true one, and only the lowest is used.
            let control = word &- ones &* 0x20
            let quote = (word ^ ones &* 0x22) &- ones
            let backslash = (word ^ ones &* 0x5C) &- ones
            var special = (control | quote | backslash) & ~word & highBits
            if stopsAtNonASCII { special |= word & highBits }
            if special != 0 { return index + special.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < count {
            let byte = self[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return index }
            if stopsAtNonASCII, byte >= 0x80 { return index }
            index += 1
        }
        return index
    }
}
