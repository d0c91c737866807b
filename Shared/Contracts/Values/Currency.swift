import WireJSON

/// An ISO 4217 currency code. Amounts of money are whole minor units of it.
public struct Currency: RawRepresentable, Hashable, Sendable, JSONCodable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Three capital letters; whether the code exists is not this type's business, since codes come and go.
    public var isWellFormed: Bool {
        rawValue.utf8.count == 3 && rawValue.utf8.allSatisfy { (65...90).contains($0) }
    }

    /// How many decimal digits a minor unit has: 2 for most, 0 for the yen, 3 for the Kuwaiti dinar (ISO 4217).
    public var minorDigits: Int {
        switch rawValue {
        case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF",
            "XOF", "XPF":
            0
        case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND": 3
        case "CLF", "UYW": 4
        default: 2
        }
    }

    /// Reads a decimal text such as `-12.5` as minor units, without ever going through a float.
    /// Digits beyond the minor unit are rounded half away from zero, since channels send up to five of them.
    /// - Returns: nil when the text is not a decimal number or does not fit.
    public func minorUnits(decimal text: some StringProtocol) -> Int64? {
        DecimalText(text)?.scaled(by: minorDigits)
    }

    /// The amount as a person reads it: `1234.50 EUR`.
    public func format(_ minor: Int64) -> String {
        let digits = minorDigits
        var text = String(minor.magnitude)
        if digits > 0 {
            if text.utf8.count <= digits { text = String(repeating: "0", count: digits + 1 - text.utf8.count) + text }
            text.insert(".", at: text.index(text.endIndex, offsetBy: -digits))
        }
        return (minor < 0 ? "-" : "") + text + " " + rawValue
    }
}
