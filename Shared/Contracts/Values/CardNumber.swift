/// Finds payment card numbers (PANs) in text: 13 to 19 digits in the range of an issuer, with a right Luhn digit.
///
/// Works on UTF-8 bytes, since digits and the separators between them are ASCII, so that it can also search a body that
/// is not valid text.
package enum CardNumber {
    /// What stands in the place of a card number that was taken out.
    package static let marker = "[card number removed]"

    package static func isPresent(in text: String) -> Bool {
        !ranges(in: Array(text.utf8)).isEmpty
    }

    /// Whether one stands where a token, a reference or a payer should be. Digits that touch a letter belong to an id, and
    /// thirteen digits too: cards of thirteen are no longer issued, while storefronts' ids of thirteen are everywhere.
    package static func isPresent(inReference text: String?) -> Bool {
        guard let text else { return false }
        let bytes = Array(text.utf8)
        return ranges(in: bytes).contains { range in
            bytes[range].count(where: isDigit) > shortest
                && !(range.lowerBound > 0 && isLetter(bytes[range.lowerBound - 1]))
                && !(range.upperBound < bytes.count && isLetter(bytes[range.upperBound]))
        }
    }

    /// The text with every card number replaced by ``marker``; the same text when there is none.
    package static func redacted(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let found = ranges(in: bytes)
        guard !found.isEmpty else { return text }
        return String(decoding: redacted(bytes, at: found), as: UTF8.self)
    }

    package static func redacted(_ bytes: [UInt8]) -> [UInt8] {
        redacted(bytes, at: ranges(in: bytes))
    }

    private static func redacted(_ bytes: [UInt8], at ranges: [Range<Int>]) -> [UInt8] {
        var output: [UInt8] = []
        var position = 0
        for range in ranges {
            output.append(contentsOf: bytes[position..<range.lowerBound])
            output.append(contentsOf: marker.utf8)
            position = range.upperBound
        }
        output.append(contentsOf: bytes[position...])
        return output
    }

    /// Where card numbers stand, in order and without overlap.
    ///
    /// Digits may be one run, or groups with one kind of separator between them ("4111 1111 1111 1111"). A run that is
    /// longer than a card number is none.
    package static func ranges(in bytes: [UInt8]) -> [Range<Int>] {
        guard bytes.count >= shortest else { return [] }
        var found: [Range<Int>] = []
        var position = 0
        while position < bytes.count {
            guard isDigit(bytes[position]) else {
                position += 1
                continue
            }
            if !isDialled(bytes, at: position), let end = cardEnd(in: bytes, from: position) {
                found.append(position..<end)
                position = end
            } else {
                while position < bytes.count, isDigit(bytes[position]) { position += 1 }
            }
        }
        return found
    }

    /// The end of the longest card number that begins at `start` and ends where a group of digits ends.
    private static func cardEnd(in bytes: [UInt8], from start: Int) -> Int? {
        var digits: [UInt8] = []
        var end: Int?
        var separator: UInt8?
        var position = start
        while position < bytes.count {
            let group = position
            while position < bytes.count, isDigit(bytes[position]) {
                digits.append(bytes[position] - UInt8(ascii: "0"))
                position += 1
            }
            guard position > group, digits.count <= longest else { break }
            if digits.count >= shortest, isCard(digits) { end = position }
            guard position < bytes.count, isSeparator(bytes[position]), separator ?? bytes[position] == bytes[position]
            else { break }
            separator = bytes[position]
            position += 1
        }
        return end
    }

    private static let shortest = 13
    private static let longest = 19

    private static func isCard(_ digits: [UInt8]) -> Bool {
        hasIssuer(digits) && hasLuhnDigit(digits)
    }

    /// ISO/IEC 7812-1 annex B: every second digit from the right is doubled, and the digits' sum ends in zero.
    private static func hasLuhnDigit(_ digits: [UInt8]) -> Bool {
        var sum = 0
        for (index, digit) in digits.reversed().enumerated() {
            let value = index % 2 == 1 ? Int(digit) * 2 : Int(digit)
            sum += value > 9 ? value - 9 : value
        }
        return sum % 10 == 0
    }

    /// The issuers' ranges with the lengths that they issue.
    private static func hasIssuer(_ digits: [UInt8]) -> Bool {
        let prefix = digits.prefix(4).reduce(0) { $0 * 10 + Int($1) }
        let length = digits.count
        return switch prefix {
        case 4000...4999: length == 13 || length == 16 || length == 19  // Visa
        case 5100...5599, 2221...2720: length == 16  // Mastercard
        case 3400...3499, 3700...3799: length == 15  // American Express
        case 3000...3059, 3095, 3600...3699, 3800...3999: (14...19).contains(length)  // Diners Club
        case 3528...3589: (16...19).contains(length)  // JCB
        case 6011, 6440...6499, 6500...6599: (16...19).contains(length)  // Discover, RuPay
        case 6200...6299, 8100...8199: (16...19).contains(length)  // UnionPay
        case 2200...2205: (16...19).contains(length)  // Mir
        case 9792: length == 16  // Troy
        case 5000...5099, 5600...5899, 6000...6999: (13...19).contains(length)  // Maestro
        default: false
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }

    /// `+4915112345678` is a telephone number, although 13 digits from 4 on may be a card's.
    private static func isDialled(_ bytes: [UInt8], at position: Int) -> Bool {
        position > 0 && bytes[position - 1] == UInt8(ascii: "+")
    }
}
