import Contracts
import WireJSON

/// Reads the members of a submission one by one; a member that is wrong becomes a finding, and reading goes on.
package struct SubmissionReader {
    /// Bytes in UTF-8.
    package static let longestIdentifier = 128

    package var findings: Findings
    package let now: Timestamp

    package init(root: JSONNode, now: Timestamp) {
        findings = Findings(root: root)
        self.now = now
    }

    /// A member that is there and not null; null means the same as absent.
    package func member(_ key: String, of node: JSONNode) -> JSONNode? {
        node[key].flatMap { $0.isNull ? nil : $0 }
    }

    package mutating func object(_ key: String, of node: JSONNode, isRequired: Bool = false) -> JSONNode? {
        guard let value = member(key, of: node) else {
            if isRequired { findings.add(.missing, at: node, member: key, "\(key) is required") }
            return nil
        }
        guard value.kind == .object else {
            findings.add(.wrongType, at: value, "\(key) must be an object")
            return nil
        }
        return value
    }

    /// A text that identifies something: opaque, and exempt from the search for card numbers.
    package mutating func identifier(
        _ key: String, of node: JSONNode, limit: Int = Self.longestIdentifier, isRequired: Bool = true
    ) -> String? {
        guard let value = rawText(key, of: node, isRequired: isRequired) else { return nil }
        let text = value.text
        guard checkLength(text, limit, at: value.node, key) else { return nil }
        if text.isEmpty, isRequired {
            findings.add(.missing, at: value.node, "\(key) must not be empty")
            return nil
        }
        return text.isEmpty ? nil : text
    }

    /// A text that people write. A card number in it is refused, and the text is not handed on.
    package mutating func freeText(
        _ key: String, of node: JSONNode, limit: Int = 500, isRequired: Bool = false
    ) -> String? {
        guard let text = identifier(key, of: node, limit: limit, isRequired: isRequired) else { return nil }
        guard !CardNumber.isPresent(in: text) else {
            if let value = node[key] { findings.add(.cardNumber, at: value, "\(key) holds a card number") }
            return nil
        }
        return text
    }

    /// A telephone number: at most fifteen digits (E.164), so that only longer ones can be a card's.
    package mutating func phone(_ key: String, of node: JSONNode) -> String? {
        guard let text = identifier(key, of: node, limit: 64, isRequired: false) else { return nil }
        let digits = text.utf8.count { (48...57).contains($0) }
        guard digits <= 15 || !CardNumber.isPresent(in: text) else {
            if let value = node[key] { findings.add(.cardNumber, at: value, "\(key) holds a card number") }
            return nil
        }
        return text
    }

    /// An amount in minor units.
    package mutating func money(
        _ key: String, of node: JSONNode, in range: ClosedRange<Int64> = 0...OrderArithmetic.largestAmount
    ) -> Int64? {
        guard let value = member(key, of: node) else { return nil }
        guard value.kind == .number else {
            findings.add(.wrongType, at: value, "\(key) must be a whole number of minor units")
            return nil
        }
        guard let amount = value.int64 else {
            findings.add(.wrongType, at: value, "\(key) must be a whole number of minor units, without a fraction")
            return nil
        }
        guard range.contains(amount) else {
            findings.add(
                .outOfRange, at: value, "\(key) must be between \(range.lowerBound) and \(range.upperBound)")
            return nil
        }
        return amount
    }

    package mutating func requiredMoney(_ key: String, of node: JSONNode) -> Int64? {
        if member(key, of: node) == nil {
            findings.add(.missing, at: node, member: key, "\(key) is required, in minor units")
        }
        return money(key, of: node)
    }

    package mutating func integer(_ key: String, of node: JSONNode, in range: ClosedRange<Int>) -> Int? {
        guard let value = member(key, of: node) else { return nil }
        guard let number = value.int else {
            findings.add(.wrongType, at: value, "\(key) must be a whole number")
            return nil
        }
        guard range.contains(number) else {
            findings.add(.outOfRange, at: value, "\(key) must be between \(range.lowerBound) and \(range.upperBound)")
            return nil
        }
        return number
    }

    package mutating func flag(_ key: String, of node: JSONNode, default fallback: Bool) -> Bool {
        guard let value = member(key, of: node) else { return fallback }
        guard let flag = value.bool else {
            findings.add(.wrongType, at: value, "\(key) must be true or false")
            return fallback
        }
        return flag
    }

    /// A time that is not in the future; a day is forgiven, since a time from far ahead would win over every update.
    package mutating func time(_ key: String, of node: JSONNode, isRequired: Bool) -> Timestamp? {
        guard let value = rawText(key, of: node, isRequired: isRequired) else { return nil }
        guard let time = Timestamp(rfc3339: value.text) else {
            findings.add(
                .invalidValue, at: value.node,
                "\(key) must be an RFC 3339 time with a zone, such as 2026-03-01T12:30:00Z")
            return nil
        }
        guard time <= now + .seconds(86_400) else {
            findings.add(.inFuture, at: value.node, "\(key) lies more than a day in the future")
            return nil
        }
        return time
    }

    package mutating func currency(_ key: String, of node: JSONNode, isRequired: Bool) -> Currency? {
        guard let value = rawText(key, of: node, isRequired: isRequired) else { return nil }
        let currency = Currency(rawValue: value.text)
        guard currency.isWellFormed else {
            findings.add(.invalidCurrency, at: value.node, "\(key) must be an ISO 4217 code, three capital letters")
            return nil
        }
        return currency
    }

    package mutating func country(_ key: String, of node: JSONNode) -> String? {
        guard let value = rawText(key, of: node, isRequired: true) else { return nil }
        let bytes = value.text.utf8
        guard bytes.count == 2, bytes.allSatisfy({ (65...90).contains($0) }) else {
            findings.add(
                .invalidCountry, at: value.node, "\(key) must be an ISO 3166-1 alpha-2 code, two capital letters")
            return nil
        }
        return value.text
    }

    private mutating func rawText(
        _ key: String, of node: JSONNode, isRequired: Bool
    ) -> (text: String, node: JSONNode)? {
        guard let value = member(key, of: node) else {
            if isRequired { findings.add(.missing, at: node, member: key, "\(key) is required") }
            return nil
        }
        guard let text = value.string else {
            findings.add(.wrongType, at: value, "\(key) must be a string")
            return nil
        }
        // PostgreSQL cannot keep U+0000 in a text.
        guard !text.utf8.contains(0) else {
            findings.add(.invalidValue, at: value, "\(key) must not contain U+0000")
            return nil
        }
        return (text, value)
    }

    private mutating func checkLength(_ text: String, _ limit: Int, at node: JSONNode, _ key: String) -> Bool {
        guard text.utf8.count <= limit else {
            findings.add(.tooLong, at: node, "\(key) must not be longer than \(limit) bytes")
            return false
        }
        return true
    }
}
