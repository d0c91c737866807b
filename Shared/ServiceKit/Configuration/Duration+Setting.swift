extension Duration {
    /// Reads `250ms`, `30s`, `5m`, `2h` or `7d`; also a bare `0`. Nil for anything else, and for what overflows.
    package init?(settingText text: String) {
        guard text != "0" else {
            self = .zero
            return
        }
        let digits = text.prefix { ("0"..."9").contains($0) }
        guard let number = Int64(digits), let unit = Self.units[String(text[digits.endIndex...])] else { return nil }
        let (milliseconds, overflow) = number.multipliedReportingOverflow(by: unit)
        guard !overflow else { return nil }
        self = .milliseconds(milliseconds)
    }

    /// The shortest text that reads as this duration, in whole milliseconds.
    package var settingText: String {
        let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
        for (unit, size) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000)] as [(String, Int64)]
        where milliseconds != 0 && milliseconds % size == 0 {
            return "\(milliseconds / size)\(unit)"
        }
        return milliseconds == 0 ? "0s" : "\(milliseconds)ms"
    }

    private static let units: [String: Int64] = [
        "ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000,
    ]
}
