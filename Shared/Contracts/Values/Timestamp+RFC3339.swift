extension Timestamp: CustomStringConvertible {
    public var description: String { rfc3339 }

    /// RFC 3339 in UTC. Fractions are written with six digits, or not at all when they are zero.
    public var rfc3339: String {
        let (year, month, day) = Self.civil(fromDays: dayNumber)
        let inDay = microseconds - dayNumber * Self.microsecondsPerDay
        let fraction = inDay % 1_000_000
        let second = inDay / 1_000_000
        var text: [UInt8] = []
        text.reserveCapacity(27)
        text.append(number: year, digits: 4)
        text.append(UInt8(ascii: "-"))
        text.append(number: month, digits: 2)
        text.append(UInt8(ascii: "-"))
        text.append(number: day, digits: 2)
        text.append(UInt8(ascii: "T"))
        text.append(number: second / 3600, digits: 2)
        text.append(UInt8(ascii: ":"))
        text.append(number: second / 60 % 60, digits: 2)
        text.append(UInt8(ascii: ":"))
        text.append(number: second % 60, digits: 2)
        if fraction != 0 {
            text.append(UInt8(ascii: "."))
            text.append(number: fraction, digits: 6)
        }
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads RFC 3339: a zone is required, fractions beyond microseconds are cut, a leap second is read as the next.
    public init?(rfc3339 text: String) {
        var scanner = DigitScanner(Array(text.utf8))
        guard let year = scanner.number(digits: 4), scanner.skip("-"), let month = scanner.number(digits: 2),
            scanner.skip("-"), let day = scanner.number(digits: 2),
            scanner.skip("T") || scanner.skip("t")
                || scanner.skip(" "),
            let hour = scanner.number(digits: 2), scanner.skip(":"), let minute = scanner.number(digits: 2),
            scanner.skip(":"), let second = scanner.number(digits: 2),
            (1...12).contains(month), day >= 1, day <= Self.days(inMonth: month, of: year), hour <= 23, minute <= 59,
            second <= 60
        else { return nil }
        var fraction: Int64 = 0
        if scanner.skip(".") {
            guard let read = scanner.fraction() else { return nil }
            fraction = read
        }
        guard let offset = scanner.zoneOffsetSeconds(), scanner.isAtEnd else { return nil }
        let days = Self.days(fromCivil: year, month, day)
        let inDay = hour * 3600 + minute * 60 + second - offset
        // An offset may lead out of the four digits that a year has.
        guard
            Self.yearsOfFourDigits.contains(days * Self.microsecondsPerDay + inDay * 1_000_000)
        else { return nil }
        self.init(microseconds: days * Self.microsecondsPerDay + inDay * 1_000_000 + fraction)
    }

    static let microsecondsPerDay: Int64 = 86_400_000_000

    /// 0000-01-01 to the end of 9999-12-31.
    private static let yearsOfFourDigits = -62_167_219_200_000_000..<253_402_300_800_000_000 as Range<Int64>

    /// Days since 1970-01-01.
    public var dayNumber: Int64 {
        let quotient = microseconds / Self.microsecondsPerDay
        return microseconds % Self.microsecondsPerDay < 0 ? quotient - 1 : quotient
    }

    /// Howard Hinnant's days_from_civil, for the proleptic Gregorian calendar.
    static func days(fromCivil year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let z = days + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func days(inMonth month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// Reads fixed-width digits from UTF-8 without making strings.
private struct DigitScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func number(digits: Int) -> Int64? {
        guard position + digits <= bytes.count else { return nil }
        var value: Int64 = 0
        for byte in bytes[position..<position + digits] {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 48)
        }
        position += digits
        return value
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard !isAtEnd, UInt32(bytes[position]) == character.value else { return false }
        position += 1
        return true
    }

    /// One or more digits after the point, as microseconds.
    mutating func fraction() -> Int64? {
        var value: Int64 = 0
        var digits = 0
        while !isAtEnd, (48...57).contains(bytes[position]) {
            if digits < 6 { value = value * 10 + Int64(bytes[position] - 48) }
            digits += 1
            position += 1
        }
        guard digits > 0 else { return nil }
        for _ in 0..<max(0, 6 - digits) { value *= 10 }
        return value
    }

    mutating func zoneOffsetSeconds() -> Int64? {
        if skip("Z") || skip("z") { return 0 }
        let sign: Int64
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = number(digits: 2), skip(":"), let minutes = number(digits: 2), hours <= 23, minutes <= 59
        else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}

extension [UInt8] {
    fileprivate mutating func append(number: Int64, digits: Int) {
        var divisor: Int64 = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(48 + number / divisor % 10))
            divisor /= 10
        }
    }
}
