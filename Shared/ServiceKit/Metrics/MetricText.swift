/// Prometheus metric names.
enum MetricName {
    /// Letters, digits and `_` (and `:` in metric names), not beginning with a digit.
    static func sanitised(_ label: String, colons: Bool = true) -> String {
        let name = String(
            label.map { character in
                character.isASCII && (character.isLetter || character.isNumber) || (colons && character == ":")
                    ? character : "_"
            })
        return name.first.map { $0.isNumber ? "_\(name)" : name } ?? "_"
    }

    /// With the ending that its kind asks for, once.
    static func full(_ name: String, _ kind: MetricKind) -> String {
        switch kind {
        case .counter, .floatingPointCounter: name.hasSuffix("_total") ? name : "\(name)_total"
        case .timer: name.hasSuffix("_seconds") ? name : "\(name)_seconds"
        case .gauge, .distribution: name
        }
    }

    /// The help text of a metric that nobody described: its name in words.
    static func plainWords(_ name: String) -> String {
        let words = name.split(separator: "_").joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst() + "."
    }
}

/// Escapes of text format 0.0.4.
enum MetricText {
    static func escapedHelp(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }

    static func escapedLabel(_ text: String) -> String {
        escapedHelp(text).replacing("\"", with: "\\\"")
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: value).map(String.init) ?? "\(value)"
    }
}
