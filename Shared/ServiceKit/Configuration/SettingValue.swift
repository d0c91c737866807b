/// What the text of a setting was read as.
package enum SettingValue: Sendable, Hashable {
    case string(String)
    case int(Int)
    case bool(Bool)
    case duration(Duration)
    case list([String])
}

/// Why a text is not a value of its setting. Never holds the text itself: it may be a secret.
package struct UnfitValue: Error {
    package var message: String
    package var allowed: String?
}

extension Setting {
    /// Reads a text as this setting's kind and holds it against what is allowed.
    package func value(reading text: String) throws(UnfitValue) -> SettingValue {
        let value: SettingValue =
            switch kind {
            case .string, .secret: .string(try checked(text))
            case .int: .int(try integer(text))
            case .bool: .bool(try boolean(text))
            case .duration: .duration(try duration(text))
            case .list: .list(try checked(text.split(separator: ",").map { $0.trimmingBlanks }.filter { !$0.isEmpty }))
            case .url: .string(try url(text))
            }
        if let complaint = check?(text) { throw UnfitValue(message: complaint) }
        return value
    }

    package func checked(_ elements: [String]) throws(UnfitValue) -> [String] {
        for element in elements { _ = try checked(element) }
        return elements
    }

    private func checked(_ text: String) throws(UnfitValue) -> String {
        if isRequired, text.isEmpty { throw UnfitValue(message: "is empty") }
        guard case .values(let values) = allowed, !values.contains(text) else { return text }
        throw UnfitValue(message: "is not one of the known values", allowed: allowedText)
    }

    private func integer(_ text: String) throws(UnfitValue) -> Int {
        guard let number = Int(text) else {
            throw UnfitValue(message: "is not a whole number", allowed: allowedText)
        }
        if case .integers(let range) = allowed, !range.contains(number) {
            throw UnfitValue(message: "is out of range", allowed: allowedText)
        }
        return number
    }

    private func boolean(_ text: String) throws(UnfitValue) -> Bool {
        guard let value = Self.booleans[text.lowercased()] else {
            throw UnfitValue(message: "is neither true nor false", allowed: allowedText)
        }
        return value
    }

    private func duration(_ text: String) throws(UnfitValue) -> Duration {
        guard let value = Duration(settingText: text) else {
            throw UnfitValue(
                message: "is not a duration (a whole number and ms, s, m, h or d)", allowed: allowedText)
        }
        if case .durations(let range) = allowed, !range.contains(value) {
            throw UnfitValue(message: "is out of range", allowed: allowedText)
        }
        return value
    }

    private func url(_ text: String) throws(UnfitValue) -> String {
        guard let end = text.firstRange(of: "://"), !text[end.upperBound...].isEmpty, end.lowerBound > text.startIndex
        else { throw UnfitValue(message: "is not a URL", allowed: allowedText) }
        if case .schemes(let schemes) = allowed, !schemes.contains(text[..<end.lowerBound].lowercased()) {
            throw UnfitValue(message: "has an unknown scheme", allowed: allowedText)
        }
        return text
    }

    static let booleans = [
        "true": true, "yes": true, "on": true, "1": true, "false": false, "no": false, "off": false, "0": false,
    ]

    /// What `allowed` says, for people; nil when the kind takes anything.
    package var allowedText: String? {
        switch allowed {
        case .anything: kind == .bool ? "true, false" : nil
        case .values(let values): values.joined(separator: ", ")
        case .integers(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .durations(let range): "\(range.lowerBound.settingText) to \(range.upperBound.settingText)"
        case .schemes(let schemes): schemes.map { $0 + "://" }.joined(separator: ", ")
        }
    }
}

extension StringProtocol {
    var trimmingBlanks: String {
        let blanks: Set<Character> = [" ", "\t", "\n", "\r", "\r\n"]
        guard let first = firstIndex(where: { !blanks.contains($0) }),
            let last = lastIndex(where: { !blanks.contains($0) })
        else { return "" }
        return String(self[first...last])
    }
}
