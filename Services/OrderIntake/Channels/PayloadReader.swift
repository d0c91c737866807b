import Contracts
import WireJSON

/// Reads a channel's payload leniently: null, "", a missing key and an empty container mean the same; ids, SKUs and
/// money come as text or number. What cannot be read is a problem; what merely does not fit is a mismatch.
package struct PayloadReader {
    package private(set) var problems: [Reason] = []
    package private(set) var mismatches: [Reason] = []

    package init() {}

    package mutating func problem(_ code: ReasonCode, at node: JSONNode, _ message: String) {
        problems.append(Reason(code: code.rawValue, path: node.path, message: message))
    }

    package mutating func problem(_ code: ReasonCode, at parent: JSONNode, member: String, _ message: String) {
        problems.append(Reason(code: code.rawValue, path: "\(parent.path).\(member)", message: message))
    }

    package mutating func mismatch(_ code: ReasonCode, path: String, _ message: String) {
        mismatches.append(Reason(code: code.rawValue, path: path, message: message))
    }

    package func member(_ key: String, of node: JSONNode) -> JSONNode? {
        node[key].flatMap { $0.isNull ? nil : $0 }
    }

    /// An identifier, as opaque text; nil when it is absent, null or blank.
    package func id(_ key: String, of node: JSONNode) -> String? {
        node[key]?.text.flatMap { Self.cleaned($0, limit: 255) }
    }

    /// As ``id(_:of:)``, where zero means that there is none.
    package func nonZeroID(_ key: String, of node: JSONNode) -> String? {
        id(key, of: node).flatMap { $0 == "0" ? nil : $0 }
    }

    /// A text that people write. A card number in it is taken out, and the mismatch says so.
    package mutating func freeText(_ key: String, of node: JSONNode, limit: Int = 1000) -> String? {
        node[key].flatMap { freeText($0, named: key, limit: limit) }
    }

    /// The same of a value that has no name of its own, such as an element of a list.
    package mutating func freeText(_ value: JSONNode, named name: String, limit: Int = 1000) -> String? {
        guard let raw = value.text, let text = Self.cleaned(raw, limit: limit) else { return nil }
        let redacted = CardNumber.redacted(text)
        if redacted.contains(CardNumber.marker) {
            mismatch(.cardNumber, path: value.path, "a card number was taken out of \(name)")
        }
        return redacted
    }

    /// An amount in minor units from decimal text or number, never through a float; nil when it is absent.
    package mutating func money(_ key: String, of node: JSONNode, in currency: Currency) -> Int64? {
        guard let value = member(key, of: node) else { return nil }
        return money(value, in: currency)
    }

    package mutating func money(_ value: JSONNode, in currency: Currency) -> Int64? {
        guard let text = value.text else {
            problem(.wrongType, at: value, "expected an amount as text or number")
            return nil
        }
        let trimmed = Self.trimmed(text)
        guard !trimmed.isEmpty else { return nil }
        guard let amount = currency.minorUnits(decimal: trimmed) else {
            problem(.invalidValue, at: value, "expected a decimal amount")
            return nil
        }
        guard abs(amount) <= OrderArithmetic.largestAmount else {
            problem(.outOfRange, at: value, "the amount is beyond what an order may have")
            return nil
        }
        return amount
    }

    /// Whole units, at least `minimum`; channels also send 1.5.
    package mutating func quantity(_ key: String, of node: JSONNode, atLeast minimum: Int) -> Int? {
        guard let value = member(key, of: node) else {
            problem(.missing, at: node, member: key, "a line needs a quantity")
            return nil
        }
        guard let number = value.int ?? value.string.flatMap({ Int($0) }) else {
            let isFraction = value.kind == .number
            problem(
                isFraction ? .fractionalQuantity : .wrongType, at: value, "the quantity is not a whole number of units")
            return nil
        }
        guard (minimum...OrderArithmetic.largestQuantity).contains(number) else {
            problem(.outOfRange, at: value, "the quantity is out of range")
            return nil
        }
        return number
    }

    /// Micro-degrees from decimal degrees.
    package func degreesE6(_ key: String, of node: JSONNode, limit: Double) -> Int? {
        guard let degrees = node[key]?.text.flatMap({ Double($0) }), abs(degrees) <= limit else { return nil }
        return Int((degrees * 1_000_000).rounded())
    }

    /// Without blanks at its ends and without what PostgreSQL cannot keep; nil when nothing is left.
    private static func cleaned(_ text: String, limit: Int) -> String? {
        var kept = trimmed(text)
        if kept.utf8.contains(0) { kept.unicodeScalars.removeAll { $0.value == 0 } }
        if kept.unicodeScalars.count > limit { kept = String(kept.unicodeScalars.prefix(limit)) }
        return kept.isEmpty ? nil : kept
    }

    private static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}
