/// Finds payment card numbers (PANs) where a token, a reference or a payer should be, so that they are refused before
/// anything is kept.
enum CardNumbers {
    /// Whether the text has a group of 14 to 19 digits, perhaps with blanks or dashes between them, that is in an issuer's
    /// range and has a right check digit. Digits that touch a letter belong to an id, and thirteen digits too: cards of
    /// thirteen are no longer issued, while storefronts' ids of thirteen are everywhere.
    static func isPresent(in text: String?) -> Bool {
        guard let text else { return false }
        var digits: [UInt8] = []
        var touchesLetter = false
        var previous: UInt8 = 0
        for byte in Array(text.utf8) + [0] {
            switch byte {
            case 48...57:
                if digits.isEmpty { touchesLetter = isLetter(previous) }
                digits.append(byte - 48)
            case UInt8(ascii: " "), UInt8(ascii: "-"):
                // One separator may stand between two digits; two of them end the group.
                if (48...57).contains(previous) { break }
                digits = []
            default:
                if !touchesLetter, !isLetter(byte), isCard(digits) { return true }
                digits = []
            }
            previous = byte
        }
        return false
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (97...122).contains(byte) || byte >= 128
    }

    private static func isCard(_ digits: [UInt8]) -> Bool {
        (14...19).contains(digits.count) && hasIssuer(digits) && hasCheckDigit(digits)
    }

    /// ISO/IEC 7812-1 annex B (Luhn): from the right, every second digit counts double.
    private static func hasCheckDigit(_ digits: [UInt8]) -> Bool {
        let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
            let value = Int(digit.element) * (digit.offset % 2 == 1 ? 2 : 1)
            return sum + (value > 9 ? value - 9 : value)
        }
        return sum % 10 == 0
    }

    private static func hasIssuer(_ digits: [UInt8]) -> Bool {
        let prefix = digits.prefix(4).reduce(0) { $0 * 10 + Int($1) }
        return switch prefix {
        case 4000...4999: [16, 19].contains(digits.count)  // Visa
        case 5100...5599, 2221...2720, 9792: digits.count == 16  // Mastercard, Troy
        case 3400...3499, 3700...3799: digits.count == 15  // American Express
        case 3000...3059, 3600...3699, 3800...3999: true  // Diners Club
        case 3528...3589, 6011, 6200...6299, 6440...6599, 8100...8199, 2200...2204:  // JCB, Discover, UnionPay, Mir
            digits.count >= 16
        case 5000...5099, 5600...5899, 6000...6999: digits.count >= 16  // Maestro, RuPay
        default: false
        }
    }
}
