/// Decodes the character references that WordPress leaves in titles and names: `&ndash;`, `&#8217;`, `&#x2F;`.
enum HTMLEntities {
    private static let named: [Substring: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "ndash": "–", "mdash": "—",
        "hellip": "…", "lsquo": "‘", "rsquo": "’", "sbquo": "‚", "ldquo": "“", "rdquo": "”", "bdquo": "„",
        "laquo": "«", "raquo": "»", "bull": "•", "middot": "·", "times": "×", "deg": "°", "reg": "®", "copy": "©",
        "trade": "™", "euro": "€", "pound": "£", "yen": "¥", "cent": "¢", "frac12": "½", "frac14": "¼",
        "frac34": "¾", "prime": "′", "Prime": "″", "sup2": "²", "sup3": "³", "micro": "µ", "shy": "\u{AD}",
    ]

    /// An unknown reference, or an ampersand that begins none, stays as it is. One pass: what decodes to `&lt;` is not
    /// decoded again.
    static func decoded(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        var output = String.UnicodeScalarView()
        var rest = text[...]
        while let ampersand = rest.firstIndex(of: "&") {
            output.append(contentsOf: rest[..<ampersand].unicodeScalars)
            let reference = rest[rest.index(after: ampersand)...]
            if let semicolon = reference.prefix(12).firstIndex(of: ";"), let scalar = scalar(reference[..<semicolon]) {
                output.append(scalar)
                rest = reference[reference.index(after: semicolon)...]
            } else {
                output.append("&")
                rest = reference
            }
        }
        output.append(contentsOf: rest.unicodeScalars)
        return String(output)
    }

    private static func scalar(_ name: Substring) -> Unicode.Scalar? {
        guard name.first == "#" else { return named[name] }
        let digits = name.dropFirst()
        let isHexadecimal = digits.first == "x" || digits.first == "X"
        let code = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard let code, code != 0 else { return nil }
        return Unicode.Scalar(code)
    }
}
