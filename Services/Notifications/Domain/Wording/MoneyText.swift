import Contracts

/// Amounts as a language writes them (CLDR: `¤#,##0.00` in both, with the separators the other way round).
package enum MoneyText {
    package static func text(_ minor: Int64, _ currency: Currency, in language: MailLanguage) -> String {
        let digits = currency.minorDigits
        var whole = String(minor.magnitude)
        if whole.utf8.count <= digits { whole = String(repeating: "0", count: digits + 1 - whole.utf8.count) + whole }
        let fraction = whole.suffix(digits)
        whole.removeLast(digits)
        let number = grouped(whole, with: language.groupSeparator)
        let decimals = digits > 0 ? language.decimalSeparator + fraction : ""
        return (minor < 0 ? "-" : "") + prefix(currency) + number + decimals
    }

    private static func grouped(_ digits: String, with separator: String) -> String {
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += separator }
            text.append(digit)
        }
        return text
    }

    /// The sign, where everybody knows it; otherwise the code and a space that does not break.
    private static func prefix(_ currency: Currency) -> String {
        switch currency.rawValue {
        case "EUR": "€"
        case "GBP": "£"
        case "TRY": "₺"
        case "USD": "$"
        default: currency.rawValue.singleLine + "\u{A0}"
        }
    }
}

extension MailLanguage {
    fileprivate var groupSeparator: String { self == .turkish ? "." : "," }
    fileprivate var decimalSeparator: String { self == .turkish ? "," : "." }
}
