import Contracts
import WireJSON

/// The forms that values have in payloads, over all channels.
extension PayloadReader {
    /// The spelling of a field that is there, the first that has a value: channels rename fields, and for a while send both.
    package func spelling(_ spellings: String..., of node: JSONNode) -> String {
        spellings.first { member($0, of: node) != nil } ?? spellings[0]
    }

    /// Records that a member which an order cannot do without is missing.
    package mutating func required<Value>(
        _ value: Value?, _ member: String, of node: JSONNode, _ message: String
    ) -> Value? {
        if value == nil { problem(.missing, at: node, member: member, message) }
        return value
    }

    /// A moment as RFC 3339 has it, a blank for its `T` included.
    /// - Parameter zone: of times that do not say theirs, such as `Z` or `+03:00`; without one they are not read.
    package func time(_ key: String, of node: JSONNode, zone: String? = nil) -> Timestamp? {
        guard let text = id(key, of: node) else { return nil }
        return Timestamp(rfc3339: text) ?? zone.flatMap { Timestamp(rfc3339: text + $0) }
    }

    /// A moment in milliseconds since 1970, as number or text. Zero means none, and so does all before 2000.
    package func milliseconds(_ key: String, of node: JSONNode) -> Timestamp? {
        guard let value = id(key, of: node).flatMap({ Int64($0) }),
            (946_684_800_000..<253_402_300_800_000).contains(value)
        else { return nil }
        return Timestamp(microseconds: value * 1000)
    }

    /// Whether it is so: as a boolean, or as the text or number that stands for one.
    package func flag(_ key: String, of node: JSONNode) -> Bool {
        guard let value = node[key] else { return false }
        return value.bool ?? ["true", "1"].contains(value.text?.lowercased())
    }

    /// The texts that are there, in one.
    package mutating func joined(
        _ keys: [String], of node: JSONNode, by separator: String = " ", limit: Int = 1000
    ) -> String? {
        let parts = keys.compactMap { freeText($0, of: node, limit: limit) }
        return parts.isEmpty ? nil : String(parts.joined(separator: separator).prefix(limit))
    }

    /// A currency by its code; Turkish channels also write TL. Not well-formed when the channel says something else.
    package func currency(_ key: String, of node: JSONNode) -> Currency? {
        id(key, of: node).map { Currency(rawValue: $0 == "TL" ? "TRY" : $0) }
    }

    /// An amount that is a number or text itself, or stands in an object as its `amount`; nil when it is absent.
    package mutating func amount(_ key: String, of node: JSONNode, in currency: Currency) -> Int64? {
        guard let value = member(key, of: node) else { return nil }
        guard value.kind == .object else { return money(value, in: currency) }
        let code = self.currency(spelling("currencyCode", "CurrencyCode", "currency", of: value), of: value)
        guard code == nil || code == currency else {
            mismatch(.currencyMismatch, path: value.path, "an amount in another currency than the order's is left out")
            return nil
        }
        return money(spelling("amount", "Amount", of: value), of: value, in: currency)
    }

    /// The elements of an order's list of lines; none, and a problem, when there are more than intake takes.
    package mutating func lineNodes(in list: JSONNode) -> [JSONNode] {
        guard list.count <= SubmissionValidator.maximumLines else {
            problem(.tooManyLines, at: list, "the order has more lines than intake takes")
            return []
        }
        return list.elements.map(\.self)
    }
}
