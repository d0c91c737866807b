import Contracts
import FoundationEssentials

/// Finds in a row's text what is the order's own.
enum SeedText {
    static func isDigit(_ byte: UInt8?) -> Bool {
        guard let byte else { return false }
        return UInt8(ascii: "0") <= byte && byte <= UInt8(ascii: "9")
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        isDigit(byte) || UInt8(ascii: "a") <= byte && byte <= UInt8(ascii: "f")
    }

    static func id(at text: ArraySlice<UInt8>) -> UUID? {
        guard text.count >= 36 else { return nil }
        let start = text.startIndex
        for offset in [8, 13, 18, 23] where text[start + offset] != UInt8(ascii: "-") { return nil }
        return UUID(text: String(decoding: text.prefix(36), as: UTF8.self))
    }

    /// `2026-03-01T12:30:00`, or with a blank in the middle; what follows the second stays as it is.
    static func time(at text: ArraySlice<UInt8>) -> (seconds: Int64, separator: UInt8)? {
        guard text.count >= 19, text.starts(with: [UInt8(ascii: "2"), UInt8(ascii: "0")]) else { return nil }
        let start = text.startIndex
        let separator = text[start + 10]
        guard separator == UInt8(ascii: "T") || separator == UInt8(ascii: " "),
            text[start + 4] == UInt8(ascii: "-"), text[start + 13] == UInt8(ascii: ":")
        else { return nil }
        var normal = Array(text.prefix(19))
        normal[10] = UInt8(ascii: "T")
        return Timestamp(rfc3339: String(decoding: normal, as: UTF8.self) + "Z").map { ($0.seconds, separator) }
    }

    /// Exactly 16 bytes, as COPY writes them: `\\x` and 32 digits.
    static func digest(at text: ArraySlice<UInt8>) -> UInt64? {
        let mark = Array(#"\\x"#.utf8)
        guard text.count >= 35, text.starts(with: mark) else { return nil }
        let digits = text.dropFirst(mark.count).prefix(32)
        guard digits.allSatisfy(isHexadecimal) else { return nil }
        if let next = text.dropFirst(35).first, isHexadecimal(next) { return nil }
        return UInt64(String(decoding: digits.prefix(16), as: UTF8.self), radix: 16)
    }

    /// Of the sandbox carriers: `WB` or `WS` and sixteen digits.
    static func trackingNumber(at text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let number = text.prefix(18)
        guard number.count == 18, [UInt8(ascii: "B"), UInt8(ascii: "S")].contains(number[number.startIndex + 1]),
            number.dropFirst(2).allSatisfy({ isDigit($0) }), !isDigit(text.dropFirst(18).first)
        else { return nil }
        return number
    }

    private static let hexadecimal = Array("0123456789abcdef".utf8)

    static func write(_ value: UInt64, digits: Int, to text: inout [UInt8]) {
        for position in (0..<digits).reversed() {
            text.append(hexadecimal[Int(truncatingIfNeeded: value >> UInt64(4 * position)) & 15])
        }
    }

    static func write(_ id: SeedID, to text: inout [UInt8]) {
        write(id.high >> 32, digits: 8, to: &text)
        text.append(UInt8(ascii: "-"))
        write(id.high >> 16, digits: 4, to: &text)
        text.append(UInt8(ascii: "-"))
        write(id.high, digits: 4, to: &text)
        text.append(UInt8(ascii: "-"))
        write(id.low >> 48, digits: 4, to: &text)
        text.append(UInt8(ascii: "-"))
        write(id.low, digits: 12, to: &text)
    }

    static func write(decimal value: Int, digits: Int, to text: inout [UInt8]) {
        let start = text.count
        text += repeatElement(UInt8(ascii: "0"), count: digits)
        var rest = value
        for position in (start..<text.count).reversed() {
            text[position] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
    }

    /// Seconds since 1970 as a civil time of the Gregorian calendar.
    static func write(time seconds: Int64, separator: UInt8, to text: inout [UInt8]) {
        let (days, second) = (Int(seconds / 86_400), Int(seconds % 86_400))
        // Howard Hinnant's days-to-civil, whose years begin in March; times before 1970 do not come here.
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        write(decimal: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), digits: 4, to: &text)
        text.append(UInt8(ascii: "-"))
        write(decimal: month, digits: 2, to: &text)
        text.append(UInt8(ascii: "-"))
        write(decimal: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, digits: 2, to: &text)
        text.append(separator)
        for (index, part) in [second / 3600, second / 60 % 60, second % 60].enumerated() {
            if index > 0 { text.append(UInt8(ascii: ":")) }
            write(decimal: part, digits: 2, to: &text)
        }
    }
}
